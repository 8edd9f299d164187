"""The receipts of what the office entered from paper, to be printed and handed over."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.web import access
from app.web.context import now, session
from app.web.receipts import told
from app.web.receipts.blueprint import bp
from app.web.receipts.pages import as_file, page
from consent_store.errors import NotFound
from consent_store.ids import PersonId
from consent_store.records.queries import people, receipts
from consent_store.rules.entries import Method
from consent_store.rules.receipts import Receipt
from consent_store.rules.terms import Duty

_office = access.allow(Duty.OFFICE)


@bp.get("/office/people/<person>/receipts")
@_office
def paper_index(person: PersonId) -> ResponseReturnValue:
    """Every receipt about somebody that came on paper."""
    found = [each for each in receipts.about(session(), person, at=now()) if _on_paper(each)]
    return render_template("receipts/paper.html", person=people.person(session(), person), lines=told.lines(found, found))


@bp.get("/office/people/<person>/receipts/<key>")
@_office
def paper_show(person: PersonId, key: str) -> ResponseReturnValue:
    """One of them."""
    return page(_from_paper(person, key), office=True)


@bp.get("/office/people/<person>/receipts/<key>/file")
@_office
def paper_download(person: PersonId, key: str) -> ResponseReturnValue:
    """The same as a file."""
    return as_file(_from_paper(person, key))


def _from_paper(person: PersonId, key: str) -> Receipt:
    receipt = receipts.one(session(), person, key, at=now())
    if not _on_paper(receipt):
        raise NotFound()
    return receipt


def _on_paper(receipt: Receipt) -> bool:
    return receipt.happened[0].word.method is Method.PAPER
