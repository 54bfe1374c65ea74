"""All settings, typed and frozen, and what contradicts what."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ceremony.core.clock import OFFICE_ZONE, Clock, Rehearsal
from ceremony.core.settings import values
from ceremony.core.settings.faults import PREFIX, Fault, SettingsRefused


class Settings(BaseModel):
    """Every setting of CEREMONY_*, typed; see `docs/settings.md`."""

    model_config = ConfigDict(frozen=True)

    instance: Path = Path("instance")
    database_url: Annotated[str, Field(pattern=r"^((postgresql|postgres|postgresql\+psycopg)://|sqlite:///|$)")] = ""
    secret_key: Annotated[str, AfterValidator(values.strong)] = ""
    base_url: Annotated[str, Field(pattern=r"^https?://[^/\s]+(/[^\s]*)?$")] = "http://localhost:8000"
    time_zone: Annotated[str, AfterValidator(values.zone)] = OFFICE_ZONE
    clock: Annotated[str | None, AfterValidator(values.clock)] = None

    second_factor_required: bool = False

    oidc_issuer: Annotated[str | None, AfterValidator(values.issuer)] = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = None
    oidc_name: str | None = None

    mail_server: str = "localhost"
    mail_port: values.Port = 25
    mail_use_tls: bool = False
    mail_use_ssl: bool = False
    mail_username: str | None = None
    mail_password: str | None = None
    mail_default_sender: Annotated[str, AfterValidator(values.sender)] = "ceremony@localhost.localdomain"
    mail_connections: Annotated[int, Field(ge=1, le=64)] = 4
    mail_rate: Annotated[int, Field(ge=1)] | None = None
    mail_timeout: values.Seconds = 30
    mail_dot_timeout: values.Seconds = 600
    mail_lease: values.Seconds = 900
    mail_retry: values.Retries = (60, 300, 900, 1800, 3600, 7200, 14400)
    mail_hold_back: Annotated[int, Field(ge=0, le=86_400)] = 60
    mail_bounce_address: Annotated[str, Field(pattern=r"^[^@\s]*\{token\}[^@\s]*@[^@\s]+$")] | None = None

    inbox_host: str | None = None
    inbox_port: values.Port = 993
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
        if self.clock and self.mail_server not in values.LOOPBACK:
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
