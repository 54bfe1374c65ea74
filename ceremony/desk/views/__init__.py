"""Pages that look across the month."""

from ceremony.desk.views import home, month, year
from ceremony.desk.views.shared import blueprint

# Importing a page's module registers its addresses.
PAGES = (home, month, year)

__all__ = ["PAGES", "blueprint"]
