"""Reading the settings from the environment and `.env`, all faults together."""

import os
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import ValidationError

from ceremony.core.settings.faults import PREFIX, Fault, SettingsRefused
from ceremony.core.settings.model import Settings
from ceremony.core.settings.values import WEAKEST_SECRET


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
