"""The child that typesets: a JSON value on stdin, a PDF on stdout.

What goes wrong in here, or takes too long, ends this process only. The value goes in as data; no text
of an office ever becomes source.
"""

import sys
from pathlib import Path

import typst


def main() -> None:
    """Typeset what comes in with the fonts of the folder that the command line names, and no others."""
    value = sys.stdin.buffer.read().decode()
    pdf = typst.compile(
        str(Path(__file__).with_name("paper.typ")),
        font_paths=[sys.argv[1]],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"paper": value},
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
