"""The receipts of a family: the speaker's own in full, and to whoever sees all of a person, that others spoke."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app import receipts as files
from app.web import access, presenters
from app.web.context import me, now, services, session
from app.web.families.frame import frame
from app.web.receipts import told
from app.web.receipts.blueprint import bp
from consent_store.errors import NotFound
from consent_store.ids import PersonId
from consent_store.records.queries import people, receipts, school
from consent_store.rules import capacity
from consent_store.rules.capacity import Sight
from consent_store.rules.receipts import Receipt


@bp.get("/receipts/<person>")
@access.family
def index(person: PersonId) -> ResponseReturnValue:
    """Every receipt about somebody that the reader may know of, the latest first."""
    around, issued = frame(person), receipts.about(session(), person, at=now())
    mine = [each for each in issued if _reads(each)]
    known = issued if around.member.sight is Sight.WHOLE else mine
    return render_template("receipts/index.html", frame=around, lines=told.lines(known, mine))


@bp.get("/receipts/<person>/<key>")
@access.family
def show(person: PersonId, key: str) -> ResponseReturnValue:
    """One receipt."""
    return page(_own(person, key))


@bp.get("/receipts/<person>/<key>/file")
@access.family
def download(person: PersonId, key: str) -> ResponseReturnValue:
    """The receipt as a file that anybody can check."""
    return as_file(_own(person, key))


def page(receipt: Receipt, *, office: bool = False) -> ResponseReturnValue:
    """A receipt, to be read."""
    ours = files.school_key(session(), services())
    return render_template("receipts/show.html", told=told.told(receipt), key=ours, office=office)


def as_file(receipt: Receipt) -> Response:
    """A receipt, to be kept."""
    data = files.make(services(), receipt, presenters.language())
    named = {"Content-Disposition": f'attachment; filename="{files.filename(receipt)}"'}
    return Response(data, mimetype=files.MEDIA_TYPE, headers=named)


def _own(person: PersonId, key: str) -> Receipt:
    receipt = receipts.one(session(), person, key, at=now())
    if not _reads(receipt):
        raise NotFound()
    return receipt


def _reads(receipt: Receipt) -> bool:
    """Whether a receipt is the reader's own, or about themselves, once they speak alone."""
    reader, policy = me().person.id, school.policy(session())
    if reader == receipt.speaker:
        return True
    subject = people.person(session(), reader).subject
    return reader == receipt.person and capacity.speaks_alone(subject, policy.day(now()), policy.age_of_consent)
