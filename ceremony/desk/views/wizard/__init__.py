"""The wizard of a year."""

from ceremony.desk.views.wizard.pages import take_wizard, wizard_page
from ceremony.desk.views.wizard.state import DATES, Wizard

__all__ = ["DATES", "Wizard", "take_wizard", "wizard_page"]
