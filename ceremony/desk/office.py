"""What the host has set, as one form, and a letter to try the mail server with."""

from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from ceremony.accounts import browser
from ceremony.accounts.browser import get_user, page_host
from ceremony.accounts.rules import Role
from ceremony.core.audit.queries import changed_meanwhile
from ceremony.core.audit.rules import ChangedMeanwhile
from ceremony.core.clock import now
from ceremony.core.db import transaction
from ceremony.core.language import gettext, words_of
from ceremony.core.mail.trial import send_trial
from ceremony.core.refusal import BadInput, Refusal, msgid
from ceremony.core.settings import Settings
from ceremony.core.web.access import who_may
from ceremony.core.web.errors import status_of
from ceremony.core.web.forms import BaseForm
from ceremony.core.web.navigation import Entry, offer
from ceremony.core.web.setup import this_app
from ceremony.desk.versions import changes_between, version_of
from ceremony.people.actions import set_office
from ceremony.people.models import Office
from ceremony.people.queries import office_of
from ceremony.people.rules.offices import OFFICE_KEYS

blueprint = Blueprint("office", __name__)


offer(
    blueprint,
    Entry("office.show_office", msgid("Settings"), place=80, shown=lambda: browser.holds_any(Role.OFFICE)),
)


class OfficeForm(BaseForm):
    """Every setting of a host, by its key."""

    parent_body = StringField(_l("Parent body"), description=_l("The first line of the letterhead."))
    name = StringField(_l("Name on papers"), description=_l("The second line of the letterhead."))
    address = StringField(_l("Address"))
    place_name = StringField(_l("Place name"), description=_l("Before the date of a paper, such as Đông Hà."))
    signer_title = StringField(_l("Signer's title"))
    signer = StringField(_l("Signer's name"))
    sender_name = StringField(_l("Sender of letters"), description=_l("The name that people read in their mailbox."))
    reply_to = StringField(_l("Replies go to"))
    contact = StringField(_l("Contact"), description=_l("Who answers questions, such as: Văn phòng, máy lẻ 102."))
    language = RadioField(
        _l("Language of letters"), choices=[SelectChoice("vi", "Tiếng Việt"), SelectChoice("en", "English")]
    )
    invite_days = StringField(_l("Working days between invitation and ceremony"), description=_l("From 1 to 60."))
    opens_before = StringField(_l("Minutes before the start at which check-in opens"))
    late_after = StringField(_l("Minutes after the start from which an arrival is late"))
    keep_years = StringField(
        _l("Years after leaving at which personal data are erased"),
        description=_l("From 0 to 10. Figures stay, without the name."),
    )
    keep_reasons = StringField(
        _l("Months after which reasons for absence are erased"),
        description=_l("From 1 to 60. They may tell of health; a yearly review looks back on twelve months."),
    )
    version = HiddenField()


class TrialForm(BaseForm):
    """Where the letter goes."""

    to = StringField(_l("Send a test letter to"))


def _values(office: Office) -> dict[str, Any]:
    return {key: getattr(office, key) for key in OFFICE_KEYS}


def _page(status: int = 200, **values: Any) -> ResponseReturnValue:
    host = page_host()
    office, settings = office_of(host), _settings()
    if "form" not in values:
        values["form"] = OfficeForm(formdata=None, data={**_values(office), "version": version_of(_values(office))})
    if "trial" not in values:
        values["trial"] = TrialForm(formdata=None, data={"to": get_user().address})
    page = render_template("office/office.html", host=host, office=office, settings=settings, **values)
    return make_response(page, status)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


@blueprint.get("/office")
@who_may(role="office")
def show_office() -> ResponseReturnValue:
    """Show what the host has set and how mail leaves."""
    return _page()


@blueprint.post("/office")
@who_may(role="office")
def take_office() -> ResponseReturnValue:
    """Set everything that was changed; one wrong value, and nothing is set."""
    form = OfficeForm()
    try:
        with transaction():
            host = page_host()
            if form.version.data != version_of(_values(office_of(host))):
                raise changed_meanwhile([f"unit:{host.code}"], ["set office"])
            _set_all(form)
    except ChangedMeanwhile as refusal:
        saved = _values(office_of(page_host()))
        form.version.data = version_of(saved)
        form.form_errors.append(" ".join(words_of(refusal)))
        return _page(409, form=form, saved=changes_between(saved, form.data))
    except Refusal as refusal:
        return _page(status_of(refusal), form=form)
    flash(gettext("The settings have been saved."), "success")
    return redirect(url_for("office.show_office", unit=request.args.get("unit")), code=303)


def _set_all(form: OfficeForm) -> None:
    """Set every value; the sentences of all wrong ones stand at their fields when the last is raised."""
    wrong: BadInput | None = None
    for key in OFFICE_KEYS:
        try:
            set_office(page_host(), key, form[key].data or "", now())
        except BadInput as refusal:
            form[key].errors = [" ".join(words_of(refusal))]
            wrong = refusal
    if wrong is not None:
        raise wrong


@blueprint.post("/office/mail")
@who_may(role="office")
def try_mail() -> ResponseReturnValue:
    """Send one letter and show the server's words."""
    trial = TrialForm()
    try:
        row = send_trial(this_app(), _settings(), trial.to.data or "")
    except Refusal as refusal:
        trial.to.errors = [" ".join(words_of(refusal))]
        return _page(status_of(refusal), trial=trial)
    words = {"address": row.to, "said": row.server_said}
    flash(gettext("The mail server took the letter to %(address)s. It said: %(said)s", **words), "success")
    return redirect(url_for("office.show_office", unit=request.args.get("unit")), code=303)
