"""Configuration: one frozen value, read from the environment once, with every mistake named at the same time."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "BEELDPOORT_"
_OF_A_COMMAND = {"BACKUP_PASSPHRASE"}  # a secret of `flask vault`: not to be carried through the house


class ConfigError(Exception):
    """The configuration cannot be used; the message names everything that is wrong."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a Beeldpoort needs to know to start. Everything has a default that suits one machine."""

    home: Path
    database_url: str
    queue_url: str
    keys: Path
    vault: Path
    public_url: str
    host: str
    port: int
    proxies: int
    smtp_url: str | None
    mail_from: str
    threads: int
    models: Path | None
    cache: Path
    log_level: str

    @property
    def secure(self) -> bool:
        """Whether people reach us over TLS, so that cookies may ask for it."""
        return self.public_url.startswith("https://")

    @property
    def thresholds(self) -> Path:
        """Where the school keeps thresholds of its own, once it has calibrated on its own faces."""
        return self.home / "thresholds.json"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Config":
        """Read `BEELDPOORT_*`. Raises `ConfigError` naming every wrong or unknown name at once."""
        reader = _Reader({name.removeprefix(PREFIX): text for name, text in environ.items() if name.startswith(PREFIX)})
        home = reader.path("HOME", Path("instance"))
        host, port = reader.text("HOST", "127.0.0.1"), reader.number("PORT", 8000, 1, 65535)
        config = cls(
            home=home,
            database_url=reader.url("DATABASE_URL", f"sqlite:///{home / 'registry.db'}", ("sqlite", "postgresql", "postgresql+psycopg")),
            queue_url=reader.url("QUEUE_URL", f"sqlite:///{home / 'queue.db'}", ("sqlite", "redis", "rediss")),
            keys=reader.path("KEYS", home / "keys"),
            vault=reader.path("VAULT", home / "vault"),
            public_url=reader.url("PUBLIC_URL", f"http://{_named(host)}:{port}", ("http", "https")).rstrip("/"),
            host=host,
            port=port,
            proxies=reader.number("PROXIES", 0, 0, 5),
            smtp_url=reader.url("SMTP_URL", "", ("smtp", "smtps", "smtp+starttls")) or None,
            mail_from=reader.text("MAIL_FROM", "beeldpoort@localhost"),
            threads=reader.number("THREADS", 2, 1, 64),
            models=reader.folder("MODELS"),
            cache=reader.path("CACHE", Path(__file__).parent / ".cache"),
            log_level=reader.choice("LOG_LEVEL", "info", ("debug", "info", "warning", "error")),
        )
        reader.finish()
        return config


def _named(host: str) -> str:
    """The host as people type it: a passkey needs a name, and every machine has this one."""
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1", "::") else host  # noqa: S104


class _Reader:
    """Reads values one by one and keeps what is wrong, so that all of it can be said together."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values
        self.wrong: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self.values.pop(name, "").strip() or default

    def path(self, name: str, default: Path) -> Path:
        return Path(self.text(name, str(default))).expanduser().absolute()

    def folder(self, name: str) -> Path | None:
        text = self.text(name, "")
        if text and not Path(text).is_dir():
            self._complain(name, f"is not a folder: {text}")
        return Path(text).absolute() if text else None

    def number(self, name: str, default: int, least: int, most: int) -> int:
        text = self.text(name, str(default))
        if text.isdecimal() and least <= int(text) <= most:
            return int(text)
        self._complain(name, f"must be a whole number from {least} to {most}, not {text!r}")
        return default

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        text = self.text(name, default)
        if text not in allowed:
            self._complain(name, f"must be one of {', '.join(allowed)}, not {text!r}")
        return text

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        text = self.text(name, default)
        try:
            parts = urlsplit(text)
            _ = parts.port  # read, to be refused now rather than when the first letter is sent
        except ValueError:
            self._complain(name, "must be a URL that can be read, with a number for its port")
            return text
        if text and parts.scheme not in schemes:
            self._complain(name, f"must be a URL that starts with {' or '.join(f'{scheme}:' for scheme in schemes)}")
        elif parts.scheme == "sqlite" and not text.partition("sqlite:///")[2].strip("/"):
            self._complain(name, "must name a file: sqlite:///registry.db")
        elif parts.scheme in ("http", "https") and not parts.netloc:
            self._complain(name, f"must name a host, as {schemes[-1]}://beeld.school.example")
        return text

    def finish(self) -> None:
        self.wrong += [f"{PREFIX}{name} is not a setting of Beeldpoort" for name in sorted(self.values.keys() - _OF_A_COMMAND)]
        if self.wrong:
            raise ConfigError("Beeldpoort cannot start:\n" + "\n".join(f"  - {sentence}" for sentence in self.wrong))

    def _complain(self, name: str, sentence: str) -> None:
        self.wrong.append(f"{PREFIX}{name} {sentence}")
