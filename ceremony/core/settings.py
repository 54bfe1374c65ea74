"""The installation's settings: read once from the environment or `.env`, frozen, all faults together."""

import os
import re
from dataclasses import dataclass
from email.utils import parseaddr
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from ceremony.core.clock import OFFICE_ZONE, Clock, Rehearsal

PREFIX = "CEREMONY_"
WEAKEST_SECRET = 32
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


@dataclass(frozen=True)
class Fault:
    """One setting that is wrong: its full name, what is wrong, and how to mend it."""

    name: str
    problem: str
    cure: str

    def __str__(self) -> str:
        return f"{self.name}: {self.problem}. {self.cure}."


class SettingsRefused(Exception):  # noqa: N818 - named as the refusal it is
    """The settings cannot be used; holds every fault."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(" ".join(map(str, faults)))
        self.faults = faults


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("is no known time zone") from error
    return name


def _clock(text: str | None) -> str | None:
    if text:
        Rehearsal.parse(text)
    return text or None


def _sender(text: str) -> str:
    address = parseaddr(text)[1]
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address) or not text.isprintable():
        raise ValueError("is no address that letters can come from")
    return text


def is_private_web(address: object) -> bool:
    """Whether *address* is a web address that nobody on the way can read: https, or on this machine."""
    if not isinstance(address, str):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))


def _issuer(address: str | None) -> str | None:
    if address and (not is_private_web(address) or set(address) & set("?# ")):
        raise ValueError("is no https address (http is enough on this machine only)")
    return address or None


def _strong(secret: str) -> str:
    if secret and len(secret) < WEAKEST_SECRET:
        raise ValueError(f"has fewer than {WEAKEST_SECRET} characters")
    return secret


def _numbers(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(","))
    return value


Seconds = Annotated[int, Field(ge=1, le=86_400)]
Port = Annotated[int, Field(ge=1, le=65_535)]


class Settings(BaseModel):
    """Every setting of CEREMONY_*, typed; see `docs/settings.md`."""

    model_config = ConfigDict(frozen=True)

    instance: Path = Path("instance")
    database_url: Annotated[str, Field(pattern=r"^((postgresql|postgres|postgresql\+psycopg)://|sqlite:///|$)")] = ""
    secret_key: Annotated[str, AfterValidator(_strong)] = ""
    base_url: Annotated[str, Field(pattern=r"^https?://[^/\s]+(/[^\s]*)?$")] = "http://localhost:8000"
    time_zone: Annotated[str, AfterValidator(_zone)] = OFFICE_ZONE
    clock: Annotated[str | None, AfterValidator(_clock)] = None

    second_factor_required: bool = False

    oidc_issuer: Annotated[str | None, AfterValidator(_issuer)] = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = None
    oidc_name: str | None = None

    mail_server: str = "localhost"
    mail_port: Port = 25
    mail_use_tls: bool = False
    mail_use_ssl: bool = False
    mail_username: str | None = None
    mail_password: str | None = None
    mail_default_sender: Annotated[str, AfterValidator(_sender)] = "ceremony@localhost.localdomain"
    mail_connections: Annotated[int, Field(ge=1, le=64)] = 4
    mail_rate: Annotated[int, Field(ge=1)] | None = None
    mail_timeout: Seconds = 30
    mail_dot_timeout: Seconds = 600
    mail_lease: Seconds = 900
    mail_retry: Annotated[tuple[Annotated[int, Field(ge=1)], ...], BeforeValidator(_numbers), Field(min_length=1)] = (
        60,
        300,
        900,
        1800,
        3600,
        7200,
        14400,
    )
    mail_hold_back: Annotated[int, Field(ge=0, le=86_400)] = 60
    mail_bounce_address: Annotated[str, Field(pattern=r"^[^@\s]*\{token\}[^@\s]*@[^@\s]+$")] | None = None

    inbox_host: str | None = None
    inbox_port: Port = 993
    inbox_use_ssl: bool = True
    inbox_username: str | None = None
    inbox_password: str | None = None
    inbox_folder: str = "INBOX"

    @model_validator(mode="after")
    def _no_contradiction(self) -> "Settings":
        found = (
            self._tls_fault(),
            self._lease_fault(),
            self._rehearsal_fault(),
            self._factor_fault(),
            *self._login_faults(),
            *self._provider_faults(),
        )
        faults = [fault for fault in found if fault]
        if faults:
            raise SettingsRefused(faults)
        return self

    def _tls_fault(self) -> Fault | None:
        if self.mail_use_tls and self.mail_use_ssl:
            return Fault(
                f"{PREFIX}MAIL_USE_TLS", "contradicts CEREMONY_MAIL_USE_SSL", "Set only one of the two to true"
            )
        return None

    def _lease_fault(self) -> Fault | None:
        if self.mail_lease <= self.mail_dot_timeout:
            cure = f"Set it above CEREMONY_MAIL_DOT_TIMEOUT ({self.mail_dot_timeout}), or lower that one"
            return Fault(f"{PREFIX}MAIL_LEASE", f"{self.mail_lease} is not longer than the dot time-out", cure)
        return None

    def _rehearsal_fault(self) -> Fault | None:
        if self.clock and self.mail_server not in LOOPBACK:
            problem = f"a rehearsal may not send mail through {self.mail_server}"
            return Fault(f"{PREFIX}CLOCK", problem, "Remove CEREMONY_CLOCK, or set CEREMONY_MAIL_SERVER=localhost")
        return None

    def _factor_fault(self) -> Fault | None:
        if self.second_factor_required and find_spec("cryptography") is None:
            cure = "Install the extra mfa (pip install 'ceremony[mfa]'), or remove the setting"
            return Fault(f"{PREFIX}SECOND_FACTOR_REQUIRED", "nobody can set a second factor here", cure)
        return None

    def _provider_faults(self) -> list[Fault]:
        """Return which settings of the identity provider are missing beside the others, and whether its extra is."""
        names = ("oidc_issuer", "oidc_client_id", "oidc_client_secret", "oidc_name")
        missing = [name for name in names if not getattr(self, name)]
        if len(missing) == len(names):
            return []
        cure = "Set all four of CEREMONY_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET and _NAME, or remove them all"
        faults = [Fault(PREFIX + name.upper(), "is missing beside the others", cure) for name in missing]
        if any(find_spec(name) is None for name in ("authlib", "httpx2", "joserfc")):
            cure = "Install the extra sso (pip install 'ceremony[sso]'), or remove the settings CEREMONY_OIDC_*"
            faults.insert(0, Fault(f"{PREFIX}OIDC_ISSUER", "nobody can sign in through a provider here", cure))
        return faults

    def _login_faults(self) -> list[Fault]:
        """Return where one of a name and a password is given without the other: the sign-in would be left out."""
        faults = []
        for server in ("mail", "inbox"):
            given = {part: bool(getattr(self, f"{server}_{part}")) for part in ("username", "password")}
            missing = [f"{PREFIX}{server}_{part}".upper() for part, is_given in given.items() if not is_given]
            if len(missing) == 1:
                faults.append(Fault(missing[0], "is missing beside its other half", "Set both, or remove both"))
        return faults

    @property
    def office_clock(self) -> Clock:
        """The clock that these settings ask for."""
        return Clock(ZoneInfo(self.time_zone), Rehearsal.parse(self.clock) if self.clock else None)

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        if not self.database_url:
            return f"sqlite:///{self.instance.resolve() / 'ceremony.sqlite'}"
        for scheme in ("postgresql://", "postgres://"):
            if self.database_url.startswith(scheme):
                return "postgresql+psycopg://" + self.database_url.removeprefix(scheme)
        return self.database_url

    @property
    def sqlite_file(self) -> Path | None:
        """The SQLite file, or None where the database is a PostgreSQL."""
        prefix = "sqlite:///"
        return Path(self.database.removeprefix(prefix)) if self.database.startswith(prefix) else None

    @property
    def secret_file(self) -> Path:
        """Where `init` keeps the secret key."""
        return self.instance / "secret_key"

    @property
    def over_https(self) -> bool:
        """Whether the outside world reaches the pages by https."""
        return self.base_url.startswith("https://")


def _all_given() -> tuple[dict[str, str], list[Fault]]:
    """Return what `.env` and the environment (which wins) set, and the faults of the file."""
    given, faults = _of_file(Path(".env"))
    given.update(os.environ)
    return {name: value for name, value in given.items() if name.startswith(PREFIX)}, faults


def _of_file(file: Path) -> tuple[dict[str, str], list[Fault]]:
    try:
        text = file.read_text(encoding="utf-8-sig") if file.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        words = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        cure = "Let this user read it, and save it as text in UTF-8, or remove it"
        return {}, [Fault(str(file.resolve()), f"cannot be read: {words}", cure)]
    lines = list(parse_stream(StringIO(text)))
    cure = "Write NAME=value on a line of its own, or remove the line"
    faults = [
        Fault(f"{file.resolve()}, line {line.original.line}", "cannot be understood", cure)
        for line in lines
        if line.error
    ]
    # The lines without a fault alone: the library warns of the others on stderr in words of its own.
    readable = StringIO("".join(line.original.string for line in lines if not line.error))
    return {name: value for name, value in dotenv_values(stream=readable).items() if value is not None}, faults


_CURES = {
    "database_url": "Write it as postgresql://user:password@host/name, or remove it to use SQLite",
    "secret_key": "Remove it to use the one made by `ceremony init`, or give a long random one",
    "mail_default_sender": "Write an e-mail address of the office, such as vanphong@example.gov.vn",
    "base_url": "Write it as https://host or http://host:port",
    "oidc_issuer": "Write it as https://host/path, to the letter as the provider calls itself",
    "time_zone": "Use a name such as Asia/Ho_Chi_Minh",
    "clock": "Write it as 2021-07-26T08:00+07:00 or 2021-07-26T08:00+07:00@2026-11-24T09:00+07:00",
    "mail_retry": "Write whole seconds with commas, such as 60,300,900",
    "mail_bounce_address": "Write it as bounce+{token}@example.gov.vn",
}
_NUMBER_CURE = "Write a whole number within its limits, or remove the setting to use the default"
_SWITCH_CURE = "Write true or false"


def _cure_of(name: str, kind: str) -> str:
    if name in _CURES:
        return _CURES[name]
    return _SWITCH_CURE if kind.startswith("bool") else _NUMBER_CURE


def _unknown(given: dict[str, str]) -> list[Fault]:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    cure = "Remove it, or correct its spelling (docs/settings.md lists all names)"
    return [Fault(name, "is no setting of this program", cure) for name in sorted(given) if name not in known]


def read_settings(given: dict[str, str] | None = None) -> Settings:
    """Read the settings from `.env` and the environment (which wins), or from *given*.

    Raises SettingsRefused with all faults at once.
    """
    found, faults = _all_given() if given is None else (given, [])
    faults += _unknown(found)
    values = {name.removeprefix(PREFIX).lower(): text for name, text in found.items() if text.strip()}
    values = {name: text for name, text in values.items() if name in Settings.model_fields}
    for _round in range(2):
        try:
            settings = Settings.model_validate(values)
        except ValidationError as error:
            for fault in error.errors():
                name = str(fault["loc"][0]) if fault["loc"] else ""
                text = values.pop(name, "")
                problem = _problem(name, text, fault["type"], fault["msg"])
                faults.append(Fault(PREFIX + name.upper(), problem, _cure_of(name, fault["type"])))
        except SettingsRefused as refused:
            faults.extend(refused.faults)
            break
        else:
            break
    if faults:
        # The first fault of a setting is its real one; what follows may stem from its default.
        raise SettingsRefused(list({fault.name: fault for fault in reversed(faults)}.values())[::-1])
    return settings


# These may hold passwords, so their values are not repeated.
_SECRET = frozenset({"secret_key", "mail_password", "inbox_password", "database_url", "oidc_client_secret"})


def _problem(name: str, text: str, kind: str, message: str) -> str:
    if name in _SECRET:
        return "is unusable"
    if kind == "string_pattern_mismatch":
        return f"{text!r} has not the right form"
    return f"{text!r}: {message.removeprefix('Value error, ')}"


def secret_of(settings: Settings) -> str:
    """Return the secret key, from the setting or from the file that `init` made.

    Raises SettingsRefused where it is missing or weak.
    """
    name = f"{PREFIX}SECRET_KEY"
    secret = settings.secret_key
    if not secret:
        if not settings.secret_file.is_file():
            problem = f"is missing, and there is no office in {settings.instance.resolve()}"
            cure = "Run: ceremony init (or set CEREMONY_INSTANCE to the folder of your office)"
            raise SettingsRefused([Fault(name, problem, cure)])
        secret = settings.secret_file.read_text(encoding="ascii").strip()
    if len(secret) < WEAKEST_SECRET:
        problem = f"has fewer than {WEAKEST_SECRET} characters"
        raise SettingsRefused([Fault(name, problem, "Remove it to use the one made by `ceremony init`")])
    return secret
