"""Keeping the pictures of the guide: only `make pictures` writes them."""

import os

from ceremony.desk.help import GUIDE
from tests.journeys.hands import Pointer

FOLDER = GUIDE / "pictures"


def keep_picture(who: Pointer, name: str) -> None:
    """Take a picture of what *who* sees, and keep it in the guide where that is asked for."""
    taken = who.page.screenshot()
    if os.environ.get("PICTURES"):
        (FOLDER / f"{name}.png").write_bytes(taken)
