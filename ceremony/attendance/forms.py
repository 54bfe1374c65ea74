"""The forms of somebody who arrives, and of who contests the record."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from ceremony.core.web.forms import BaseForm, LinkForm


class ArrivalForm(LinkForm):
    """The ticket of the arrival, and who it is where the phone does not know."""

    ticket = HiddenField()
    name = StringField(_l("Full name"), validators=[Optional(), Length(max=200)])
    staff_code = StringField(
        _l("or staff code"),
        description=_l("Needed only where two people have the same name."),
        validators=[Optional(), Length(max=100)],
    )


class ContestForm(BaseForm):
    """Why the own record is wrong."""

    text = TextAreaField(
        _l("What is wrong, and what is right?"),
        description=_l("Only the office reads this."),
        validators=[DataRequired(_l("Say in a few words what is wrong.")), Length(max=2000)],
    )


class RulingForm(BaseForm):
    """What the office answers; a record that stays as it is needs a reason."""

    reply = StringField(
        _l("Answer"),
        description=_l("The person reads it on their page."),
        validators=[DataRequired(_l("Say why the record stays as it is.")), Length(max=1000)],
    )
