"""Pages that look across the month."""

from ceremony.desk.views import date, days, home, me, month, plan, start, themes, year
from ceremony.desk.views.shared import blueprint

# Importing a page's module registers its addresses.
PAGES = (date, days, home, me, month, plan, start, themes, year)

__all__ = ["PAGES", "blueprint"]
