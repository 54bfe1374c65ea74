"""What `ceremony doctor` looks at; each look is one function and changes nothing."""

import os
import shutil
import socket
import ssl
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from importlib.metadata import version as installed_version

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from ceremony.accounts.provider import try_provider
from ceremony.accounts.rules.oidc import ProviderSilent
from ceremony.core.db import engine_options, make_engine
from ceremony.core.language import gettext
from ceremony.core.mail.models import Letter
from ceremony.core.mail.rules import LetterState
from ceremony.core.schema import found_version, newest_version
from ceremony.core.settings import Settings, SettingsRefused, secret_of
from ceremony.operations.actions import last_beat
from ceremony.operations.rules import HEARTBEAT_SECONDS, Check
from ceremony.schedule.rules.days import CULTURE_DAY, knows_culture_day

LEAST_FREE_BYTES = 500 * 1024 * 1024
# SQLite 3.7.0-3.51.2 may lose commits when the write-ahead log is reset.
SOUND_SQLITE = (3, 51, 3)
ANSWER_SECONDS = 3
STUCK = timedelta(hours=1)
_MEGABYTE = 1024 * 1024


def checks_of_settings(refused: SettingsRefused) -> list[Check]:
    """Return one failed check for each fault of the settings."""
    return [Check("settings", ok=False, found=f"{one.name}: {one.problem}", cure=one.cure) for one in refused.faults]


def examine(settings: Settings, real: datetime) -> list[Check]:
    """Return all checks of an installation whose settings can be read; *real* is the machine's moment."""
    checks = [
        Check("settings", ok=True, found=gettext("without a fault")),
        check_python(),
        check_instance(settings),
        check_secret(settings),
        check_disk(settings),
        check_base_url(settings),
        check_clock(settings),
        check_holidays(),
    ]
    engine = make_engine(settings.database)
    try:
        checks.append(check_engine(settings, engine))
        version = check_version(engine)
        checks.append(version)
        if version.ok:
            checks += [check_worker(engine, real), check_letters(engine, real)]
    except sa.exc.DBAPIError as error:
        cure = gettext(
            "Check CEREMONY_INSTANCE or CEREMONY_DATABASE_URL. A new office begins with: ceremony init; "
            "a damaged database is put back by: ceremony restore FILE"
        )
        checks.append(Check("database", ok=False, found=" ".join(str(error.orig).split()), cure=cure))
    finally:
        engine.dispose()
    provider = [check_provider(settings)] if settings.oidc_issuer else []
    return [*checks, check_mail(settings), *provider]


def check_python() -> Check:
    """Look at the Python that runs the program."""
    found = ".".join(map(str, sys.version_info[:3]))
    fits = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Check("python", fits, found, None if fits else gettext("Install Python 3.11, 3.12 or 3.13."))


def check_instance(settings: Settings) -> Check:
    """Look whether the instance folder is there and can be written."""
    folder = settings.instance.resolve()
    if not folder.is_dir():
        return Check("instance", ok=False, found=gettext("%(folder)s is no folder", folder=folder), cure=_init())
    if os.access(folder, os.W_OK | os.X_OK):
        return Check("instance", ok=True, found=str(folder))
    cure = gettext("Give this user the right to write there.")
    return Check("instance", ok=False, found=gettext("%(folder)s cannot be written", folder=folder), cure=cure)


def _init() -> str:
    return gettext("Run: ceremony init (or set CEREMONY_INSTANCE to the folder of your office)")


def check_secret(settings: Settings) -> Check:
    """Look whether there is a strong secret key that others cannot read."""
    try:
        secret_of(settings)
    except SettingsRefused as refused:
        return Check("secret key", ok=False, found=refused.faults[0].problem, cure=refused.faults[0].cure)
    except (OSError, ValueError) as error:
        cure = gettext("Restore the file secret_key from a backup.")
        return Check("secret key", ok=False, found=type(error).__name__, cure=cure)
    if settings.secret_key:
        return Check("secret key", ok=True, found="CEREMONY_SECRET_KEY")
    mode = stat.S_IMODE(settings.secret_file.stat().st_mode)
    safe = mode & 0o077 == 0
    cure = "" if safe else f"chmod 600 {settings.secret_file.resolve()}"
    return Check("secret key", safe, gettext("file of mode %(mode)s", mode=f"{mode:04o}"), cure or None)


def check_disk(settings: Settings) -> Check:
    """Look whether the disk has room for the database, its copy and the letters to come."""
    folder = settings.instance.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    file = settings.sqlite_file
    needed = LEAST_FREE_BYTES + (file.stat().st_size if file and file.exists() else 0)
    found = gettext("%(free)s MB free", free=free // _MEGABYTE)
    cure = gettext("Free at least %(needed)s MB.", needed=needed // _MEGABYTE)
    return Check("disk", free >= needed, found, None if free >= needed else cure)


def check_base_url(settings: Settings) -> Check:
    """Say whether links and sign-in travel encrypted; http is a warning, not a fault."""
    if settings.over_https:
        return Check("base url", ok=True, found=settings.base_url)
    found = gettext("%(url)s: warning, what people send is not encrypted", url=settings.base_url)
    cure = gettext("Put the pages behind https and set CEREMONY_BASE_URL=https://…")
    return Check("base url", ok=True, found=found, cure=cure)


def check_clock(settings: Settings) -> Check:
    """Say which moment the office's clock shows, and whether that is a rehearsal."""
    clock = settings.office_clock
    shown = clock.now().astimezone(clock.zone).isoformat(timespec="seconds")
    if clock.rehearsal is None:
        return Check("clock", ok=True, found=shown)
    cure = gettext("Remove CEREMONY_CLOCK when the rehearsal is over.")
    return Check("clock", ok=True, found=gettext("%(moment)s: a rehearsal", moment=shown), cure=cure)


def check_holidays() -> Check:
    """Look whether the calendar of public holidays is new enough to hold 24/11, a holiday since 2026."""
    found = f"holidays {installed_version('holidays')}"
    if knows_culture_day():
        return Check("public holidays", ok=True, found=found)
    cure = gettext("Install a newer calendar: pip install 'holidays>=0.109'")
    words = gettext("%(package)s does not know %(date)s", package=found, date=f"{CULTURE_DAY:%d/%m/%Y}")
    return Check("public holidays", ok=False, found=words, cure=cure)


def check_engine(settings: Settings, engine: Engine) -> Check:
    """Look which SQLite or PostgreSQL keeps the data."""
    if settings.sqlite_file is None:
        with engine.connect() as connection:
            found = str(connection.exec_driver_sql("SHOW server_version").scalar_one())
        return Check("database server", ok=True, found=f"PostgreSQL {found}")
    driver = engine_options("sqlite://")["module"]
    sound = driver.sqlite_version_info >= SOUND_SQLITE
    cure = gettext("Install pysqlite3, which brings a sound SQLite: pip install pysqlite3")
    return Check("database server", sound, f"SQLite {driver.sqlite_version}", None if sound else cure)


def check_version(engine: Engine) -> Check:
    """Look whether database and program fit together."""
    found, needed = found_version(engine), newest_version()
    if found is None:
        return Check("database version", ok=False, found=gettext("empty"), cure=_init())
    if found == needed:
        return Check("database version", ok=True, found=found)
    cure = gettext("Run: ceremony upgrade. If it says that the database is newer, install the newer program.")
    words = gettext("%(found)s, and the program needs %(needed)s", found=found, needed=needed)
    return Check("database version", ok=False, found=words, cure=cure)


def check_worker(engine: Engine, real: datetime) -> Check:
    """Look whether a worker lives; without one nothing is wrong until letters wait for it."""
    beat = last_beat(engine)
    start = gettext("Start it: ceremony serve (or ceremony worker)")
    if beat is not None and (real - beat).total_seconds() < HEARTBEAT_SECONDS:
        seconds = max(0, int((real - beat).total_seconds()))
        return Check("worker", ok=True, found=gettext("last sign of life %(seconds)s seconds ago", seconds=seconds))
    with engine.connect() as connection:
        due = sa.and_(Letter.state == LetterState.QUEUED, Letter.hold_until <= real, Letter.next_try_at <= real)
        waiting = connection.scalar(sa.select(sa.func.count()).select_from(Letter).where(due)) or 0
    since = beat.isoformat(timespec="seconds") if beat else gettext("never")
    found = gettext("none runs (last sign of life: %(since)s); %(count)s letters wait", since=since, count=waiting)
    return Check("worker", ok=waiting == 0, found=found, cure=start)


def check_letters(engine: Engine, real: datetime) -> Check:
    """Look whether letters are stuck, or wait for a person's word."""
    stuck = sa.or_(
        sa.and_(Letter.state == LetterState.QUEUED, Letter.next_try_at <= real - STUCK),
        sa.and_(Letter.state.in_([LetterState.CLAIMED, LetterState.TRANSMITTING]), Letter.lease_until <= real - STUCK),
    )
    count = sa.select(sa.func.count()).select_from(Letter)
    with engine.connect() as connection:
        stopped = connection.scalar(count.where(stuck)) or 0
        unknown = connection.scalar(count.where(Letter.state == LetterState.UNKNOWN)) or 0
    found = gettext("%(stuck)s stuck for an hour, %(unknown)s of unknown fate", stuck=stopped, unknown=unknown)
    cure = gettext("See: ceremony mail list --state unknown, and settle each: ceremony mail settle")
    if stopped:
        cure = gettext("See that the worker runs and the mail server answers, then: ceremony mail list --state queued")
    return Check("letters", not stopped and not unknown, found, cure if stopped or unknown else None)


def check_provider(settings: Settings) -> Check:
    """Look whether the identity provider says of itself what signing in needs."""
    issuer = str(settings.oidc_issuer)
    try:
        keys = try_provider(settings)
    except ProviderSilent as silent:
        found = gettext("%(address)s does not answer: %(words)s", address=issuer, words=str(silent.__cause__))
        cure = gettext("Check CEREMONY_OIDC_ISSUER and the network, or ask who keeps the provider.")
        return Check("identity provider", ok=False, found=found, cure=cure)
    return Check("identity provider", ok=True, found=gettext("%(url)s: %(keys)s keys", url=issuer, keys=keys))


def check_mail(settings: Settings) -> Check:
    """Look whether the mail server answers a greeting; nothing is sent."""
    address = f"{settings.mail_server}:{settings.mail_port}"
    try:
        words = _greet(settings)
    except OSError as error:
        cure = gettext("Check CEREMONY_MAIL_SERVER, CEREMONY_MAIL_PORT and the network, or ask who keeps the server.")
        found = gettext(
            "%(address)s does not answer: %(words)s", address=address, words=gettext(error.strerror or str(error))
        )
        return Check("mail server", ok=False, found=found, cure=cure)
    if words.startswith("250"):
        return Check("mail server", ok=True, found=f"{address}: {words}")
    cure = gettext("Check that CEREMONY_MAIL_SERVER and CEREMONY_MAIL_PORT name a mail server.")
    return Check("mail server", ok=False, found=f"{address}: {words}", cure=cure)


def _greet(settings: Settings) -> str:
    """Return the first line of the server's answer to EHLO (RFC 5321 3.2), or of its refusal before that."""
    with socket.create_connection((settings.mail_server, settings.mail_port), timeout=ANSWER_SECONDS) as plain:
        if settings.mail_use_ssl:
            context = ssl.create_default_context()
            connection: socket.socket = context.wrap_socket(plain, server_hostname=settings.mail_server)
        else:
            connection = plain
        with connection, connection.makefile("rb") as answers:
            words = _answer(answers.readline)
            if not words.startswith("220"):
                return words
            connection.sendall(b"EHLO doctor.invalid\r\n")
            words = _answer(answers.readline)
            with suppress(OSError):
                connection.sendall(b"QUIT\r\n")
            return words


def _answer(read_line: Callable[[int], bytes]) -> str:
    """Return the first line of an answer of one or more lines; "" where the server hung up."""
    first = line = read_line(1024)
    for _ in range(100):
        if line[3:4] != b"-":
            break
        line = read_line(1024)
    words = first.decode("ascii", "replace").strip()
    return f"{words[:3]} {words[4:]}"
