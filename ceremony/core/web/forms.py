"""The form that all forms stand on: text comes in clean, messages speak the reader's language."""

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, Field, StringField, TextAreaField
from wtforms.widgets import TextArea, TextInput

from ceremony.core.language import gettext
from ceremony.core.refusal import msgid
from ceremony.core.text import clean

# WTForms brings no Vietnamese: what its own checks say is translated here, with all other words.
_OF_WTFORMS = (
    msgid("This field is required."),
    msgid("Not a valid choice."),
    msgid("Not a valid integer value."),
    msgid("Field cannot be longer than %(max)d character."),
    msgid("Field cannot be longer than %(max)d characters."),
)


class DayField(DateField):  # type: ignore[misc] # wtforms ships no types
    """A day as the office writes it, 09/08/2021: the browser's own field would follow the browser's language."""

    widget = TextInput()
    data: date | None
    raw_data: list[str] | None

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=["%d/%m/%Y", "%Y-%m-%d"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; a wrong one stays in the field as it was typed."""
        if not "".join(valuelist).strip():
            # Blanks are no input, also for InputRequired.
            self.data, self.raw_data = None, []
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError as error:
            sentence = msgid("There is no day %(day)s. Write it as 09/08/2021.")
            raise ValueError(gettext(sentence, day=valuelist[0].strip())) from error


class LinesField(Field):  # type: ignore[misc] # wtforms ships no types
    """Text of several lines that stay lines: the cleaning of other text would join them."""

    widget = TextArea()

    def _value(self) -> str:
        return self.data or ""


class Words:
    """Gives the words of WTForms' own checks in the reader's language."""

    def gettext(self, string: str) -> str:
        """Return *string* translated; its places are filled later."""
        return gettext(string)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the one of the two that fits *number*, translated."""
        return gettext(singular if number == 1 else plural)


def clean_text(value: Any) -> Any:
    """Return text in its one written form, anything else as it is."""
    return clean(value) if isinstance(value, str) else value


class BaseForm(FlaskForm):  # type: ignore[misc] # flask-wtf ships no types
    """A form of the program."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc] # flask-wtf ships no types
        """Every text field is cleaned on its way in; checks speak the program's words."""

        def get_translations(self, form: Any) -> Words:
            """Return the words for the checks of *form*."""
            return Words()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Bind the field with the cleaning filter in front of its own."""
            if issubclass(unbound_field.field_class, StringField | TextAreaField):
                filters = unbound_field.kwargs.get("filters", ())
                options = {**options, "filters": [clean_text, *filters]}
                unbound_field.kwargs.pop("filters", None)
            return unbound_field.bind(form=form, **options)


class LinkForm(BaseForm):
    """A form behind a signed link: its address is the secret, so no cookie and no second token is asked."""

    class Meta(BaseForm.Meta):
        """Without a session there is nothing that another site could ride on."""

        csrf = False


class SearchForm(BaseForm):
    """A form that only finds (method GET): its values stand in the address, and nothing is changed."""

    class Meta(BaseForm.Meta):
        """What changes nothing needs no token."""

        csrf = False
