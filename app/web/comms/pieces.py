"""The pictures of a batch, with how far each is, from its order to its release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _

from app.web.comms.order import everybody_covered, of_purpose, people_in
from app.web.comms.sheet import names_in
from app.web.context import me, now, session
from app.web.naming import left_words, spans_words
from app.web.presenters import failure_words, masks_words, percent, reasons_told
from app.web.words import REFUSALS
from consent_store.errors import NotFound
from consent_store.ids import ItemId, ReleaseId
from consent_store.operations import releases
from consent_store.operations.unasked import UNASKED
from consent_store.records.queries import drafts as questions
from consent_store.records.queries import media, renditions
from consent_store.records.queries.drafts import DraftView
from consent_store.records.queries.renditions import Failed, Made, Waiting
from consent_store.records.queries.school import PurposeView
from consent_store.records.views import ItemView
from consent_store.rules.gate import Code, Decision
from consent_store.rules.lines import Behalf, filled
from consent_store.rules.terms import Audience, Kind


@dataclass(frozen=True, slots=True)
class Piece:
    """One picture. `stage`: out, held, changed, failed, waiting or ready; `why` says so where it is not ready. `masks` counts who is
    covered in it, `silent` those of them who are voices. `covered`: everybody is.
    `making` is how far its file is, while it is made.
    """

    draft: DraftView
    item: ItemView
    stage: str
    why: Sequence[str]
    masks: int
    silent: int
    covered: bool
    making: Waiting | None

    @property
    def hidden(self) -> str:
        """Who is covered, counted."""
        return masks_words(self.masks - self.silent, self.silent)

    @property
    def moves(self) -> bool:
        """Whether it is played, not looked at."""
        return self.item.kind is not Kind.PHOTO

    @property
    def unplayed(self) -> bool:
        """Whether its file is played first by whoever lets it out: nobody sees at a glance that a film covers everybody."""
        return self.moves and self.masks > 0 and self.stage == "ready" and self.draft.played_by != me().person.id


@dataclass(frozen=True)
class Batch:
    """What was asked for together. Everything but the picture and its alternative text is the same for all."""

    id: str
    purpose: PurposeView
    pieces: Sequence[Piece]

    @property
    def first(self) -> DraftView:
        """What they have in common: of those that are not out, where there are any."""
        return next((piece.draft for piece in self.pieces if piece.stage != "out"), self.pieces[0].draft)

    def at(self, *stages: str) -> list[Piece]:
        """Those that are so far."""
        return [piece for piece in self.pieces if piece.stage in stages]

    @property
    def going(self) -> list[Piece]:
        """What is still to be released, or has been: all but what is held."""
        return self.at("ready", "waiting", "out")

    @cached_property
    def people(self) -> int:
        """How many different people are in it."""
        return people_in([piece.item.id for piece in self.pieces])

    @cached_property
    def makers(self) -> list[str]:
        """Whom to credit."""
        return sorted({piece.item.maker.name for piece in self.pieces if piece.item.maker})

    @property
    def kinds(self) -> list[Kind]:
        """It is of these kinds."""
        return sorted({piece.item.kind for piece in self.pieces})

    @property
    def public(self) -> bool:
        """Whether everybody may see it from then on."""
        return self.purpose.purpose.audience is Audience.PUBLIC

    @property
    def looking(self) -> str:
        """How far the film is whose file is made now, and that every frame of it is looked at; empty where none is."""
        films = [piece.making for piece in self.pieces if piece.making and piece.item.kind is Kind.FILM]
        going = next((making for making in films if making.share is not None), None)
        if going is None:
            return str(_("Every frame of a film is looked at before it goes out.")) if films else ""
        far = ", ".join(filter(None, [percent(going.share or 0.0, 0), left_words(going.seconds_left)]))
        return str(_("Every frame of a film is looked at before it goes out: %(far)s.", far=far))

    @property
    def out(self) -> list[ReleaseId]:
        """What was released, ready to be taken."""
        return [piece.draft.release for piece in self.pieces if piece.draft.release]

    @property
    def begun(self) -> bool:
        """Whether something of it may still become a release."""
        return any(piece.stage != "out" for piece in self.pieces)


def batch(id_: str) -> Batch:
    """What was asked for together. Raises `NotFound`."""
    found = questions.batch(session(), id_)
    items = media.items(session(), [draft.item for draft in found])
    purpose, files = found[0].purpose, renditions.many(session(), [draft.rendition for draft in found])
    decisions = releases.ask_many(session(), [draft.item for draft in found], purpose, at=now())
    covered, told = everybody_covered(list(decisions.values())), _told(decisions)
    voices = media.voices_among(session(), {mask for draft in found if items[draft.item].kind is not Kind.PHOTO for mask in draft.masks})
    pieces = []
    for draft in found:
        item, file, decision = items[draft.item], files.get(draft.rendition), decisions[draft.item]
        stage, why = _stage(draft, item, file, decision)
        reasons = [*_unasked(decision), *told[item.id]] if stage == "held" and file == Failed(UNASKED) else why or told[item.id]
        masks, silent, making = len(draft.masks), len(draft.masks & voices), file if isinstance(file, Waiting) else None
        pieces.append(Piece(draft, item, stage, reasons, masks, silent, item.id in covered, making if stage == "waiting" else None))
    return Batch(id_, of_purpose(purpose), pieces)


@dataclass(frozen=True, slots=True)
class Gone:
    """A picture that was released, on its way out."""

    draft: DraftView
    item: ItemView
    release: ReleaseId


def gone(id_: str) -> list[Gone]:
    """What was released of a batch, without asking about it. Raises `NotFound` for nothing."""
    found = [(draft, draft.release) for draft in questions.batch(session(), id_) if draft.release]
    items = media.items(session(), [draft.item for draft, _ in found])
    if not found:
        raise NotFound()
    return [Gone(draft, items[draft.item], release) for draft, release in found]


def lines(draft: DraftView, school: str) -> dict[str, str]:
    """The line that belongs under it, in each language."""
    behalf = Behalf.PERSONAL if draft.personally else Behalf.SCHOOL
    return {language: filled(line, school) for (whose, language), line in questions.lines(session()).items() if whose is behalf}


def _told(decisions: Mapping[ItemId, Decision]) -> dict[ItemId, Sequence[str]]:
    names = names_in(decisions.values())
    return {item: [each.sentence for each in reasons_told(decision, names, me().duties)] for item, decision in decisions.items()}


def _unasked(decision: Decision) -> list[str]:
    """Who was found when every frame was looked at, as long as they wait for an answer."""
    asked = [reason.sighting for reason in decision.reasons if reason.code is Code.UNANSWERED and reason.sighting]
    spans = sorted(span for view in media.sightings(session(), asked).values() for span in view.sighting.spans)
    said = _("Every frame was looked at, and somebody is in it whom nobody was asked about: %(when)s.", when=spans_words(spans))
    return [str(said)] if spans else []


def _stage(draft: DraftView, item: ItemView, file: Made | Waiting | Failed | None, decision: Decision) -> tuple[str, Sequence[str]]:
    """How far a picture is, and what there is to say of that besides the gate's reasons."""
    if draft.release:
        return "out", ()
    if not decision.passes or item.removed:
        return "held", ()
    if draft.masks != frozenset(decision.masks):
        return "changed", [str(REFUSALS["masks_changed"])]
    if draft.revision != item.revision or (isinstance(file, Made) and not file.current):
        return "changed", [str(REFUSALS["changed_since_drafted"])]
    if isinstance(file, Failed):
        return "failed", [str(REFUSALS[file.code]) if file.code in REFUSALS else failure_words(file.code)]
    return ("ready" if isinstance(file, Made) else "waiting"), ()
