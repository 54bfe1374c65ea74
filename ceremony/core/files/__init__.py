"""Uploaded files: their bytes in the database, hashed, so that a backup is one thing."""
