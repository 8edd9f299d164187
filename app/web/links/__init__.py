"""The page behind a link: somebody outside is told what they may do with one picture, and takes it."""

import hmac

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from app.web import access, door, limits, tokens
from app.web.context import now, school, session, today
from app.web.presenters import purpose_titles, refusal_words
from consent_store.errors import NotCleared, NotFound
from consent_store.ids import LinkId
from consent_store.operations import links, releases
from consent_store.records.queries import links as questions
from consent_store.records.queries import media
from consent_store.records.queries import releases as release_questions
from consent_store.records.queries import school as school_questions
from consent_store.records.queries.links import LinkView

bp = Blueprint("links", __name__, url_prefix="/link")


@bp.get("/<link>/<code>")
@access.public
def show(link: LinkId, code: str) -> ResponseReturnValue:
    """What it is, and what may be done with it. Looking takes nothing: mail programs look at links as well."""
    return _page(_known(link, code))


@bp.post("/<link>/<code>")
@access.public
@limits.per_address
def take(link: LinkId, code: str) -> ResponseReturnValue:
    """Take the file: the gate is asked once more."""
    view = _known(link, code)
    try:
        return door.hand_out_by_link(link)
    except NotCleared as refusal:
        return make_response(_page(view, refusal), 410)


def _known(link: LinkId, code: str) -> LinkView:
    """A link whose address is right. Else `NotFound`: whether there is such a link stays unsaid."""
    if not hmac.compare_digest(tokens.link_code(link).encode(), code.encode()):
        raise NotFound()
    return questions.link(session(), link)


def _page(view: LinkView, refusal: NotCleared | None = None) -> str:
    release = release_questions.release(session(), view.release)
    item = media.item(session(), release.item)
    good = links.is_open(view.until, view.most, view.taken, view.ended_at, today())
    return render_template(
        "links/show.html",
        link=view,
        school=school(),
        purpose=purpose_titles(school_questions.purposes(session(), retired=True)).get(release.purpose, release.purpose),
        channel=release.channel,
        maker=item.maker.name if item.maker else "",
        open=good and refusal is None and releases.still_open(session(), view.release, at=now()),
        sentence=refusal_words(refusal) if refusal else "",
    )
