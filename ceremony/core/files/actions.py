"""Keeping files."""

import hashlib
from datetime import datetime

import sqlalchemy as sa

from ceremony.core.db import session
from ceremony.core.files.models import StoredFile
from ceremony.core.files.rules import media_type_of, name_of


def store_file(name: str, content: bytes, now: datetime) -> StoredFile:
    """Keep the file; the same bytes are kept once, under the name that they first came with.

    *name* may be a path: its last part is kept.
    Raises FileEmpty, FileTooLarge, FileOfOtherType, FileDamaged or FileWithMacros.
    """
    media_type = media_type_of(name, content)
    last = name_of(name, media_type)
    digest = hashlib.sha256(content).hexdigest()
    known = session().scalars(sa.select(StoredFile).where(StoredFile.sha256 == digest)).one_or_none()
    if known is not None:
        return known
    file = StoredFile(sha256=digest, name=last, media_type=media_type, size=len(content), added_at=now, content=content)
    session().add(file)
    session().flush()
    return file
