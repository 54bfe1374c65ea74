"""The forms of invitations: the answer, and whose letter is looked at."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from ceremony.core.web.forms import LinkForm
from ceremony.invitations.rules import AnswerValue, Occasion
from ceremony.leave.rules import LeaveKind
from ceremony.people.models import Person, Unit
from ceremony.people.queries.namesakes import place_of

KINDS = [
    SelectChoice(LeaveKind.TRAVEL.value, _l("Duty travel")),
    SelectChoice(LeaveKind.LEAVE.value, _l("Leave")),
    SelectChoice(LeaveKind.SICK.value, _l("Sick")),
    SelectChoice(LeaveKind.MATERNITY.value, _l("Maternity")),
    SelectChoice(LeaveKind.STUDY.value, _l("Study")),
    SelectChoice(LeaveKind.DUTY.value, _l("On duty")),
    SelectChoice(LeaveKind.OTHER.value, _l("Another reason")),
]
_ANSWERS = [
    SelectChoice(AnswerValue.ACCEPTED.value, _l("I will attend")),
    SelectChoice(AnswerValue.DECLINED.value, _l("I ask to be absent")),
]


class AnswerForm(LinkForm):
    """Accepted or declined; who declines says why."""

    answer = RadioField(
        _l("Your answer"), choices=_ANSWERS, validators=[InputRequired(_l("Choose one of the two answers."))]
    )
    kind = RadioField(_l("Reason for absence"), choices=KINDS, default=LeaveKind.OTHER.value, validators=[Optional()])
    note = TextAreaField(_l("Note (optional)"), validators=[Optional(), Length(max=500)])


class PreviewForm(LinkForm):
    """Whose letter is looked at, and which; it only shows."""

    who = SelectField(_l("Recipient"), validate_choice=False)
    letter = SelectField(
        _l("Letter"),
        choices=[
            SelectChoice(Occasion.INVITATION.value, _l("Invitation")),
            SelectChoice(Occasion.REMINDER.value, _l("Reminder")),
        ],
        validate_choice=False,
    )

    def offer(self, people: Sequence[Person], guests: Sequence[Unit]) -> None:
        """Offer these people and guest units."""
        chosen = [SelectChoice(one.check_in_code, f"{one.full_name} – {place_of(one)}") for one in people]
        self.who.choices = [*chosen, *(SelectChoice(f"unit:{one.code}", one.name) for one in guests)]
