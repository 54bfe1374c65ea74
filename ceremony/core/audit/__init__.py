"""Append-only, chained entries: who did what to which thing, provable and erasable."""
