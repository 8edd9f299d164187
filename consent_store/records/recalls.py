"""What a recall asks of whom, who it is about, and what each night found."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class TaskRow(Base):
    """One thing to do of a recall: take a posting away, or see to it that whoever took the file has it no longer.

    Exactly one of `posting_id` and `downloader` is filled. Without an `owner` it is for everybody of communications. The proof is
    words, and perhaps an address and a picture of the screen in the vault.
    """

    __tablename__ = "recall_tasks"

    id: Mapped[str] = mapped_column(primary_key=True)
    recall_id: Mapped[str] = mapped_column(ForeignKey("recalls.id"), index=True)
    posting_id: Mapped[str | None] = mapped_column(ForeignKey("postings.id"))
    downloader: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    owner: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    due_at: Mapped[datetime]
    state: Mapped[str]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    proof: Mapped[str | None]
    proof_address: Mapped[str | None]
    vault_name: Mapped[str | None]
    sha256: Mapped[str | None]
    size: Mapped[int | None]
    media_type: Mapped[str | None]


class NoteRow(Base):
    """What somebody wrote about a task on the way."""

    __tablename__ = "recall_notes"

    id: Mapped[str] = mapped_column(primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("recall_tasks.id"), index=True)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    words: Mapped[str]


class RecallPersonRow(Base):
    """Whose consent ended: they are told when it is done."""

    __tablename__ = "recall_people"

    recall_id: Mapped[str] = mapped_column(ForeignKey("recalls.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class NightRow(Base):
    """One round by night: how many releases were asked about, and how many were called back."""

    __tablename__ = "nights"

    at: Mapped[datetime] = mapped_column(primary_key=True)
    asked: Mapped[int]
    called_back: Mapped[int]
