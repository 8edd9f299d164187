"""How much travels: pages and style sheets go compressed, and a file that is asked for by its content is fetched once.

Compressing a page that holds a secret beside what a stranger chose tells the length of a guess (BREACH). Who makes a victim's browser
ask does so from another site: such a request is answered as it is. See DECISIONS.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request, url_for
from flask_compress import Compress

_COMPRESS = Compress()
_VERSION = "v"
_FOR_EVER = "public, max-age=31536000, immutable"
_OURS = frozenset({"same-origin", "none"})


def install(app: Flask) -> None:
    """Compress answers on their way out, and name every static file by what is in it."""
    app.config.update(
        COMPRESS_REGISTER=False, COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_ALGORITHM_STREAMING=["br", "gzip"], COMPRESS_BR_LEVEL=5
    )
    _COMPRESS.init_app(app)
    app.after_request(_lightened)
    app.url_defaults(_named)
    app.jinja_env.globals["sprite"] = _sprite


def _sprite() -> str:
    """The address of the signs: a page draws hundreds of them, and works it out once."""
    if "sprite" not in g:
        g.sprite = url_for("static", filename="icons.svg")
    return str(g.sprite)


def _lightened(answer: Response) -> Response:
    if request.endpoint == "static":
        if request.args.get(_VERSION, "") == _content((request.view_args or {})["filename"]):
            answer.headers["Cache-Control"] = _FOR_EVER
        return _COMPRESS.after_request(answer)
    answer.vary.add("Sec-Fetch-Site")
    asked_by_us = request.headers.get("Sec-Fetch-Site", "none") in _OURS
    return answer if answer.is_streamed or not asked_by_us else _COMPRESS.after_request(answer)


def _named(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and _VERSION not in values:
        values[_VERSION] = _content(values["filename"])


def _content(name: str) -> str | None:
    """The first figures of a file's SHA-256; None where there is no such file of ours."""
    folder = Path(current_app.static_folder or "").resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        return None
    return _figures(path, path.stat().st_mtime_ns)


@cache
def _figures(path: Path, _changed: int) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]
