"""What the pages of cases say."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from consent_store.rules.incidents import Part, Sort

PARTS: dict[Part, LazyString] = {
    Part.SHOWN: _l("Shown in the picture"),
    Part.PUBLISHED: _l("Published it"),
    Part.WITNESS: _l("Saw it, or told of it"),
}
SORTS: dict[Sort, LazyString] = {
    Sort.LETTER: _l("A letter, a mail, a conversation"),
    Sort.MEASURE: _l("A measure"),
    Sort.NOTE: _l("A note"),
}
ADDED: dict[Sort, LazyString] = {
    Sort.LETTER: _l("Letter or conversation"),
    Sort.MEASURE: _l("Measure"),
    Sort.NOTE: _l("Note"),
}
SIGNS: dict[Sort, str] = {Sort.LETTER: "mail", Sort.MEASURE: "alert", Sort.NOTE: "pencil"}
