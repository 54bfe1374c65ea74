"""The conversation with the identity provider: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0).

Talks to the network and to nothing else; needs the extra `sso`, which the settings ask for where a provider is set.
"""

import logging
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from typing import Any

from ceremony.accounts.rules.oidc import (
    SKEW,
    AddressUnproven,
    FlowOver,
    ProofInvalid,
    ProviderRefused,
    ProviderSilent,
)
from ceremony.core.settings import Settings, is_private_web

if find_spec("authlib") is not None and find_spec("httpx2") is not None:
    import httpx2
    from authlib.integrations.base_client.errors import OAuthError
    from authlib.integrations.httpx_client import OAuth2Client
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

log = logging.getLogger(__name__)
_SECONDS = 5
_SCOPE = "openid email"
# With a key pair only: a token signed with the shared secret, or not at all, is never looked at.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class _Nonsense(Exception):  # noqa: N818 - never leaves this file
    """The provider answered what no provider answers."""


@dataclass(frozen=True)
class Flow:
    """What this browser must bring back: the state in the address, the nonce in the token, the verifier of the code."""

    state: str
    nonce: str
    verifier: str


def begin_flow(settings: Settings, back: str) -> tuple[str, Flow]:
    """Return the provider's address to send the browser to, and what to keep meanwhile; *back* is our own address.

    Raises ProviderSilent.
    """
    flow = Flow(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    with _listening(settings), _client(settings, back) as client:
        about = _discover(client, settings)
        address, _state = client.create_authorization_url(
            about["authorization_endpoint"], flow.state, flow.verifier, nonce=flow.nonce
        )
    return str(address), flow


def finish_flow(settings: Settings, back: str, flow: Flow, answer: Mapping[str, str], now: datetime) -> str:
    """Return the confirmed e-mail address of whom the provider has signed in; *answer* is the query that came back.

    Raises FlowOver, ProviderRefused, ProviderSilent, ProofInvalid or AddressUnproven.
    """
    if not secrets.compare_digest(answer.get("state", "").encode(), flow.state.encode()):
        raise FlowOver
    if answer.get("iss", settings.oidc_issuer) != settings.oidc_issuer:
        # Another provider's answer (RFC 9207).
        raise ProofInvalid(provider=settings.oidc_name)
    if "error" in answer or not answer.get("code"):
        log.warning("single sign-on: the provider refused with %r", answer.get("error", "no code")[:80])
        raise ProviderRefused(provider=settings.oidc_name)
    with _listening(settings), _client(settings, back) as client:
        about = _discover(client, settings)
        client.token_endpoint_auth_method = _way_to_sign(about)
        token = client.fetch_token(about["token_endpoint"], code=answer["code"], code_verifier=flow.verifier)
        keys = _read(client.request("GET", about["jwks_uri"], withhold_token=True))
        claims = _check(token, keys, flow, settings, now)
        return _address_in(_with_address(claims, client, about), settings)


def try_provider(settings: Settings) -> int:
    """Return how many keys the provider signs with, having read what it says of itself.

    Raises ProviderSilent, whose cause says what is wrong.
    """
    with _listening(settings), _client(settings, "") as client:
        about = _discover(client, settings)
        return len(_read(client.request("GET", about["jwks_uri"], withhold_token=True))["keys"])


def _client(settings: Settings, back: str) -> "OAuth2Client":
    return OAuth2Client(
        settings.oidc_client_id,
        settings.oidc_client_secret,
        scope=_SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
        timeout=_SECONDS,
    )


@contextmanager
def _listening(settings: Settings) -> Iterator[None]:
    """Turn what goes wrong on the line into a refusal; the log says what it was."""
    try:
        yield
    except OAuthError as error:
        log.warning("single sign-on: the provider refused the code: %r", error.error)
        raise ProviderRefused(provider=settings.oidc_name) from error
    except JoseError as error:
        log.warning("single sign-on: the token does not hold: %r", error)
        raise ProofInvalid(provider=settings.oidc_name) from error
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, TypeError, KeyError, AttributeError, _Nonsense) as error:
        log.warning("single sign-on: %s does not answer as it should: %r", settings.oidc_issuer, error)
        raise ProviderSilent(provider=settings.oidc_name) from error


def _read(answer: "httpx2.Response") -> dict[str, Any]:
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise _Nonsense(f"{answer.url} is no JSON object")
    return found


def _discover(client: "OAuth2Client", settings: Settings) -> dict[str, Any]:
    """Return what the provider says of itself (OpenID Connect Discovery 1.0 section 4)."""
    issuer = str(settings.oidc_issuer)
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    about = _read(client.request("GET", address, withhold_token=True))
    if about.get("issuer") != issuer:
        raise _Nonsense(f"it calls itself {about.get('issuer')!r}: CEREMONY_OIDC_ISSUER must be the same to the letter")
    for name in _ADDRESSES:
        if not is_private_web(about.get(name)):
            raise _Nonsense(f"its {name} is no https address")
    return about


def _way_to_sign(about: Mapping[str, Any]) -> str:
    ways = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"


def _check(
    token: Mapping[str, Any], keys: Mapping[str, Any], flow: Flow, settings: Settings, now: datetime
) -> dict[str, Any]:
    """Return the claims of the ID token once all holds that OpenID Connect Core section 3.1.3.7 asks for."""
    if not isinstance(token.get("id_token"), str):
        raise _Nonsense("there is no id_token beside the access token")
    read = jwt.decode(token["id_token"], KeySet.import_key_set(dict(keys)), algorithms=_ALGORITHMS)  # type: ignore[arg-type] # a TypedDict of theirs
    wanted = {
        "iss": {"essential": True, "value": settings.oidc_issuer},
        "aud": {"essential": True, "value": settings.oidc_client_id},
    }
    more = {"nonce": flow.nonce, "client_id": settings.oidc_client_id, "access_token": token.get("access_token")}
    claims = CodeIDToken(read.claims, read.header, wanted, more)
    claims.validate(int(now.timestamp()), SKEW)
    return dict(claims)


def _with_address(claims: dict[str, Any], client: "OAuth2Client", about: Mapping[str, Any]) -> dict[str, Any]:
    """Return claims that hold the address: many providers keep it out of the token and tell it when asked."""
    if "email" in claims or not is_private_web(about.get("userinfo_endpoint")):
        return claims
    told = _read(client.get(about["userinfo_endpoint"]))
    if told.get("sub") != claims["sub"]:
        raise _Nonsense("it tells of somebody else than its token")
    return told


def _address_in(claims: Mapping[str, Any], settings: Settings) -> str:
    address = claims.get("email")
    is_address = isinstance(address, str) and "@" in address and address.isprintable()
    if not is_address or claims.get("email_verified") is not True:
        raise AddressUnproven(provider=settings.oidc_name)
    return str(address).strip()
