"""The keys of the review, as its dialog lists them and its buttons and js/review.js obey them: a test holds the three together."""

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
