"""The forms of a correction: what is wrong, and what the office answers."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from ceremony.core.web.forms import BaseForm


class CorrectionForm(BaseForm):
    """What is wrong about oneself."""

    text = TextAreaField(
        _l("What is wrong, and what is right?"),
        description=_l("For example: my position is Phó Trưởng phòng since 1/9. Only the office reads this."),
        validators=[DataRequired(_l("Say in a few words what is wrong.")), Length(max=2000)],
    )


class ReplyForm(BaseForm):
    """What the office answers; who refuses says why."""

    reply = StringField(
        _l("Answer"),
        description=_l("The person reads it on their page."),
        validators=[DataRequired(_l("Say why it stays as it is.")), Length(max=1000)],
    )


class EraseForm(BaseForm):
    """Nothing but the token: what will happen stands on the page."""
