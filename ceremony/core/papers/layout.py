"""The measures of an office paper: Nghị định 30/2020/NĐ-CP, Phụ lục I. Lengths in mm, sizes in pt.

Sizes of the head go in the pair 12 + 13; the fonts are 12-14 pt, Times New Roman.
"""

from dataclasses import dataclass

TYPEFACE = "Times New Roman"
# Its measures without its licence; what PDF papers carry inside.
FREE_TYPEFACE = "Liberation Serif"


@dataclass(frozen=True)
class Layout:
    """All measures that both writers use."""

    width: float = 210
    height: float = 297
    # 20-25, 20-25, 30-35, 15-20.
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15
    # From the upper edge of the sheet to the page number, which stands inside the top margin.
    page_number_from_edge: float = 10
    # The left part of the head, out of the width between the margins.
    body_share: float = 0.42
    # 1-1.27 cm; at least 6 pt; 1-1.5 lines.
    indent: float = 10
    gap: float = 6
    line_spacing: float = 1.15
    # A rule below a line: as long as it, or a third to a half of it.
    full_rule: float = 1.0
    short_rule: float = 0.42
    parent_body: float = 12
    body: float = 12
    nation: float = 12
    motto: float = 13
    number: float = 13
    place_and_date: float = 13
    kind: float = 14
    subject: float = 14
    text: float = 14
    cell: float = 13
    signer: float = 14
    recipients_word: float = 12
    recipients: float = 11
    page_number: float = 13

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right


LAYOUT = Layout()
