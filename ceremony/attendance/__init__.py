"""Check-in, the roll, and its closing."""
