"""Reads a PDF from standard input and writes its text to standard output.

It runs as a program of its own, under limits: a file may mean harm, and then only this process suffers.
"""

import io
import sys

import pypdf

from ceremony.core.child import Limits

LIMITS = Limits(seconds=10, memory=1 << 30)
PAGES, LETTERS = 200, 400_000


def main() -> None:
    """Read as many pages as the limits allow."""
    LIMITS.hold()
    reader = pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    left = LETTERS
    for page in reader.pages[:PAGES]:
        text = page.extract_text()[:left]
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n\n")
        sys.stdout.buffer.flush()
        left -= len(text)
        if left <= 0:
            break


if __name__ == "__main__":
    main()
