"""Pages that look across the month."""

from ceremony.desk.views import home, month
from ceremony.desk.views.shared import blueprint

# Importing a page's module registers its addresses.
PAGES = (home, month)

__all__ = ["PAGES", "blueprint"]
