"""Letters that leave by SMTP, or, where no server is configured, lie in a folder that the office can read."""

import json
import smtplib
import ssl
from dataclasses import asdict, dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from secrets import token_hex
from typing import Protocol
from urllib.parse import unquote, urlsplit

_TIMEOUT = 15.0  # seconds
_SORTED = "%Y%m%dT%H%M%S.%f"  # names of files that stand in the order of their moments


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes with a letter, as text."""

    name: str
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain letter: one question, one code or link."""

    to: str
    subject: str
    text: str
    enclosed: tuple[Enclosure, ...] = ()

    def as_bytes(self) -> bytes:
        """The letter as bytes, to be sealed while it waits."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Letter":
        """The letter that `as_bytes` wrote."""
        values = json.loads(data)
        return cls(**values | {"enclosed": tuple(Enclosure(**each) for each in values["enclosed"])})


class Mailer(Protocol):
    """What takes letters."""

    def send(self, letter: Letter, at: datetime) -> None:
        """Hand the letter over. Raises `OSError` (and its kin of smtplib) where that fails; then it may be sent again."""
        ...

    def forget(self, before: datetime) -> None:
        """Let go of what was kept of letters sent before a moment."""
        ...


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Sends through a server: `smtp://`, `smtp+starttls://` or `smtps://`, with a user and password in the URL where it wants them."""

    url: str
    sender: str

    def send(self, letter: Letter, at: datetime) -> None:
        """Connect, send, close."""
        with self._connected() as server:
            server.send_message(_message(letter, self.sender, at))

    def forget(self, before: datetime) -> None:
        """Nothing is kept here."""

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, context = parts.hostname or "localhost", ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=_TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=_TIMEOUT)
        if parts.scheme == "smtp+starttls":
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter that lies in the folder."""

    key: str
    to: str
    subject: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FolderMailer:
    """Keeps letters as files, the newest last by name."""

    folder: Path
    sender: str

    def send(self, letter: Letter, at: datetime) -> None:
        """Write the letter, whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{at:{_SORTED}}-{token_hex(4)}.eml"
        part = path.with_suffix(".part")
        part.write_bytes(_message(letter, self.sender, at).as_bytes())
        part.chmod(0o600)
        part.replace(path)

    def forget(self, before: datetime) -> None:
        """Delete them, and what a crash left of one."""
        for path in self.folder.glob("*"):
            if path.name < f"{before:{_SORTED}}":
                path.unlink(missing_ok=True)

    def letters(self, most: int = 100) -> list[KeptLetter]:
        """The newest letters, newest first."""
        paths = sorted(self.folder.glob("*.eml"), reverse=True)[:most]
        return [_kept(path) for path in paths]


def _message(letter: Letter, sender: str, at: datetime) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"], message["Message-ID"] = format_datetime(at), make_msgid(domain="beeldpoort.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    for each in letter.enclosed:
        maintype, _, subtype = each.media_type.partition("/")
        message.add_attachment(each.text.encode(), maintype=maintype, subtype=subtype, filename=each.name)
    return message


def _kept(path: Path) -> KeptLetter:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    return KeptLetter(path.stem, str(message["To"]), str(message["Subject"]), text, message["Date"].datetime)
