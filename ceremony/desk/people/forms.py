"""The forms of the staff list and of the units."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ceremony.core.web.forms import BaseForm, DayField
from ceremony.people.rules.units import LONGEST_CODE, LONGEST_NAME

LONGEST = 200


class PersonForm(BaseForm):
    """What is written down of a person."""

    full_name = StringField(_l("Full name"), validators=[InputRequired(_l("Give the full name.")), Length(max=LONGEST)])
    position = StringField(_l("Position"), validators=[Optional(), Length(max=LONGEST)])
    category = StringField(
        _l("Category"), description=_l("Such as Công chức or Hợp đồng."), validators=[Optional(), Length(max=LONGEST)]
    )
    email = StringField(
        _l("E-mail address"),
        description=_l("Invitations go there. Without it the person gets a printed one."),
        validators=[Optional(), Length(max=254)],
    )
    staff_code = StringField(_l("Staff code"), validators=[Optional(), Length(max=40)])
    sort_name = StringField(
        _l("Sorted by"),
        description=_l("Only where it is not the last word of the name, such as Kim Anh."),
        validators=[Optional(), Length(max=LONGEST)],
    )
    version = HiddenField()


class NewPersonForm(PersonForm):
    """A person taken on by hand."""

    unit_code = SelectField(_l("Unit"))


class MoveForm(BaseForm):
    """Another unit, and since when."""

    unit_code = SelectField(_l("New unit"))
    # Both forms stand on one page.
    day = DayField(_l("As of"), id="move-day", validators=[InputRequired(_l("Give the day."))])


class LeaveForm(BaseForm):
    """The first day on which a person no longer belongs here."""

    day = DayField(_l("First day no longer here"), validators=[InputRequired(_l("Give the day."))])


_COMPLETE = _l("This is the complete list: who is missing from its units leaves today")


class ListForm(BaseForm):
    """A staff list to try."""

    file = FileField(
        _l("Staff list"),
        description=_l("Excel (.xlsx, .xls), OpenDocument (.ods) or CSV, as the office keeps it."),
    )
    text = TextAreaField(
        _l("Or paste it here"),
        description=_l("Copy the rows in Excel, with the row that names the columns."),
        validators=[Optional()],
    )
    complete = BooleanField(_COMPLETE)


class WriteForm(BaseForm):
    """A list that was tried and shall be written."""

    name = HiddenField()
    content = HiddenField()
    shown = HiddenField()
    wishes = HiddenField()
    complete = BooleanField(_COMPLETE)


class UnitForm(BaseForm):
    """A unit's name, place and mailbox."""

    name = StringField(_l("Name"), validators=[InputRequired(_l("Give the unit a name.")), Length(max=LONGEST_NAME)])
    parent = SelectField(_l("Stands below"))
    email = StringField(
        _l("Mailbox"),
        description=_l("For letters to the unit itself; may be empty."),
        validators=[Optional(), Length(max=254)],
    )
    version = HiddenField()


class NewUnitForm(UnitForm):
    """A new unit has a code too, for good."""

    code = StringField(
        _l("Code"),
        description=_l("Letters A-Z, digits and hyphens, such as SNV-VP. It stays for good."),
        validators=[InputRequired(_l("Give the unit a code.")), Length(max=LONGEST_CODE)],
    )


class CloseForm(BaseForm):
    """The first day on which a unit is no more, and where its people go."""

    into = SelectField(_l("Its people and units go to"))
    day = DayField(_l("First day on which it is no more"), validators=[InputRequired(_l("Give the day."))])
