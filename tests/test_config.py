"""Settings: defaults that suit one machine, and every mistake named at the same time."""

from pathlib import Path

import pytest

from config import Config, ConfigError


def _read(**settings: str) -> Config:
    return Config.from_env({f"BEELDPOORT_{name}": text for name, text in settings.items()} | {"PATH": "/bin"})


def _wrong(**settings: str) -> list[str]:
    with pytest.raises(ConfigError) as error:
        _read(**settings)
    return [line.removeprefix("  - BEELDPOORT_") for line in str(error.value).splitlines()[1:]]


def test_one_machine_needs_nothing(tmp_path: Path) -> None:
    config = _read(HOME=str(tmp_path))
    assert config.database_url == f"sqlite:///{tmp_path}/registry.db"
    assert (config.keys, config.vault, config.smtp_url, config.secure) == (tmp_path / "keys", tmp_path / "vault", None, False)
    assert config.public_url == "http://localhost:8000"


def test_an_address_is_kept_without_its_last_stroke() -> None:
    config = _read(PUBLIC_URL="https://beeld.school.test/")
    assert (config.public_url, config.secure) == ("https://beeld.school.test", True)


def test_every_mistake_is_named_at_once() -> None:
    wrong = _wrong(
        PORT="70000", QUEUE_URL="amqp://q", LOG_LEVEL="loud", MODELS="/nowhere/at/all", THREADS="two", PROXIES="-1", COLOUR="green"
    )
    named = {sentence.split()[0] for sentence in wrong}
    assert named == {"PORT", "QUEUE_URL", "LOG_LEVEL", "MODELS", "THREADS", "PROXIES", "COLOUR"}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("DATABASE_URL", "mysql://db", "must be a URL that starts with sqlite:"),
        ("DATABASE_URL", "postgresql://[db", "must be a URL"),
        ("DATABASE_URL", "sqlite://", "must name a file"),
        ("DATABASE_URL", "sqlite:registry.db", "must name a file"),
        ("DATABASE_URL", "sqlite://registry.db", "must name a file"),
        ("DATABASE_URL", "postgresql://db:port/registry", "must be a URL that can be read"),
        ("QUEUE_URL", "redis://queue:99999/0", "must be a URL that can be read"),
        ("SMTP_URL", "smtp://mail.school.test:smtp", "must be a URL that can be read"),
        ("QUEUE_URL", "sqlite:///", "must name a file"),
        ("SMTP_URL", "mail.school.test", "must be a URL that starts with smtp:"),
        ("PUBLIC_URL", "https:", "must name a host"),
        ("PORT", "0", "must be a whole number from 1 to 65535, not '0'"),
        ("THREADS", "1.5", "must be a whole number"),
        ("LOG_LEVEL", "LOUD", "must be one of debug, info"),
        ("MODELS", "/nowhere/at/all", "is not a folder"),
        ("PROT", "80", "is not a setting of Beeldpoort"),
    ],
)
def test_a_mistake_says_what_would_be_right(name: str, text: str, words: str) -> None:
    [sentence] = _wrong(**{name: text})
    assert sentence.startswith(f"{name} {words}")


def test_what_is_not_ours_is_none_of_our_business() -> None:
    assert Config.from_env({"PORT": "x", "BEELD": "y"}).port == 8000
