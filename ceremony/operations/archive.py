"""The backup's one file: a manifest, the secret key and the database, in a tar.gz."""

import hashlib
import io
import json
import os
import secrets
import shutil
import tarfile
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from ceremony import __version__
from ceremony.operations.instance import sync_folder
from ceremony.operations.rules import BackupExists, BackupUnreadable

FORMAT = 1
_LONGEST_TEXT = 65_536


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; `version` is the database's, `kind` "sqlite" or "postgresql"."""

    format: int
    program: str
    kind: str
    version: str
    made_at: str
    sha256: str


@dataclass(frozen=True)
class Backup:
    """An opened backup: its manifest, its secret key and the unpacked database."""

    manifest: Manifest
    secret: str
    database: Path


def digest(file: Path) -> str:
    """Return the SHA-256 of *file*."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_archive(file: Path, database: Path, *, kind: str, version: str, secret: str, at: datetime) -> str:
    """Write the backup *file*, mode 0600, whole or not at all; return its SHA-256. Raises BackupExists."""
    manifest = Manifest(FORMAT, __version__, kind, version, at.isoformat(timespec="seconds"), digest(database))
    waiting = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(waiting, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "w+b") as stream:
            with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as archive:
                _add_text(archive, "manifest.json", json.dumps(asdict(manifest), indent=1))
                _add_text(archive, "secret_key", secret)
                archive.add(database, "database", filter=_private)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(waiting, file)
        except FileExistsError as error:
            raise BackupExists(file=file) from error
        sync_folder(file.parent)
    finally:
        waiting.unlink(missing_ok=True)
    return digest(file)


def _private(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mode, member.uid, member.gid, member.uname, member.gname = 0o600, 0, 0, "", ""
    return member


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = _private(tarfile.TarInfo(name))
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def open_archive(file: Path, folder: Path) -> Backup:
    """Check the backup *file* and unpack its database into *folder*; raises BackupUnreadable."""
    try:
        with tarfile.open(file, mode="r:gz") as archive:
            manifest = Manifest(**json.loads(_text(archive, "manifest.json")))
            if manifest.format != FORMAT:
                raise BackupUnreadable(file=file)
            secret = _text(archive, "secret_key")
            database = folder / "database"
            with _member(archive, "database") as source, database.open("xb") as target:
                shutil.copyfileobj(source, target)
    except (tarfile.TarError, EOFError, zlib.error, KeyError, TypeError, ValueError) as error:
        raise BackupUnreadable(file=file) from error
    except OSError as error:
        # gzip speaks of damage by an OSError without a number; one with a number is the disk's own.
        if error.errno is not None:
            raise
        raise BackupUnreadable(file=file) from error
    database.chmod(0o600)
    if digest(database) != manifest.sha256:
        raise BackupUnreadable(file=file)
    return Backup(manifest, secret, database)


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    found = archive.getmember(name)
    stream = archive.extractfile(found) if found.isreg() else None
    if stream is None:
        raise KeyError(name)
    return stream


def _text(archive: tarfile.TarFile, name: str) -> str:
    with _member(archive, name) as stream:
        return stream.read(_LONGEST_TEXT).decode()
