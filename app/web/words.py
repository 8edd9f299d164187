"""The words for values that the domain names by codes. Each table is whole: a test holds it against its enumeration."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from consent_store.rules.captions import What
from consent_store.rules.entries import Method, Say
from consent_store.rules.extent import Extent
from consent_store.rules.forms import Form
from consent_store.rules.gate import Code, Verdict
from consent_store.rules.names import Near
from consent_store.rules.sightings import Answer, Confidence
from consent_store.rules.standing import State
from consent_store.rules.terms import Audience, Duty, Kind, Role

VERDICTS: dict[Verdict, LazyString] = {
    Verdict.CLEARED: _l("Cleared"),
    Verdict.MASKED: _l("Cleared with masks"),
    Verdict.HELD: _l("Held"),
}

# What is so, and what to do about it. %(name)s is a person whom the reader may see named, else "Somebody".
REASONS: dict[Code, tuple[LazyString, LazyString]] = {
    Code.NOT_ANALYSED: (_l("The computer has not looked at it yet."), _l("Wait a moment; it goes on by itself.")),
    Code.ANALYSIS_OUTDATED: (_l("It was looked at by an older engine."), _l("Wait a moment; it is looked at again by itself.")),
    Code.ANALYSIS_FAILED: (_l("The computer could not look at it."), _l("Look at it yourself, or upload it again.")),
    Code.UNANSWERED: (_l("A face has no answer yet."), _l("Review it.")),
    Code.NOT_ATTESTED: (_l("Nobody attested that everyone is listed."), _l("Review it and attest.")),
    Code.CHANGED_SINCE_ATTESTED: (_l("Something changed after it was attested."), _l("Look again and attest.")),
    Code.FEWER_LISTED_THAN_FOUND: (_l("Fewer people are listed than were found."), _l("Review it again.")),
    Code.FOUR_EYES: (_l("For the public a second person must attest, not whoever uploaded it."), _l("Ask a colleague to review it.")),
    Code.DOUBT_OPEN: (_l("There is a doubt about it."), _l("The supervisor answers first.")),
    Code.DOUBT_UPHELD: (_l("The supervisor keeps it shut."), _l("Choose another one, or ask the supervisor.")),
    Code.MAKER_UNKNOWN: (_l("It is not known whose work it is."), _l("Fill in the maker and the permission.")),
    Code.NO_CONSENT: (_l("%(name)s may not be shown here."), _l("Choose another one, or one without %(name)s.")),
    Code.NOT_LOCATABLE: (_l("%(name)s may not be shown here."), _l("Choose another one, or one without %(name)s.")),
    Code.STRANGER: (_l("There is a stranger in it."), _l("Choose another one, or say who it is.")),
    Code.NO_PLACE_TO_MASK: (_l("%(name)s cannot be covered: nobody pointed out where."), _l("Draw a box around %(name)s.")),
    Code.CONFIDENTIAL: (_l("It is confidential."), _l("It goes out for nothing.")),
    Code.ASIDE: (_l("It was set aside."), _l("Take it back, or choose another one.")),
    Code.REMOVED: (_l("It was removed."), _l("There is nothing left to release.")),
    Code.KIND_NOT_SERVED: (_l("This purpose does not take this kind of medium."), _l("Choose another purpose.")),
    Code.STANDING_UNKNOWN: (_l("It is not known whether %(name)s may be shown here."), _l("Ask the office.")),
    Code.BROKEN: (_l("What is kept about it does not hold together."), _l("Ask the office.")),
}

# The same of a voice, where it is said otherwise.
HEARD: dict[Code, tuple[LazyString, LazyString]] = {
    Code.UNANSWERED: (_l("A voice has no answer yet."), _l("Listen, and say whose it is.")),
    Code.NO_CONSENT: (_l("%(name)s may not be heard here."), _l("Choose another one, or one without %(name)s.")),
    Code.NOT_LOCATABLE: (_l("%(name)s may not be heard here."), _l("Choose another one, or one without %(name)s.")),
    Code.STRANGER: (_l("A stranger is heard in it."), _l("Choose another one, or say who it is.")),
    Code.NO_PLACE_TO_MASK: (_l("%(name)s cannot be silenced: nobody said when."), _l("Say from when to when %(name)s is heard.")),
    Code.STANDING_UNKNOWN: (_l("It is not known whether %(name)s may be heard here."), _l("Ask the office.")),
}

# How the consent of somebody stands, where that is more than "may not be shown". A withdrawal is not spelled out: whoever asks for
# no reason gets the same sentence as somebody whose whereabouts are secret.
NO_CONSENT: dict[State, LazyString] = {
    State.REFUSED: _l("%(name)s: the answer was no."),
    State.EXPIRED: _l("%(name)s: the consent has run out."),
    State.OUTDATED: _l("%(name)s: the wording has changed since the consent."),
    State.NEVER_ASKED: _l("%(name)s: there is no answer yet, so it is no."),
}
ASK_AGAIN: dict[State, LazyString] = {
    State.EXPIRED: _l("Ask the family again, or choose another one."),
    State.OUTDATED: _l("Ask the family again, or choose another one."),
    State.NEVER_ASKED: _l("Ask the family, or choose another one."),
}

NOT_LOCATABLE_FOR_OFFICE = _l("%(name)s must not be found: never shown to the public, whatever was said.")

STATES: dict[State, LazyString] = {
    State.GIVEN: _l("Yes"),
    State.REFUSED: _l("No"),
    State.WITHDRAWN: _l("Taken back"),
    State.EXPIRED: _l("Run out"),
    State.OUTDATED: _l("To be asked again"),
    State.NEVER_ASKED: _l("No answer yet, so no"),
}

SAYS: dict[Say, LazyString] = {
    Say.YES: _l("said yes"),
    Say.NO: _l("said no"),
    Say.WITHDRAWN: _l("took the yes back"),
    Say.LIFTED: _l("let the usual answer count again"),
}

METHODS: dict[Method, LazyString] = {Method.ONLINE: _l("online"), Method.PAPER: _l("on paper")}

KINDS: dict[Kind, LazyString] = {Kind.PHOTO: _l("photo"), Kind.FILM: _l("film"), Kind.SOUND: _l("sound")}

AUDIENCES: dict[Audience, LazyString] = {Audience.INTERNAL: _l("inside the school"), Audience.PUBLIC: _l("everybody")}

EXTENTS: dict[Extent, LazyString] = {
    Extent.NOWHERE: _l("Nowhere"),
    Extent.INSIDE: _l("Not outside the school"),
    Extent.PARTLY: _l("Not everywhere"),
    Extent.EVERYWHERE: _l("Everywhere"),
}

ANSWERS: dict[Answer, LazyString] = {
    Answer.PERSON: _l("a person of the school"),
    Answer.STRANGER: _l("stranger"),
    Answer.UNRECOGNISABLE: _l("not recognisable"),
    Answer.NOBODY: _l("not a face"),
    Answer.CROWD: _l("the crowd"),
}

CONFIDENCES: dict[Confidence, LazyString] = {
    Confidence.SURE: _l("very likely"),
    Confidence.UNSURE: _l("perhaps"),
    Confidence.UNKNOWN: _l("unknown"),
}

ROLES: dict[Role, LazyString] = {
    Role.PUPIL: _l("pupil"),
    Role.STAFF: _l("staff"),
    Role.GUEST: _l("guest"),
    Role.GUARDIAN: _l("parent or guardian"),
}

FILM_FORMS: dict[Form, tuple[LazyString, LazyString]] = {
    Form.WEB: (_l("For a web page"), _l("MP4 of at most 720 lines: it plays everywhere.")),
    Form.SQUARE: (_l("Square"), _l("1080 by 1080 pixels; the faces stay in it.")),
    Form.STORY: (_l("Story"), _l("1080 by 1920 pixels, upright.")),
    Form.ORIGINAL: (_l("As large as it is"), _l("MP4 of at most 1080 lines.")),
}

FORMS: dict[Form, tuple[LazyString, LazyString]] = {
    Form.WEB: (_l("For a web page"), _l("At most 2048 pixels wide or high.")),
    Form.SQUARE: (_l("Square"), _l("1080 by 1080 pixels; the faces stay in it.")),
    Form.STORY: (_l("Story"), _l("1080 by 1920 pixels, upright.")),
    Form.ORIGINAL: (_l("As large as it is"), _l("For print.")),
}

# What a mark in a caption is, and what may be done about it.
MARKS: dict[What, LazyString] = {
    What.NAMES: _l("A list of names"),
    What.EMAIL: _l("An e-mail address"),
    What.ADDRESS: _l("An address"),
    What.BIRTH_DATE: _l("A birth date"),
    What.PHONE: _l("A phone number"),
    What.NAME: _l("A name"),
}

NEAR: dict[Near, LazyString] = {
    Near.PICTURED: _l("somebody in these pictures, who was not asked to be named"),
    Near.EVENT: _l("somebody of a class that took part, who was not asked to be named"),
    Near.SCHOOL: _l("somebody of the school, who was not asked to be named"),
}

DUTIES: dict[Duty, LazyString] = {
    Duty.TEACHER: _l("teacher"),
    Duty.COMMS: _l("communications"),
    Duty.SUPERVISOR: _l("supervisor"),
    Duty.OFFICE: _l("office"),
    Duty.PRIVACY: _l("privacy officer"),
    Duty.ADMIN: _l("administrator"),
}

# By the code of a refusal; those of the six kinds stand for whatever has no words of its own.
REFUSALS: dict[str, LazyString] = {
    "refused": _l("This was refused. Nothing has changed."),
    "not_found": _l("This does not exist, or not for you. Nothing has changed."),
    "not_allowed": _l("You may not do this. Nothing has changed."),
    "bad_input": _l("This cannot be used. Nothing has changed; look at what was filled in and try again."),
    "conflict": _l("This changed while you were looking. Nothing was done; look again."),
    "not_cleared": _l("The gate is shut for this. Nothing went out."),
    "broken_record": _l("The record is broken. Nothing goes out until it is mended; tell the office."),
    "passkey_refused": _l("This passkey was not accepted. Nothing has changed; try again."),
    "passkey_copied": _l("This passkey was not accepted, because it looks like a copy. Tell the office."),
    "passkey_known": _l("This passkey is known already."),
    "last_key": _l("This is your only second key. Make another one first."),
    "said_meanwhile": _l("This was changed in another window. Nothing was recorded; look again."),
    "draft_changed": _l("This draft was changed or published meanwhile. Nothing is in force yet; look again."),
    "notice_outdated": _l("The wording has changed meanwhile. Nothing was recorded; read the new one and choose again."),
    "file_waiting": _l("The file for this is still being made. Nothing went out; try again in a minute."),
    "masks_changed": _l("Others must be covered now than when the file was made. Nothing went out; have it made anew."),
    "changed_since_drafted": _l("Something changed about this picture since the file was made. Nothing went out; have it made anew."),
    "mask_shows": _l("Somebody who must be covered could still be recognised. Nothing went out; cover the place by hand, or leave it."),
    "unasked": _l("Somebody is in this whom nobody was asked about. Nothing went out; say in its review who that is."),
    "alt_names": _l("The words for who cannot see the picture name somebody. Nothing went out; write them without a name."),
    "not_played": _l("The file covers somebody, and you did not play it to its end yet. Nothing went out; play it first."),
    "no_place": _l("Somebody who must be covered has no place in the picture any longer. Nothing went out; review it again."),
    "too_small": _l("The picture is too small for this size. Nothing went out; choose another one."),
    "nothing_left": _l("Too little of it would be left. Keep at least a second of it."),
    "damaged": _l("The original is damaged. Nothing went out; tell the office."),
    "changed": _l("Something changed while the file was made. Nothing went out; have it made anew."),
    "removed": _l("The picture was removed. Nothing went out."),
    "caption_open": _l("Something in the text is still marked. Mend it, or say why it is meant. Nothing went out."),
    "caption_unconfirmed": _l("Confirm that nothing else in it is confidential or personal. Nothing went out."),
}

# What `operations.watch` writes down as the reason, in the reader's language.
SWITCHED_ITSELF_OFF = _l("Too much of what recognition was sure of was rejected, so it switched itself off.")
