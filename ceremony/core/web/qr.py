"""QR codes, drawn as they stand in a page."""

import segno
from markupsafe import Markup


def qr_code(text: str, *, border: int = 0) -> Markup:
    """Return a QR code as an SVG without any style of its own; *border* counts its quiet modules."""
    # What segno writes is its own drawing; the text is only in its modules.
    return Markup(segno.make(text, error="m", micro=False).svg_inline(omitsize=True, border=border))  # noqa: S704
