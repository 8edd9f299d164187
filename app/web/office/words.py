"""What the office's pages say of values that are kept as codes."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.letters.languages import own_name
from app.web.context import session
from app.web.preferences import LANGUAGES
from app.web.presenters import failure_words, list_words
from consent_store.records.queries import school
from consent_store.records.queries.invitations import Stage, Way

# Why a face was not learnt. Several may stand together, separated by spaces.
WHY: dict[str, LazyString] = {
    "no_face": _l("no face was found in it"),
    "several_faces": _l("there is more than one face in it"),
    "removed": _l("the picture is no longer there"),
    "damaged": _l("the file is damaged"),
    "outlier": _l("it does not look like the other pictures of this person"),
    "alike": _l("it adds nothing to the pictures that are kept"),
    "enough": _l("enough pictures are kept already"),
    "small": _l("the face is too small"),
    "blurred": _l("the face is not sharp"),
    "turned": _l("the face is turned away"),
    "tilted": _l("the head is tilted"),
    "dark": _l("it is too dark"),
    "bright": _l("it is too bright"),
    "cut": _l("a piece of the face is missing"),
    "doubtful": _l("it is not clearly a face"),
    "no_consent": _l("nobody agrees to recognition any more"),
    "recognition_off": _l("recognition is switched off"),
}


STAGES: dict[Stage, LazyString] = {
    Stage.ANSWERED: _l("Answered"),
    Stage.PARTLY: _l("Partly answered"),
    Stage.INVITED: _l("Invited, no answer yet"),
    Stage.NOT_INVITED: _l("Not invited yet"),
}
WAYS: dict[Way, LazyString] = {Way.MAIL: _l("by e-mail"), Way.LETTER: _l("on paper")}


def languages() -> dict[str, str]:
    """What somebody may be written to in: the languages of the pages, and those in which the school has notices."""
    more = sorted(school.notice_languages(session()) - set(LANGUAGES))
    return {language: own_name(language) for language in (*LANGUAGES, *more)}


def why_words(codes: str | None) -> str:
    """Why a face was not learnt, in a few words."""
    known = [str(WHY[code]) for code in (codes or "").split() if code in WHY]
    return list_words(known) if known else failure_words(codes or "")
