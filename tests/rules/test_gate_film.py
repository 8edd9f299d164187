"""The gate for film and sound: who is seen, who is heard, and what cutting leaves. Each case opens or holds by one thing."""

from dataclasses import replace

import pytest

from consent_store.rules import spans
from consent_store.rules.gate import Code, Item, Standings, Verdict
from consent_store.rules.sightings import Answer, Sighting
from consent_store.rules.standing import State
from consent_store.rules.terms import Kind
from tests.rules.build import ANALYSED, ANNA, BRAM, FILM, PHOTO, PRESS, SOUND, Case, attested, known, stands, strip, voice

PERSON, STRANGER, NOBODY = Answer.PERSON, Answer.STRANGER, Answer.NOBODY
CLEARED, MASKED, HELD = Verdict
ANNA_SEEN, BRAM_HEARD = strip("a", PERSON, ANNA), voice("b", PERSON, BRAM)
SEEN = known(stands(ANNA, purpose=PRESS, kind=Kind.FILM), stands(BRAM, purpose=PRESS, kind=Kind.FILM))
HEARD = known(stands(ANNA, purpose=PRESS, kind=Kind.SOUND), stands(BRAM, purpose=PRESS, kind=Kind.SOUND))
PICTURED = known(stands(ANNA, purpose=PRESS), stands(BRAM, purpose=PRESS))
SILENT = SEEN | known(stands(BRAM, State.REFUSED, purpose=PRESS, kind=Kind.SOUND))
IN_HIDING = known(stands(BRAM, barred=True, purpose=PRESS, kind=Kind.SOUND))


def film(*claims: Sighting, standings: Standings = SEEN | HEARD, trims: str = "", item: Item = FILM) -> Case:
    """A recording with these claims, for a purpose that masks, all found, answered and attested."""
    recorded = replace(item, trims=spans.read(trims), analysis=replace(ANALYSED, faces=len(claims)))
    listed = sum(claim.answer is not NOBODY for claim in claims)
    return Case(recorded, claims, (attested(listed=listed),), standings=standings, purpose=PRESS)


CASES: list[tuple[str, Case, Verdict, set[Code]]] = [
    ("2: a voice without an answer", film(ANNA_SEEN, voice("b", None)), HELD, {Code.UNANSWERED}),
    ("2: the crowd is heard", film(ANNA_SEEN, voice("b", Answer.CROWD)), CLEARED, set()),
    ("2: a voice that is none", film(ANNA_SEEN, voice("b", NOBODY)), CLEARED, set()),
    ("2: unanswered, and cut", film(ANNA_SEEN, strip("b", None, when="5000-6000"), trims="5000-6000"), CLEARED, set()),
    ("2: unanswered, cut but for a moment", film(strip("b", None, when="5000-6000"), trims="5001-6000"), HELD, {Code.UNANSWERED}),
    ("2: unanswered, cut at one of two times", film(strip("b", None, when="0-9 5000-6000"), trims="4-7000"), HELD, {Code.UNANSWERED}),
    ("2: unanswered, cut by two cuts that meet", film(strip("b", None), trims="1000-2000 2000-4000"), CLEARED, set()),
    ("2: unanswered, nobody knows when", film(strip("b", None, when=""), trims="0-20000"), HELD, {Code.UNANSWERED}),
    ("2: unanswered, past an end that is not true", film(strip("b", None, when="20000-21000"), trims="0-20000"), HELD, {Code.UNANSWERED}),
    ("3: cut, but counted", replace(film(BRAM_HEARD, trims="0-9000"), reviews=(attested(listed=0),)), HELD, {Code.FEWER_LISTED_THAN_FOUND}),
    ("7: seen and heard", film(ANNA_SEEN, BRAM_HEARD), CLEARED, set()),
    ("7: consent to photos is none to film", film(ANNA_SEEN, standings=PICTURED), HELD, {Code.STANDING_UNKNOWN}),
    ("7: consent to film is none to sound", film(ANNA_SEEN, BRAM_HEARD, standings=SEEN), HELD, {Code.STANDING_UNKNOWN}),
    ("7: heard, without consent to film", film(BRAM_HEARD, standings=HEARD), CLEARED, set()),
    ("7: heard in sound on its own", film(BRAM_HEARD, standings=HEARD, item=SOUND), CLEARED, set()),
    ("8: seen, and not heard", film(ANNA_SEEN, BRAM_HEARD, standings=SILENT), MASKED, {Code.NO_CONSENT}),
    ("8: a voice that nobody knows", film(voice("b", STRANGER)), MASKED, {Code.STRANGER}),
    ("8: a voice at no time", film(voice("b", STRANGER, when="")), HELD, {Code.STRANGER, Code.NO_PLACE_TO_MASK}),
    ("8: a voice in a photo", film(voice("b", STRANGER, when=""), item=PHOTO), HELD, {Code.STRANGER, Code.NO_PLACE_TO_MASK}),
    ("8: a face without a place", film(strip("b", STRANGER, place=False)), HELD, {Code.STRANGER, Code.NO_PLACE_TO_MASK}),
    ("8: a place at no time", film(strip("b", STRANGER, when="")), HELD, {Code.STRANGER, Code.NO_PLACE_TO_MASK}),
    ("8: a refusing voice, cut", film(BRAM_HEARD, standings=SILENT, trims="850-4150"), CLEARED, set()),
    ("8: cut, but for what rings on", film(BRAM_HEARD, standings=SILENT, trims="850-4149"), MASKED, {Code.NO_CONSENT}),
    ("8: cut, but for how it begins", film(BRAM_HEARD, standings=SILENT, trims="851-4150"), MASKED, {Code.NO_CONSENT}),
    ("8: nothing rings outside the recording", film(voice("b", STRANGER, when="0-20000"), trims="0-20000"), CLEARED, set()),
    ("8: in hiding is not silenced", film(BRAM_HEARD, standings=IN_HIDING), HELD, {Code.NOT_LOCATABLE}),
]  # fmt: skip


@pytest.mark.parametrize(("case", "verdict", "codes"), [pytest.param(*row[1:], id=row[0]) for row in CASES])
def test_rules_of_the_gate_for_recordings(case: Case, verdict: Verdict, codes: set[Code]) -> None:
    decision = case.decide()
    assert (decision.verdict, {reason.code for reason in decision.reasons}) == (verdict, codes)


def test_reasons_say_whether_it_is_about_a_voice() -> None:
    refused = known(stands(ANNA, State.REFUSED, purpose=PRESS, kind=Kind.FILM))
    reasons = film(ANNA_SEEN, BRAM_HEARD, voice("c", None), standings=SILENT | refused).decide().reasons
    assert {reason.sighting: reason.heard for reason in reasons} == {"a": False, "b": True, "c": True}


def test_masks_name_voices_and_strips() -> None:
    assert film(strip("c", STRANGER), voice("b", STRANGER), ANNA_SEEN).decide().masks == ("c", "b")
