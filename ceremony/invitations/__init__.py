"""Who is invited, the letters and the calendar entry, the answers."""
