"""Pages of accounts: signing in, the second factor, the own profile."""

from ceremony.accounts.views import address, oidc, own, passkeys, second, sign_in
from ceremony.accounts.views.base import blueprint

__all__ = ["address", "blueprint", "oidc", "own", "passkeys", "second", "sign_in"]
