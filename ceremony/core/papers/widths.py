"""How wide a line of the head runs: Word draws no rule "half as long as the line" by itself."""

import unicodedata

# Advance widths of Times bold, in thousandths of the size; a mark above or below changes none.
_CAPITALS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (
            *(722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944),
            *(722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667),
        ),
        strict=True,
    )
)
_SMALL = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        (
            *(500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833),
            *(556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444),
        ),
        strict=True,
    )
)
_WIDTHS = _CAPITALS | _SMALL | {"Đ": 722, "đ": 556, " ": 250, "-": 333, ",": 250, ".": 250}
_OTHER = 500
_MM_PER_PT = 25.4 / 72


def bold_width(text: str, size: float) -> float:
    """Return the width in mm of one line of *text*, bold, at *size* pt."""
    letters = (one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
    return sum(_WIDTHS.get(one, _OTHER) for one in letters) / 1000 * size * _MM_PER_PT
