"""What the keeper of an installation is told: checks, and what is refused."""

from dataclasses import dataclass

from ceremony.core.refusal import BadInput, Refusal, msgid

HEARTBEAT_SECONDS = 90


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; `cure` says what to do, where something is to be done."""

    check: str
    ok: bool
    found: str
    cure: str | None = None


class InstanceUnusable(BadInput):
    """The instance folder cannot be made or written."""

    sentence = msgid("The folder %(folder)s cannot be used: %(words)s.")
    cure = msgid("Set CEREMONY_INSTANCE to a folder that this user may write in.")


class BackupExists(Refusal):
    """A backup never overwrites."""

    sentence = msgid("%(file)s exists already and is not overwritten.")
    cure = msgid("Give the backup another name.")


class NoSuchFolder(BadInput):
    """A backup needs a folder to lie in."""

    sentence = msgid("There is no folder %(folder)s.")
    cure = msgid("Make it, or give another place for the backup.")


class NoRoomForBackup(Refusal):
    """The disk, or the folder, does not take a backup."""

    sentence = msgid("The folder %(folder)s does not take a backup: %(words)s.")
    cure = msgid("Make room there, or give the program the right to write in it, and try again.")


class BackupUnreadable(BadInput):
    """A file is no backup, or no whole one."""

    sentence = msgid("%(file)s is no backup of ceremony, or a damaged one.")
    cure = msgid("Give a file made by: ceremony backup FILE")


class BackupOfOtherDatabase(BadInput):
    """A backup of one kind of database does not fit into the other."""

    sentence = msgid("The backup is one of %(backup)s, and this installation uses %(database)s.")
    cure = msgid("Set CEREMONY_DATABASE_URL to a database of that kind, and restore again.")


class OtherSecret(BadInput):
    """The setting would hide the key that the backup brings."""

    sentence = msgid("The backup was made with another secret key than CEREMONY_SECRET_KEY.")
    cure = msgid("Remove CEREMONY_SECRET_KEY, so that the key in the backup is used, and restore again.")


class WorkerLives(Refusal):
    """Nothing is exchanged under a running worker."""

    sentence = msgid("A worker showed a sign of life %(seconds)s seconds ago.")
    cure = msgid("Stop ceremony serve and ceremony worker, wait 90 seconds, and run the command again.")


class DatabaseInUse(Refusal):
    """Somebody else has the database open."""

    sentence = msgid("Another process has the database open.")
    cure = msgid("Stop ceremony serve, ceremony worker and every other program that uses it, and try again.")


class ToolMissing(Refusal):
    """PostgreSQL's own tools are needed."""

    sentence = msgid("%(tool)s is missing, which comes with PostgreSQL.")
    cure = msgid("Install it: apt-get install postgresql-client")


class ToolFailed(Refusal):
    """PostgreSQL's own tool said no."""

    sentence = msgid("%(tool)s failed: %(words)s.")
    cure = msgid("Mend that and run the command again; nothing was changed.")
