"""Reads a PDF from standard input and writes its text to standard output.

It runs as a program of its own, under limits: a file may mean harm, and then only this process suffers.
"""

import io
import resource
import sys

import pypdf

SECONDS, MEMORY, PAGES, LETTERS = 10, 1 << 30, 200, 400_000


def main() -> None:
    """Read as many pages as the limits allow."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
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
