"""The forms that change a year's plan and a ceremony's date."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from ceremony.core.web.forms import BaseForm, DayField
from ceremony.schedule.rules import WhenOff
from ceremony.schedule.rules.recurrence import FIRST_MONDAY, FIRST_WORKING_DAY

RULES = [
    SelectChoice(FIRST_MONDAY, _l("The first Monday of the month")),
    SelectChoice(FIRST_WORKING_DAY, _l("The first working day of the month")),
]
POLICIES = [
    SelectChoice(WhenOff.NEXT_MONDAY.value, _l("Move it to the next Monday")),
    SelectChoice(WhenOff.NEXT_WORKING_DAY.value, _l("Move it to the next working day")),
    SelectChoice(WhenOff.PREVIOUS_WORKING_DAY.value, _l("Move it to the working day before")),
    SelectChoice(WhenOff.SKIP.value, _l("Hold none that month")),
]
_REASON = InputRequired(_l("Say in a few words why: the letters and the plan show it."))


class RestoreForm(BaseForm):
    """Nothing is asked; `version` names the state that the reader saw."""

    version = HiddenField()


class ReasonForm(RestoreForm):
    """Why a ceremony is postponed or cancelled."""

    reason = StringField(
        _l("Reason"),
        description=_l("It is printed in the letters and in the plan."),
        validators=[_REASON, Length(max=300)],
    )


class MoveForm(ReasonForm):
    """The new date and why."""

    date = DayField(
        _l("New date"),
        description=_l("For example 09/08/2021"),
        validators=[InputRequired(_l("Choose the new date."))],
    )


class ThemeForm(BaseForm):
    """The theme of one ceremony; `was` is the one that the reader saw."""

    key = HiddenField()
    was = HiddenField()
    theme = StringField(_l("Theme"), validators=[Length(max=300)])


class PlanForm(BaseForm):
    """By which rule a year is planned."""

    rule = SelectField(_l("Day"), choices=RULES, validate_choice=False)
    when_off = SelectField(_l("When that day is a day off"), choices=POLICIES)
    start = StringField(_l("Begins at"), description=_l("For example 07:00"), validators=[InputRequired()])
    place = StringField(_l("Place"), validators=[Length(max=300)])
