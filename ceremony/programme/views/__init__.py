"""Pages of the programme and of the library."""

from ceremony.programme.views import document, frame, programme, rota, running, waiting

# They add their addresses to one of the two blueprints.
__all__ = ["document", "frame", "programme", "rota", "running", "waiting"]
