"""The headers that every answer carries: nothing from elsewhere, no frame, no referrer, no stale page."""

from flask import Flask, Response, current_app, request

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy_with(directive: str) -> str:
    """Return the policy of every page with one more directive, such as "frame-src 'self'"."""
    return f"{_POLICY}; {directive}"


def _add_headers(response: Response) -> Response:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    if current_app.extensions["settings"].over_https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def init_app(app: Flask) -> None:
    """Send the headers with every answer of *app*."""
    app.after_request(_add_headers)
