"""Units, what a host has set, persons and the staff list."""
