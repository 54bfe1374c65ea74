"""One letter to try the mail server with: sent at once, the server's own words returned."""

import secrets
from email.utils import parseaddr

from flask import Flask

from ceremony.core import clock
from ceremony.core.db import session, transaction
from ceremony.core.language import gettext
from ceremony.core.mail.actions import Recipient, queue_letters, withdraw
from ceremony.core.mail.breaker import breaker_of
from ceremony.core.mail.delivery import deliver_due
from ceremony.core.mail.editions import Draft, make_edition
from ceremony.core.mail.models import Letter
from ceremony.core.mail.queries import LetterRow, row_of
from ceremony.core.mail.relay import sender_of
from ceremony.core.mail.rules import BadAddress, LetterState, TrialRefused, address_problem
from ceremony.core.mail.run import HOLD_OF_A_TRIAL
from ceremony.core.refusal import Word
from ceremony.core.settings import Settings


def send_trial(app: Flask, settings: Settings, address: str) -> LetterRow:
    """Send one letter to *address* in transactions of its own, as a delivery is; raises BadAddress or TrialRefused."""
    problem = address_problem(address)
    if problem is not None:
        raise BadAddress(address=address, problem=Word(problem))
    draft = _test_draft(settings)
    now, real_now = clock.now(), clock.real_now()
    with transaction():
        edition = make_edition(draft, now)
        recipients = [Recipient("test", address)]
        # Held back, so that no worker that runs beside this takes it.
        hold = int(HOLD_OF_A_TRIAL.total_seconds())
        queue_letters(edition, recipients, key="test", now=now, real_now=real_now, hold_seconds=hold)
        letter_id = session().query(Letter.id).filter_by(edition_id=edition.id).scalar()
    tally = deliver_due(app, only=letter_id)
    with transaction():
        letter = session().get_one(Letter, letter_id)
        state, said = letter.state, letter.server_said
        withdraw(draft.thread)
    if state is not LetterState.ACCEPTED:
        words = said or (breaker_of(app).said if tally.trouble else "")
        raise TrialRefused(address=address, said=gettext(words or state.value).rstrip("."))
    return row_of(session().get_one(Letter, letter_id))


def _test_draft(settings: Settings) -> Draft:
    return Draft(
        thread=f"test:{secrets.token_hex(8)}",
        revision=0,
        kind="test",
        language="vi",
        host="",
        sender_name=parseaddr(settings.mail_default_sender)[0],
        sender_address=sender_of(settings),
        to="",
        subject=gettext("A test letter from ceremony"),
        text=gettext("This letter shows that ceremony can send mail. Nothing needs to be done."),
    )
