"""Pages that look across the month."""

from ceremony.desk.views import home, me, month, start, year
from ceremony.desk.views.shared import blueprint

# Importing a page's module registers its addresses.
PAGES = (home, me, month, start, year)

__all__ = ["PAGES", "blueprint"]
