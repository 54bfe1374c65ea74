"""The form of somebody who arrives."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import Length, Optional

from ceremony.core.web.forms import LinkForm


class ArrivalForm(LinkForm):
    """The ticket of the arrival, and who it is where the phone does not know."""

    ticket = HiddenField()
    name = StringField(_l("Full name"), validators=[Optional(), Length(max=200)])
    staff_code = StringField(
        _l("or staff code"),
        description=_l("Needed only where two people have the same name."),
        validators=[Optional(), Length(max=100)],
    )
