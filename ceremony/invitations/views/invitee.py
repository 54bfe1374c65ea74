"""The page of one invitation, reached by its signed link; looking at it changes nothing."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ceremony.core.audit.actions import acting
from ceremony.core.audit.rules import Actor
from ceremony.core.clock import now, today
from ceremony.core.db import transaction
from ceremony.core.web.access import Access, who_may
from ceremony.invitations.actions import Reply, answer_invitation
from ceremony.invitations.forms import AnswerForm
from ceremony.invitations.models import Invitation
from ceremony.invitations.papers import print_invitation
from ceremony.invitations.queries import get_by_token
from ceremony.invitations.rules import AnswerSource, AnswerValue, Gate, answer_for, gate_of
from ceremony.leave.rules import LeaveKind
from ceremony.people.queries import office_of
from ceremony.programme.queries import list_documents_of
from ceremony.topics.queries import cite

blueprint = Blueprint("invitations", __name__)


def _page(token: str, invitation: Invitation, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    ceremony = invitation.ceremony
    page = render_template(
        "invitations/invitee.html",
        token=token,
        invitation=invitation,
        ceremony=ceremony,
        office=office_of(ceremony.host),
        citations=[cite(document) for document in list_documents_of(ceremony)],
        answer=answer_for(invitation, ceremony.revision),
        is_open=gate_of(ceremony, now()) is Gate.OPEN,
        gate=gate_of(ceremony, now()),
        form=form,
        paper=print_invitation(invitation, ceremony, today()),
    )
    return page, status


@blueprint.get("/i/<token>")
@who_may(Access.LINK_HOLDER)
def show_invitation(token: str) -> ResponseReturnValue:
    """Show the invitation and its two answers."""
    return _page(token, get_by_token(token), AnswerForm(formdata=None))


@blueprint.post("/i/<token>")
@who_may(Access.LINK_HOLDER)
def take_answer(token: str) -> ResponseReturnValue:
    """Take the answer and show the page again."""
    form = AnswerForm()
    invitation = get_by_token(token)
    if not form.validate():
        return _page(token, invitation, form, 422)
    declined = form.answer.data == AnswerValue.DECLINED
    reply = Reply(
        value=AnswerValue(form.answer.data),
        source=AnswerSource.LINK,
        actor=invitation.name,
        kind=LeaveKind(form.kind.data or LeaveKind.OTHER) if declined else None,
        note=form.note.data or "",
    )
    with acting(Actor(None, f"{invitation.name} (link)")), transaction():
        answer_invitation(get_by_token(token), reply, now())
    return redirect(url_for("invitations.show_invitation", token=token), code=303)
