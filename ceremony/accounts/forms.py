"""The forms of signing in. Nobody is signed in when the first ones are sent, so they ask for no session's token."""

import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import PasswordInput

from ceremony.core.web.forms import BaseForm, LinkForm

LANGUAGES = [SelectChoice("vi", "Tiếng Việt"), SelectChoice("en", "English")]


class Secret(Field):  # type: ignore[misc] # wtforms ships no types
    """A password: taken as it was typed (texts are cleaned, passwords are not), never shown again."""

    widget = PasswordInput(hide_value=True)
    data: str

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first value; the same letters count as the same, however a keyboard composes them."""
        self.data = unicodedata.normalize("NFKC", str(valuelist[0])) if valuelist else ""


class LoginForm(LinkForm):
    """Address and password, or a wish for a link."""

    email = StringField(_l("E-mail address"))
    password = Secret(_l("Password"))
    # Named by the second button.
    link = BooleanField()
    next = HiddenField()
    kept = HiddenField()


class ForgotForm(LinkForm):
    """The address that a letter goes to."""

    email = StringField(_l("E-mail address"))


class WhoForm(LinkForm):
    """Who of several persons with one address it is."""

    who = RadioField(_l("Who are you?"), validate_choice=False)


class NewPasswordForm(WhoForm):
    """A new password, set through a link."""

    password = Secret(_l("New password"))


class ChangePasswordForm(BaseForm):
    """The present password and a new one."""

    current = Secret(_l("Present password"))
    password = Secret(_l("New password"))


class ProfileForm(BaseForm):
    """What everybody sets for themselves."""

    language = RadioField(_l("Language"), choices=LANGUAGES)


class SecondForm(LinkForm):
    """The second factor; where the visitor wanted to go and what they sent travel along."""

    code = StringField(_l("Code"))
    # What the browser answers with a passkey (JSON); a script fills it in.
    passkey = HiddenField()
    next = HiddenField()
    kept = HiddenField()


class NewFactorForm(BaseForm):
    """The app's name and the code that it shows; the secret is encrypted and bound to the account."""

    name = StringField(_l("Name of the device"), description=_l("Such as: my phone."))
    code = StringField(_l("Code that the app shows"))
    seed = HiddenField()


class CodeForm(BaseForm):
    """A code or a passkey that allows a change."""

    code = StringField(_l("Code"))
    passkey = HiddenField()


class NewPasskeyForm(BaseForm):
    """The passkey's name, and what the browser answers when it made one (JSON)."""

    name = StringField(_l("Name of the device"), description=_l("Such as: my phone."))
    passkey = HiddenField()
