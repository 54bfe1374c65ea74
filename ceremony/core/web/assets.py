"""Style sheets, scripts and fonts: addresses that change with the content, so that browsers may keep them."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.security import safe_join

from ceremony.core.layout import PACKAGE

STATIC = PACKAGE / "static"
_YEAR = 365 * 24 * 3600
_KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
}
# woff2 is compressed already.
_SHRINKS = frozenset({".css", ".js", ".svg", ".wasm"})


@lru_cache(maxsize=256)
def _digest(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


@lru_cache(maxsize=64)
def _gzipped(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)


def digest_of(path: Path) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of a file's content."""
    return _digest(path, path.stat().st_mtime_ns)


def asset(name: str) -> str:
    """Return the address of a static file, such as "theme/theme.css", with the hash of its content."""
    return url_for("static", filename=name, v=digest_of(STATIC / name))


def _is_kept(name: str, path: Path) -> bool:
    """Return whether this address can never mean another content: it names a version or the hash."""
    return name.startswith("vendor/") or request.args.get("v") == digest_of(path)


def serve(filename: str) -> ResponseReturnValue:
    """Send a static file, compressed where the browser takes it."""
    found = safe_join(str(STATIC), filename)
    path = Path(found) if found else None
    if path is None or not path.is_file():
        abort(404)
    is_small = path.suffix in _SHRINKS and request.accept_encodings["gzip"] > 0
    content = _gzipped(path, path.stat().st_mtime_ns) if is_small else path.read_bytes()
    response = Response(content, mimetype=_KINDS.get(path.suffix, "application/octet-stream"))
    if is_small:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(digest_of(path) + ("-gzip" if is_small else ""))
    response.make_conditional(request)
    if path.suffix in _SHRINKS:
        response.vary.add("Accept-Encoding")
    if _is_kept(filename, path):
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def init_app(app: Flask) -> None:
    """Serve the static files of *app* and offer `asset()` to its templates."""
    app.view_functions["static"] = serve
    app.jinja_env.globals["asset"] = asset
