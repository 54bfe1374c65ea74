"""/healthz, for machines that watch."""

from dataclasses import asdict

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from ceremony.core.clock import real_now
from ceremony.core.web.access import Access, who_may
from ceremony.operations.health import find_health

blueprint = Blueprint("operations", __name__)


@blueprint.get("/healthz")
@who_may(Access.ANYONE)
def healthz() -> ResponseReturnValue:
    """Answer 200 where all is well, 503 where something needs a person."""
    health = find_health(real_now())
    return jsonify({"ok": health.ok, **asdict(health)}), 200 if health.ok else 503
