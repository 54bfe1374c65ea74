"""What to go back to when a list that was taken over was the wrong one."""

from datetime import date


def backup_before_import(day: date) -> str:
    """Return the name of the backup that is made before a list is taken over on *day*."""
    return f"truoc-khi-nhap-{day.isoformat()}.tar.gz"
