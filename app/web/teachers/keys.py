"""The keys of the review, as its dialog lists them and its buttons and js/review.js, for a film js/film.js, obey them: tests hold the three
together.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString


@dataclass(frozen=True, slots=True)
class Key:
    """What a key is called in the browser, how it is drawn, and what it does."""

    code: str
    sign: str
    words: LazyString


KEYS = (
    Key("Enter", "↵", _l("Yes")),
    Key("2", "2", _l("The second name")),
    Key("n", "N", _l("No, somebody else")),
    Key("v", "V", _l("Stranger")),
    Key("h", "H", _l("Not recognisable")),
    Key("x", "X", _l("Not a face")),
    Key("p", "P", _l("Somebody is missing")),
    Key("t", "T", _l("Draw a box")),
    Key("g", "G", _l("A whole group")),
    Key("z", "Z", _l("Look closer")),
    Key("a", "A", _l("Attest")),
    Key("s", "S", _l("Set aside")),
    Key("d", "D", _l("Ask the supervisor")),
    Key("u", "U", _l("Undo")),
    Key("r", "R", _l("Redo")),
    Key("ArrowRight", "→", _l("Next face")),
    Key("ArrowLeft", "←", _l("Previous face")),
    Key("]", "]", _l("Next photo")),
    Key("[", "[", _l("Previous photo")),
    Key(".", ".", _l("Next photo that waits")),
    Key("Escape", "Esc", _l("Leave what you began")),
    Key("?", "?", _l("These keys")),
)

_ANSWERS = (
    Key("Enter", "↵", _l("Yes")),
    Key("2", "2", _l("The second name")),
    Key("/", "/", _l("No, somebody else")),
    Key("v", "V", _l("Stranger")),
    Key("h", "H", _l("Not recognisable")),
    Key("c", "C", _l("The crowd")),
    Key("x", "X", _l("Not a face, not a voice")),
    Key("m", "M", _l("Somebody is missing")),
    Key("y", "Y", _l("A voice is missing")),
    Key("t", "T", _l("Draw a box")),
    Key("g", "G", _l("A whole group")),
)
_PLAYING = (
    Key(" ", "␣", _l("Play or pause")),
    Key("l", "L", _l("Play this one alone")),
    Key("ArrowRight", "→", _l("One picture on")),
    Key("ArrowLeft", "←", _l("One picture back")),
    Key("Shift+ArrowRight", "⇧→", _l("A second on")),
    Key("Shift+ArrowLeft", "⇧←", _l("A second back")),
    Key("n", "N", _l("Next without an answer")),
    Key("p", "P", _l("Previous without an answer")),
    Key("ArrowDown", "↓", _l("Next lane")),
    Key("ArrowUp", "↑", _l("Previous lane")),
    Key("+", "+", _l("Timeline larger")),
    Key("-", "-", _l("Timeline smaller")),
)
_MENDING = (
    Key("j", "J", _l("The same one as …")),
    Key("b", "B", _l("Split here")),
    Key("e", "E", _l("Move the box")),
    Key("i", "I", _l("Begins here")),
    Key("o", "O", _l("Ends here")),
    Key("k", "K", _l("Cut out")),
)
_OF_FILM = {"]": _l("What comes next"), "[": _l("What came before"), ".": _l("Next that waits")}
FILM_KEYS = (
    *_PLAYING,
    *_ANSWERS,
    *_MENDING,
    *(key for key in KEYS if key.code in {"a", "s", "d", "u", "r", "Escape", "?"}),
    *(Key(code, code, words) for code, words in _OF_FILM.items()),
)
