"""The forms that change a year's plan and a ceremony's date."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from ceremony.core.web.forms import BaseForm, DayField, LinesField
from ceremony.schedule.rules import WhenOff
from ceremony.schedule.rules.recurrence import FIRST_MONDAY, FIRST_WORKING_DAY

RULES = [
    SelectChoice(FIRST_MONDAY, _l("The first Monday of the month")),
    SelectChoice(FIRST_WORKING_DAY, _l("The first working day of the month")),
    SelectChoice("FREQ=WEEKLY;BYDAY=MO", _l("Every Monday")),
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
    following = BooleanField(
        _l("Move all following ones of this year too"),
        description=_l("Each by as many days from the day of the rule; on a day off as the series has it."),
    )


class DetailsForm(ReasonForm):
    """Date, time and place of one ceremony, what is worn, and who serves; a reason only where the date changes."""

    date = DayField(_l("Date"), validators=[Optional()])
    start = StringField(_l("Begins at"), description=_l("For example 07:00"), validators=[InputRequired()])
    place = StringField(_l("Place"), validators=[Length(max=300)])
    rain_place = StringField(_l("Place when it rains"), validators=[Length(max=300)])
    dress = StringField(_l("Dress"), validators=[Length(max=300)])
    mc = SelectField(_l("Master of ceremony"), validate_choice=False)
    secretary = SelectField(_l("Secretary"), validate_choice=False)
    reason = StringField(
        _l("Reason for a new date"),
        description=_l("It is printed in the letters and in the plan."),
        validators=[Length(max=300)],
    )
    following = BooleanField(_l("Time, places and dress for all following ones of this year too"))


class AnnouncementForm(BaseForm):
    """The days of an announcement, one a line."""

    document = StringField(
        _l("Document that announced them"),
        description=_l("For example 12729/VPCP-KGVX"),
        validators=[InputRequired(_l("Name the document.")), Length(max=200)],
    )
    days = LinesField(
        _l("Days"),
        description=_l("One a line: day; nghỉ or làm bù; name. “14/02/2026 - 22/02/2026” means all days between."),
        validators=[InputRequired(_l("Give at least one day.")), Length(max=8000)],
    )
    file = FileField(_l("Or a CSV file"))


class ThemeForm(BaseForm):
    """The theme of one ceremony and its basis; `was` marks what the reader saw."""

    key = HiddenField()
    was = HiddenField()
    theme = StringField(_l("Theme"), validators=[Length(max=300)])
    basis = StringField(_l("Basis"), validators=[Length(max=500)])


class RowForm(ThemeForm):
    """A row of the board: the theme, and when and where."""

    start = StringField(_l("Begins at"), validators=[InputRequired()])
    place = StringField(_l("Place"), validators=[Length(max=300)])


class PaperForm(BaseForm):
    """What the signed plan says of itself."""

    number = StringField(
        _l("Number and symbol"), description=_l("For example 274/KH-SNgV"), validators=[Length(max=60)]
    )
    dated = DayField(_l("Signed on"), description=_l("For example 19/02/2024"), validators=[Optional()])
    basis = LinesField(
        _l("Legal bases"),
        description=_l("One a line, without the mark at its end; they head the plan on paper."),
        validators=[Length(max=4000)],
    )


class PlanForm(BaseForm):
    """By which rule a year is planned, and what is taken over; `name` only where a series is begun."""

    name = StringField(
        _l("Short name of the series"),
        description=_l("Letters and digits, such as giao-ban; it stands in addresses."),
        validators=[Optional(), Length(max=40)],
    )
    rule = SelectField(_l("Day"), choices=RULES, validate_choice=False)
    own_rule = StringField(
        _l("Or another rule"),
        description=_l("An RRULE such as FREQ=MONTHLY;BYDAY=2WE (the second Wednesday); it wins over the day above."),
        validators=[Length(max=300)],
    )
    when_off = SelectField(_l("When that day is a day off"), choices=POLICIES)
    start = StringField(_l("Begins at"), description=_l("For example 07:00"), validators=[InputRequired()])
    place = StringField(_l("Place"), validators=[Length(max=300)])
    take_over = BooleanField(_l("Take over the programme parts of last year"), default=True)
    common_basis = StringField(
        _l("Basis of all themes that have none of their own"),
        description=_l("Such as the plan or the directive of the year; a document is named in full."),
        validators=[Length(max=500)],
    )


class _RowForm(BaseForm):
    """One slot of the year that is planned; the token stands once, in the form around it."""

    class Meta(BaseForm.Meta):
        """The form around it has the token."""

        csrf = False


class DateRowForm(_RowForm):
    """Another day for one slot, or none, and why."""

    date = DayField(_l("Other day"), validators=[Optional()])
    is_off = BooleanField(_l("Hold none"))
    reason = StringField(_l("Reason"), validators=[Length(max=300)])


class ThemeRowForm(_RowForm):
    """The theme of one slot and its basis."""

    theme = StringField(_l("Theme"), validators=[Length(max=300)])
    basis = StringField(_l("Basis"), validators=[Length(max=500)])
