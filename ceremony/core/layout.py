"""Where the folders lie that stand beside the package in a checkout and inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def bundled(name: str) -> Path:
    """Return the folder *name* ("templates", "docs/guide"), in a wheel or in a checkout."""
    inside = PACKAGE / "bundled" / name
    return inside if inside.is_dir() else PACKAGE.parent / name
