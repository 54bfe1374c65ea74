"""The frame around a programme: theme, dress, and who presides."""

from flask import flash
from flask.typing import ResponseReturnValue

from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.audit.rules import ChangedMeanwhile
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.web.access import who_may
from ceremony.people.queries.namesakes import called
from ceremony.programme.actions import set_frame
from ceremony.programme.forms import FrameForm
from ceremony.programme.views.base import WRITING, Fault, back, blueprint, frame_mark, page, person_of
from ceremony.schedule.models import Ceremony
from ceremony.schedule.queries import get_by_key


@blueprint.post("/ceremonies/<key>/programme")
@who_may(role="office")
def save_frame(key: str) -> ResponseReturnValue:
    """Set theme, dress and who presides."""
    ceremony, form = get_by_key(key), FrameForm()
    form.offer([])
    if not form.validate():
        return page(ceremony, 422, frame=form)
    try:
        with transaction():
            ceremony = get_by_key(key)
            if form.seen.data != frame_mark(ceremony):
                raise changed_meanwhile([f"ceremony:{key}"], ("set-frame", "set-theme", *WRITING))
            set_frame(ceremony, form.theme.data or "", form.dress.data or "", person_of(ceremony, form.presiding))
    except ChangedMeanwhile as refusal:
        ceremony = get_by_key(key)
        form.seen.data = frame_mark(ceremony)
        told = _told(ceremony)
        return page(ceremony, 409, frame=form, changed=told, over="frame", refusal=words_of(refusal))
    except Fault as fault:
        fault.field.errors = [" ".join(fault.words)]
        return page(get_by_key(key), 422, frame=form)
    flash(gettext("Theme, dress and who presides are saved."), "success")
    return back(key)


def _told(ceremony: Ceremony) -> list[tuple[str, str]]:
    """Return what the frame says now."""
    return [
        (gettext("Theme"), ceremony.theme or "–"),
        (gettext("Dress"), ceremony.dress or "–"),
        (gettext("Presiding"), called(ceremony.presiding) if ceremony.presiding else "–"),
    ]
