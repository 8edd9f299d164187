"""What went out: releases, who took them, where they were posted, and what must come back."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class ReleaseRow(Base):
    """A rendition let out for one purpose and channel. `masks` as in renditions."""

    __tablename__ = "releases"
    __table_args__ = (Index(None, "at", "purpose"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), index=True)
    rendition_id: Mapped[str] = mapped_column(ForeignKey("renditions.id"))
    sha256: Mapped[str]
    purpose: Mapped[str] = mapped_column(ForeignKey("purposes.code"), index=True)
    audience: Mapped[str]
    channel: Mapped[str]
    personally: Mapped[bool]
    masks: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class DraftRow(Base):
    """A release in the making; its id is the release's to be. `batch` is what was asked for together, `masks` are as in renditions.

    `rendition_id` names the file that is asked for, `revision` the state of the item that was decided about. `caption_checked` is JSON:
    what was found in the caption and is meant, and why. `played_by` listened and looked to the end of the file. Done, `release_id` is the
    release: perhaps one that was out already.
    """

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_batch_item_id", "batch", "item_id", unique=True),)

    id: Mapped[str] = mapped_column(primary_key=True)
    batch: Mapped[str]
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), index=True)
    purpose: Mapped[str] = mapped_column(ForeignKey("purposes.code"))
    channel: Mapped[str]
    form: Mapped[str]
    personally: Mapped[bool]
    why: Mapped[str]
    caption: Mapped[str] = mapped_column(default="")
    caption_checked: Mapped[str] = mapped_column(default="")
    alt: Mapped[str] = mapped_column(default="")
    rendition_id: Mapped[str]
    revision: Mapped[int]
    masks: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    release_id: Mapped[str | None] = mapped_column(ForeignKey("releases.id"))
    played_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    played_at: Mapped[datetime | None]


class LineRow(Base):
    """What the school wants to stand under what is published, in one language: on its own behalf, or personally."""

    __tablename__ = "lines"

    behalf: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class DownloadRow(Base):
    """That somebody took a release's bytes, and why."""

    __tablename__ = "downloads"
    __table_args__ = (Index("ix_downloads_by_at", "by", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), index=True)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    why: Mapped[str]


class PostingRow(Base):
    """Where a release was published: an address, or an account and a day. `found`: what its address answered when it was asked last."""

    __tablename__ = "postings"

    id: Mapped[str] = mapped_column(primary_key=True)
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), index=True)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    address: Mapped[str]
    account: Mapped[str | None]
    posted_on: Mapped[date | None]
    asked_at: Mapped[datetime | None]
    found: Mapped[str | None]


class RecallRow(Base):
    """A release that must come back, by when, who looks after it, and how it ended. Without a cause, only time has passed."""

    __tablename__ = "recalls"

    id: Mapped[str] = mapped_column(primary_key=True)
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), index=True)
    cause: Mapped[int | None] = mapped_column(ForeignKey("entries.seq"))
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    owner: Mapped[str] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    proof: Mapped[str | None]
