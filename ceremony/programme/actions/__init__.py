"""Preparing a ceremony's programme, and leading it."""

from ceremony.programme.actions.items import (
    Content,
    attach_document,
    move_item,
    put_in_order,
    remove_item,
    set_frame,
    write_item,
)
from ceremony.programme.actions.parts import begin_with_parts, carry_over, keep_parts, standard_programme

__all__ = [
    "Content",
    "attach_document",
    "begin_with_parts",
    "carry_over",
    "keep_parts",
    "move_item",
    "put_in_order",
    "remove_item",
    "set_frame",
    "standard_programme",
    "write_item",
]
