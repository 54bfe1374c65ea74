"""Pages of accounts: signing in, the second factor, the own profile."""

from ceremony.accounts.views import address, own, passkeys, second, sign_in
from ceremony.accounts.views.base import blueprint

__all__ = ["address", "blueprint", "own", "passkeys", "second", "sign_in"]
