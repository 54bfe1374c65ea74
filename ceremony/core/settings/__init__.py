"""The installation's settings: read once from the environment or `.env`, frozen, all faults together."""

from ceremony.core.settings.faults import PREFIX, Fault, SettingsRefused
from ceremony.core.settings.model import Settings
from ceremony.core.settings.reading import read_settings, secret_of
from ceremony.core.settings.values import LOOPBACK, WEAKEST_SECRET, is_private_web

__all__ = [
    "LOOPBACK",
    "PREFIX",
    "WEAKEST_SECRET",
    "Fault",
    "Settings",
    "SettingsRefused",
    "is_private_web",
    "read_settings",
    "secret_of",
]
