"""The form of an invitation's answer."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ceremony.core.web.forms import LinkForm
from ceremony.invitations.rules import AnswerValue
from ceremony.leave.rules import LeaveKind

KINDS = [
    (LeaveKind.TRAVEL.value, _l("Duty travel")),
    (LeaveKind.LEAVE.value, _l("Leave")),
    (LeaveKind.SICK.value, _l("Sick")),
    (LeaveKind.MATERNITY.value, _l("Maternity")),
    (LeaveKind.STUDY.value, _l("Study")),
    (LeaveKind.DUTY.value, _l("On duty")),
    (LeaveKind.OTHER.value, _l("Another reason")),
]
_ANSWERS = [(AnswerValue.ACCEPTED.value, _l("I will attend")), (AnswerValue.DECLINED.value, _l("I ask to be absent"))]


class AnswerForm(LinkForm):
    """Accepted or declined; who declines says why."""

    answer = RadioField(
        _l("Your answer"), choices=_ANSWERS, validators=[InputRequired(_l("Choose one of the two answers."))]
    )
    kind = RadioField(_l("Reason for absence"), choices=KINDS, default=LeaveKind.OTHER.value, validators=[Optional()])
    note = TextAreaField(_l("Note (optional)"), validators=[Optional(), Length(max=500)])
