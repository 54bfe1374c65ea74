"""Pages that look across the month; no tables."""
