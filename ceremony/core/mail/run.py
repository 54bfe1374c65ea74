"""One pass of delivery over what is due: the threads, their connections, and every commit that matters."""

import os
import random
import secrets
import socket
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ceremony.core import clock
from ceremony.core.db import session
from ceremony.core.mail import ledger
from ceremony.core.mail.actions import release_expired_leases
from ceremony.core.mail.breaker import Tally, breaker_of
from ceremony.core.mail.filling import BrokenLetter, Form
from ceremony.core.mail.ledger import Claim, Moments, Plan
from ceremony.core.mail.models import Edition
from ceremony.core.mail.pen import Pen
from ceremony.core.mail.relay import Line, OfficeMail, RelayTrouble, Reply
from ceremony.core.mail.rules import LetterState, Outcome, Stage
from ceremony.core.settings import Settings

_CANDIDATES = 500
_FRESH_SECONDS = 2.0
_FORMS_KEPT = 32
HOLD_OF_A_TRIAL = timedelta(hours=1)
Watch = Callable[[Tally], None]


class Fenced(Exception):  # noqa: N818 - says what happened
    """The letter may not get its dot: it was withdrawn, or the lease was lost."""


class Run:
    """One pass over what is due; its threads share the candidates, the tally and the pace."""

    def __init__(self, app: Flask, stop: threading.Event, only: int | None, watch: Watch | None) -> None:
        self._app = app
        self._settings: Settings = app.extensions["settings"]
        self._stop = stop
        self._only = only
        self._watch = watch
        self._started = clock.real_now()
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._mail = OfficeMail(self._settings)
        self._breaker = breaker_of(app)
        self._lock = threading.Lock()
        self._pen = Pen(shared=self._settings.sqlite_file is not None)
        self._candidates: deque[int] = deque()
        self._handed: set[int] = set()
        self._listed_at = 0.0
        self._forms: dict[int, tuple[Form, list[str]]] = {}
        self._next_departure = 0.0
        self._lines = 0
        self._tally = Tally()
        self._broken: BaseException | None = None

    def go(self) -> Tally:
        self._tidy()
        self._list_candidates()
        if not self._candidates:
            return self._tally
        if self._breaker.is_open and self._only is None:
            return replace(self._tally, trouble=self._breaker.sentence)
        with self._mail.connect() as line:
            try:
                line.open()
            except RelayTrouble as trouble:
                self._report(trouble.said)
                return self._tally
            self._breaker.close()
            self._work_in_parallel(line)
        if self._broken is not None:
            raise self._broken
        return self._tally

    def _moments(self) -> Moments:
        return Moments(clock.real_now(), clock.now())

    def _tidy(self) -> None:
        moments = self._moments()
        if not ledger.needs_tidying(session(), moments):
            return

        def tidy(writing: Session) -> int:
            released = release_expired_leases(moments.real)
            ledger.cancel_expired(writing, moments)
            return released.unknown

        unknown = self._pen.write(tidy)
        self._tally = replace(self._tally, unknown=self._tally.unknown + unknown)

    def _work_in_parallel(self, line: Line) -> None:
        extra = min(self._settings.mail_connections, len(self._candidates)) - 1
        threads = [threading.Thread(target=self._work_aside, name=f"mail-{number}") for number in range(extra)]
        for thread in threads:
            thread.start()
        try:
            self._work(line)
        except BaseException as error:
            self._broken = error
        for thread in threads:
            thread.join()

    def _work_aside(self) -> None:
        try:
            with self._app.app_context(), self._mail.connect() as line:
                try:
                    line.open()
                except RelayTrouble:
                    # The relay takes no further connection; those that are open go on.
                    return
                self._work(line)
        except BaseException as error:
            self._broken = error

    @property
    def _ends(self) -> bool:
        return self._stop.is_set() or self._broken is not None or self._tally.trouble is not None

    def _work(self, line: Line) -> None:
        """Send letter after letter; one transaction settles a letter and claims the next."""
        with self._lock:
            self._lines += 1
        claimed = self._claim_next(None, None)
        while claimed is not None:
            reply = self._send(line, claimed)
            if self._can_spare_line(reply):
                self._give_back(claimed, reply)
                return
            claimed = self._claim_next(claimed, reply)
        with self._lock:
            self._lines -= 1

    def _can_spare_line(self, reply: Reply | None) -> bool:
        """Say whether this line could not be opened anew while others work on: then the relay wants fewer."""
        with self._lock:
            lost = reply is not None and reply.outcome is Outcome.TROUBLE and reply.stage is Stage.CONNECT
            if not lost or self._lines <= 1:
                return False
            self._lines -= 1
            return True

    def _give_back(self, claimed: Claim, reply: Reply | None) -> None:
        self._pen.write(lambda writing: self._settle(writing, claimed, reply, spared=True))
        with self._lock:
            self._handed.discard(claimed.id)

    def _claim_next(self, done: Claim | None, reply: Reply | None) -> Claim | None:
        if self._settings.mail_rate is not None:
            self._count(self._pen.write(lambda writing: self._settle(writing, done, reply)))
            done = None
        if not self._wait_for_departure() and done is None:
            return None
        self._list_candidates()

        def turn(writing: Session) -> tuple[LetterState | None, Claim | None]:
            state = self._settle(writing, done, reply)
            return state, None if self._ends else self._claim(writing)

        state, claimed = self._pen.write(turn)
        self._count(state)
        return claimed

    def _count(self, state: LetterState | None) -> None:
        with self._lock:
            tally = self._tally
            self._tally = replace(
                tally,
                accepted=tally.accepted + (state is LetterState.ACCEPTED),
                failed=tally.failed + (state is LetterState.FAILED),
                unknown=tally.unknown + (state is LetterState.UNKNOWN),
            )
            if state is not None and self._watch is not None:
                self._watch(self._tally)

    def _wait_for_departure(self) -> bool:
        """Keep MAIL_RATE over all connections; False where the run ends meanwhile."""
        rate = self._settings.mail_rate
        if rate is not None and not self._ends:
            with self._lock:
                moment = max(self._next_departure, clock.real_seconds())
                self._next_departure = moment + 60 / rate
            self._stop.wait(max(moment - clock.real_seconds(), 0))
        return not self._ends

    def _claim(self, writing: Session) -> Claim | None:
        moments, lease = self._moments(), self._settings.mail_lease
        # A letter that is asked for by name is held back from all others.
        due_by = moments.real if self._only is None else moments.real + HOLD_OF_A_TRIAL
        while (letter_id := self._candidate()) is not None:
            claimed = ledger.claim(writing, letter_id, self._owner, lease, moments, due_by)
            if claimed is not None:
                return claimed
        return None

    def _list_candidates(self) -> None:
        """Look what is due, now and then: a letter that is urgent may have come."""
        with self._lock:
            if self._candidates and clock.real_seconds() - self._listed_at < _FRESH_SECONDS:
                return
            if self._only is None:
                due = ledger.list_due(session(), self._started, self._moments(), _CANDIDATES)
            else:
                due = [self._only]
            # Each at most once in a run.
            self._candidates = deque(number for number in due if number not in self._handed)
            self._listed_at = clock.real_seconds()

    def _candidate(self) -> int | None:
        with self._lock:
            if not self._candidates:
                return None
            letter_id = self._candidates.popleft()
            self._handed.add(letter_id)
            return letter_id

    def _send(self, line: Line, claimed: Claim) -> Reply | None:
        """Hand one letter to the relay; None where it was fenced off and is no longer ours to settle."""
        try:
            message = self._form(claimed.edition_id)[0].fill(claimed)
        except (KeyError, BrokenLetter, UnicodeError) as error:
            return Reply(Outcome.FAILED, f"{type(error).__name__} {error}".strip(), Stage.CONNECT)

        def before_dot() -> None:
            lease = self._settings.mail_lease
            if not self._pen.write(lambda w: ledger.to_the_dot(w, claimed, self._owner, lease, clock.real_now())):
                raise Fenced

        try:
            sender = self._mail.envelope_sender(claimed.message_id)
            return line.transmit(sender, claimed.address, message, before_dot)
        except Fenced:
            return None
        except RelayTrouble as trouble:
            return Reply(Outcome.TROUBLE, trouble.said, Stage.CONNECT)

    def _form(self, edition_id: int) -> tuple[Form, list[str]]:
        """Return the edition's form and the names of its one-time slots."""
        found = self._forms.get(edition_id)
        if found is None:
            query = sa.select(Edition.pieces, Edition.one_time).where(Edition.id == edition_id)
            pieces, one_time = session().execute(query).one()
            found = Form(pieces), one_time
            if len(self._forms) >= _FORMS_KEPT:
                self._forms.clear()
            self._forms[edition_id] = found
        return found

    def _settle(
        self, writing: Session, done: Claim | None, reply: Reply | None, *, spared: bool = False
    ) -> LetterState | None:
        if done is None or reply is None:
            return None
        chance = random.random()  # noqa: S311 - spreads retries, guards nothing
        plan = Plan(self._settings.mail_retry, chance, self._form(done.edition_id)[1])
        state = ledger.settle_reply(writing, done, self._owner, reply, clock.real_now(), plan)
        if reply.outcome is Outcome.TROUBLE and not spared:
            self._open_breaker(writing, reply.said)
        return state

    def _report(self, said: str) -> None:
        self._pen.write(lambda writing: self._open_breaker(writing, said))

    def _open_breaker(self, writing: Session, said: str) -> None:
        sentence = self._breaker.open(self._settings, said)
        with self._lock:
            self._tally = replace(self._tally, trouble=sentence)
        ledger.tell_the_queue(writing, said, self._moments())
