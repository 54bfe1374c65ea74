"""Tables of accounts, what they hold, and how they sign in."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from flask_security import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceremony.accounts.rules import Role
from ceremony.accounts.rules.sign_in import Purpose
from ceremony.core.db import Base
from ceremony.people.models import Person, Unit


def _random_name() -> str:
    return uuid.uuid4().hex


class User(Base, UserMixin):
    """Who may sign in; the first administrator may have an account before the staff list has the person.

    Several persons may share an address, so an address alone names no account. `email` is what the account was
    made with, `address` what holds now. `language` is what they last chose; `fs_uniquifier` names the account in
    cookies (Flask-Security's word for it).
    """

    __tablename__ = "account"
    __table_args__ = (
        # Without a person the address is all that tells accounts apart.
        sa.Index(
            "uq_account_email_alone",
            "email",
            unique=True,
            sqlite_where=sa.text("person_id IS NULL"),
            postgresql_where=sa.text("person_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    fs_uniquifier: Mapped[str] = mapped_column(unique=True, default=_random_name)
    # argon2id; None where somebody signs in by mailed links only.
    password: Mapped[str | None]
    password_set_at: Mapped[datetime | None]
    language: Mapped[str | None]

    person: Mapped[Person | None] = relationship()
    grants: Mapped[list["Grant"]] = relationship(back_populates="user")

    @property
    def address(self) -> str:
        """Where letters to them go: as the staff list has it now, else as the account was made."""
        return (self.person.email if self.person else None) or self.email


class Grant(Base):
    """A role of an account on a unit; it reaches the unit's subtree down to the next host."""

    __tablename__ = "role_grant"
    __table_args__ = (
        # A role is held once; revoking ends it, a new grant is a new row.
        sa.Index(
            "uq_grant_held",
            "user_id",
            "role",
            "unit_id",
            unique=True,
            sqlite_where=sa.text("ends IS NULL"),
            postgresql_where=sa.text("ends IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    role: Mapped[Role]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    starts: Mapped[date]
    ends: Mapped[date | None]

    user: Mapped[User] = relationship(back_populates="grants")
    unit: Mapped[Unit] = relationship()


class SignIn(Base):
    """A browser that somebody is signed in with; `key` stands in its cookie, `agent` is "Firefox, Windows"."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True, default=_random_name)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]
    agent: Mapped[str]

    user: Mapped[User] = relationship()


class SecondFactor(Base):
    """An authenticator app of an account; the secret is encrypted with a key of the installation's secret.

    `last_counter` is the step of the last code that was taken: no code is taken twice (RFC 6238 section 5.2).
    """

    __tablename__ = "second_factor"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    name: Mapped[str]
    secret: Mapped[str]
    last_counter: Mapped[int | None]
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code for one use where the phone is lost; kept as a keyed digest, 60 random bits behind it."""

    __tablename__ = "recovery_code"
    __table_args__ = (sa.UniqueConstraint("user_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    digest: Mapped[str]
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A passkey of an account (WebAuthn); ids and keys in base64url, the private key never leaves the device.

    `handle` is the random name that the account's passkeys know it by; `last_challenge_at` (real time) is when the
    last challenge was made that this one answered: no answer is taken twice.
    """

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    name: Mapped[str]
    handle: Mapped[str]
    credential: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[str]
    # An unsigned number of 32 bits; 0 where the device does not count.
    sign_count: Mapped[int] = mapped_column(sa.BigInteger)
    last_challenge_at: Mapped[datetime | None]
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OneTimeLink(Base):
    """A link for one use: to sign in, or to set a password; its token holds `nonce`, signed.

    `user_id` names whom it is for; without it everybody with the address may be meant. `next` is the
    page that was asked for, `kept` the form that was sent there (signed).
    """

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    nonce: Mapped[str] = mapped_column(unique=True, default=_random_name)
    purpose: Mapped[Purpose]
    email: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    next: Mapped[str | None]
    kept: Mapped[str | None]

    user: Mapped[User | None] = relationship()


class Tries(Base):
    """How often something was tried: `subject` is a keyed digest of an account's or a network's address.

    Real time, and a table, so that it holds over several processes.
    """

    __tablename__ = "sign_in_tries"

    subject: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    open_at: Mapped[datetime]
