"""An identity provider on loopback, made of authlib's own server: it asks for PKCE, and can be told to lie."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from authlib.oidc.core.models import AuthorizationCodeMixin
from flask import Flask, jsonify, request
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import make_server

NAME, CLIENT, SECRET = "Cổng của tỉnh", "ceremony", "only the two of them know"
# Made once: a key takes longer than all the rest.
_KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": "one"}) for _each in range(2))


@dataclass
class Provider:
    """What the provider knows and, where a test wants it so, what it lies about."""

    address: str = ""
    # Where it sends browsers back to.
    back: str = "http://localhost:8000/login/oidc/back"
    # What is told of whom signs in there.
    email: dict[str, Any] = field(default_factory=lambda: {"email": "cb02@example.gov.vn", "email_verified": True})
    # Claims of the token that replace the right ones.
    claims: dict[str, Any] = field(default_factory=dict)
    # What replaces parts of the discovery document.
    about: dict[str, Any] = field(default_factory=dict)
    key: RSAKey | OctKey = field(default_factory=lambda: _KEY)
    algorithm: str = "RS256"
    in_token: bool = True
    # Paths that answer with this instead: a body and a status.
    broken: dict[str, tuple[str, int]] = field(default_factory=dict)
    seconds: float = 0
    codes: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@dataclass
class _Client(ClientMixin):
    back: str

    def get_client_id(self) -> str:
        return CLIENT

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.back

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class _Code(SimpleNamespace, AuthorizationCodeMixin):
    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> None:
        return None


def _grant_of(provider: Provider) -> type[AuthorizationCodeGrant]:
    class Grant(AuthorizationCodeGrant):
        def save_authorization_code(self, code: str, request: Any) -> None:
            asked = request.payload.data
            names = ("redirect_uri", "scope", "nonce", "code_challenge", "code_challenge_method")
            provider.codes[code] = _Code(code=code, **{name: asked.get(name) for name in names})

        def query_authorization_code(self, code: str, client: _Client) -> _Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: _Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: _Code) -> str:
            return "the visitor"

    return Grant


def _tokens_of(provider: Provider) -> OpenIDCode:
    class Tokens(OpenIDCode):
        def exists_nonce(self, nonce: str, request: object) -> bool:
            return any(code.nonce == nonce for code in provider.codes.values())

        def resolve_client_private_key(self, client: _Client) -> RSAKey | OctKey:
            return provider.key

        def get_client_algorithm(self, client: _Client) -> str:
            return provider.algorithm

        def get_encode_header(self, client: _Client) -> dict[str, str]:
            return {"alg": provider.algorithm, "kid": "one"}

        def get_client_claims(self, client: _Client) -> dict[str, Any]:
            return {"iss": provider.address}

        def generate_user_info(self, user: str, scope: str) -> dict[str, Any]:
            told = provider.email if provider.in_token else {}
            return {"sub": user, **told, **provider.claims}

    return Tokens(require_nonce=True)


def _app(provider: Provider) -> Flask:
    app = Flask("provider")
    server = AuthorizationServer(
        app, lambda name: _Client(provider.back) if name == CLIENT else None, lambda *_token: None
    )
    server.register_grant(_grant_of(provider), [_tokens_of(provider), CodeChallenge(required=True)])

    @app.before_request
    def misbehave() -> Any:
        provider.asked.append(request.path)
        time.sleep(provider.seconds)
        return provider.broken.get(request.path)

    @app.get("/.well-known/openid-configuration")
    def about() -> Any:
        paths = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        known = {name: provider.address + path for name, path in {**paths, "userinfo_endpoint": "/me"}.items()}
        return jsonify({"issuer": provider.address, **known, **provider.about})

    @app.get("/keys")
    def keys() -> Any:
        return jsonify({"keys": [_KEY.as_dict(private=False)]})

    @app.get("/me")
    def me() -> Any:
        assert request.headers["Authorization"].startswith("Bearer ")
        return jsonify({"sub": "the visitor", **provider.email})

    @app.get("/authorize")
    def authorize() -> Any:
        grant = server.get_consent_grant(end_user="the visitor")
        assert request.args["code_challenge_method"] == "S256"
        wants = request.args.get("refuse") is None
        return server.create_authorization_response(grant_user="the visitor" if wants else None, grant=grant)

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    return app


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider that listens until the end."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, _app(provider), threaded=True)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
