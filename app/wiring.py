"""The one builder, and the only reader of `Config`: from settings to services, queue and worker."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from app.analysis.sheet import technical_sheet
from app.analysis.thresholds import RECORD
from app.db import Database, make_engine
from app.intake import VaultIntake
from app.jobs.queue import Queue, make_huey
from app.mail import FolderMailer, Mailer, SmtpMailer
from app.services import Services, Site
from app.vault import FolderVault, Keys
from config import Config

if TYPE_CHECKING:
    from app.jobs.worker import Worker


@dataclass(frozen=True, slots=True)
class Built:
    """A whole Beeldpoort: what the web is handed, and the queue that a worker runs."""

    config: Config
    services: Services
    queue: Queue


def build(config: Config) -> Built:
    """Everything but the face engine, which only a worker needs: its first task builds that."""
    config.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = Keys.load_or_create(config.keys)
    vault = FolderVault(config.vault, keys)
    queue = Queue(make_huey(config.queue_url), cache(lambda: make_worker(config, services)))
    services = Services(
        db=Database(make_engine(config.database_url)),
        vault=vault,
        keys=keys,
        intake=VaultIntake(vault),
        mailer=_mailer(config),
        nudge=queue,
        clock=lambda: datetime.now(UTC),
        site=Site(config.public_url, config.secure, config.proxies, _limits_url(config), config.log_level),
        note=config.home / "checkpoint.note",
        sheet=lambda version: _sheet(version, config),
    )
    return Built(config, services, queue)


def make_worker(config: Config, services: Services) -> "Worker":
    """A worker with its engine."""
    # Imported here: the engine's libraries weigh more than the whole web process.
    from app.analysis.pipeline import build_engine
    from app.demo.school import open_demo
    from app.jobs.worker import Worker
    from app.jobs.workshop import Workshop

    engine = build_engine(config.cache, config.models, config.threads, config.thresholds)
    return Worker(Workshop(services, engine, open_demo, config.cache, config.threads))


def _sheet(version: str, config: Config) -> dict[str, Any] | None:
    found = technical_sheet(version, config.models, (config.thresholds, RECORD))
    return asdict(found) if found else None


def _limits_url(config: Config) -> str:
    """Rate limits are counted where the queue is: in Redis for all machines, else in this process."""
    return config.queue_url if config.queue_url.startswith("redis") else "memory://"


def _mailer(config: Config) -> Mailer:
    if config.smtp_url:
        return SmtpMailer(config.smtp_url, config.mail_from)
    return FolderMailer(config.home / "mail", config.mail_from)
