"""Table of the workers' signs of life."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from ceremony.core.db import Base


class Heartbeat(Base):
    """A worker was alive at `beat_at`, in real time."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime]
