"""Tables that people bring from Excel: told by their content, read where they can do no harm."""
