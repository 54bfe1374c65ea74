"""Pages of the roll: taking it, arriving by the code, the screen."""

from ceremony.attendance.views import check_in, objections, roll, screen
from ceremony.attendance.views.base import blueprint

__all__ = ["blueprint", "check_in", "objections", "roll", "screen"]
