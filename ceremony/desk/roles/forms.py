"""The form that gives a role, or takes it back."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from ceremony.accounts.rules import Role
from ceremony.accounts.rules.roles import ROLE_WORDS
from ceremony.core.language import gettext
from ceremony.core.web.forms import BaseForm, DayField

_WHO = InputRequired(_l("Say who it is."))


class RoleForm(BaseForm):
    """Who, which role, on which unit (the page's choices), from when to when, and whether a letter tells them."""

    who = StringField(_l("E-mail address"), validators=[_WHO])
    # Where the words fit several: one of them, by check-in code.
    person = RadioField(_l("Which of them?"), choices=[], validate_choice=False)
    role = RadioField(_l("Role"), validators=[InputRequired(_l("Choose a role."))])
    unit_code = SelectField(_l("On the unit"))
    first = DayField(_l("From"), description=_l("Empty: from today on."), validators=[Optional()])
    last = DayField(
        _l("Last day"), description=_l("For a deputy. Empty: until it is taken back."), validators=[Optional()]
    )
    is_told = BooleanField(_l("Tell them by letter, with a link to sign in"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [SelectChoice(role.value, gettext(ROLE_WORDS[role])) for role in Role]

    def validate_last(self, field: Field) -> None:
        """Refuse a last day before the first."""
        first: date | None = self.first.data
        if first is not None and field.data is not None and field.data < first:
            raise ValidationError(gettext("The last day lies before the first."))


class OwnRoleForm(RoleForm):
    """The same for somebody of the own staff list, who may be named in any way."""

    who = StringField(
        _l("Who"), description=_l("Name, staff code, check-in code or e-mail address."), validators=[_WHO]
    )
