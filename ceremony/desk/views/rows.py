"""What is edited in the row of one ceremony: theme and basis, time and place; and its move to another day."""

from dataclasses import replace

from ceremony.accounts.browser import page_host
from ceremony.accounts.rules import NotOpen
from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.clock import now
from ceremony.core.db import transaction
from ceremony.desk.views.month import MOVING
from ceremony.programme.rules import fingerprint
from ceremony.schedule.actions import Details, Theme, change_details, set_theme, wall
from ceremony.schedule.forms import RowForm, ThemeForm
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_by_key, lock_ceremony, work_days

# The acts that change what a row shows.
_EDITING = ("set-theme", "set-frame", "attach-document", "write-item", "change-ceremony", "switch-place", *MOVING)


def own_ceremony(key: str | None) -> Ceremony:
    """Return the ceremony of the page's host; raises NoSuchCeremony or NotOpen."""
    ceremony = get_by_key(key or "")
    if ceremony.host_id != page_host().id:
        raise NotOpen
    return ceremony


def version_of_row(ceremony: Ceremony) -> str:
    """Return a mark of what the open row showed."""
    return fingerprint(ceremony.theme, ceremony.theme_basis, ceremony.start, ceremony.place)


def theme_form(ceremony: Ceremony) -> ThemeForm:
    """Return the form of theme and basis as they stand."""
    return ThemeForm(formdata=None, data=_values(ceremony))


def row_form(ceremony: Ceremony) -> RowForm:
    """Return the form of a row of the board as it stands."""
    return RowForm(formdata=None, data=_values(ceremony) | {"start": ceremony.start, "place": ceremony.place})


def _values(ceremony: Ceremony) -> dict[str, str]:
    values = {"theme": ceremony.theme, "basis": ceremony.theme_basis}
    return {"key": ceremony.key, "was": version_of_row(ceremony), **values}


def save_row(form: ThemeForm) -> bool:
    """Save what was typed; return whether a change of time or place goes out to who is invited.

    Where it is refused the form carries the mark of what stands now, so that saving again puts it in its place.
    Raises ChangedMeanwhile and what `set_theme` and `change_details` raise.
    """
    with transaction():
        ceremony = own_ceremony(form.key.data)
        lock_ceremony(ceremony)
        seen, stands = form.was.data, version_of_row(ceremony)
        form.was.process_data(stands)
        if seen != stands:
            raise changed_meanwhile([f"ceremony:{ceremony.key}"], _EDITING)
        set_theme(ceremony, Theme(form.theme.data or "", form.basis.data or ""), now())
        if not isinstance(form, RowForm):
            return False
        wish = replace(Details.of(ceremony), start=wall(form.start.data), place=form.place.data or "")
        return change_details(ceremony, wish, "", work_days(ceremony.host), now())
