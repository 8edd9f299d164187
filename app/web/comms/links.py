"""Links for somebody outside: made, copied and ended, a release at a time."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import tokens
from app.web.attempts import attempt, day, number
from app.web.comms.blueprint import bp, comms
from app.web.context import me, now, services, session, today
from app.web.presenters import purpose_titles
from consent_store.errors import BadInput
from consent_store.ids import LinkId, ReleaseId
from consent_store.operations import links as operations
from consent_store.operations import releases as release_operations
from consent_store.records.queries import links as questions
from consent_store.records.queries import media, releases, school
from consent_store.records.queries.links import LinkView


@bp.get("/<release>/links")
@comms
def links(release: ReleaseId) -> ResponseReturnValue:
    """The links of a release, and a new one."""
    view = releases.release(session(), release)
    item = media.item(session(), view.item)
    return render_template(
        "comms/links.html",
        release=view,
        item=item,
        event=media.event(session(), item.event),
        purpose=purpose_titles(school.purposes(session(), retired=True)).get(view.purpose, view.purpose),
        links=[(link, _address(link.id), _is_open(link)) for link in questions.links_of(session(), [release])],
        open=release_operations.still_open(session(), release, at=now()),
        today=today(),
        longest=today() + operations.LONGEST,
    )


@bp.post("/<release>/links")
@comms
def make_link(release: ReleaseId) -> ResponseReturnValue:
    """Make a link for one recipient."""
    releases.release(session(), release)
    form = request.form
    with attempt(_("The link is made. Copy it and send it.")) as changing:
        until, most = day(form.get("until", ""), "until"), number(form.get("most", ""))
        if until is None or most is None:
            raise BadInput(_("Fill in a day and a number."), field="until")
        told = {"recipient": form.get("recipient", ""), "until": until, "most": most}
        operations.make(changing, release, **told, actor=me().person.id, at=now())  # type: ignore[arg-type]
    return redirect(url_for("comms.links", release=release), 303)


@bp.post("/links/<link>/end")
@comms
def end_link(link: LinkId) -> ResponseReturnValue:
    """Nobody takes anything by it any more."""
    view = questions.link(session(), link)
    with attempt(_("The link has ended.")) as changing:
        operations.end(changing, link, actor=me().person.id, at=now())
    return redirect(url_for("comms.links", release=view.release), 303)


def _address(link: LinkId) -> str:
    return services().site.public_url + url_for("links.show", link=link, code=tokens.link_code(link))


def _is_open(link: LinkView) -> bool:
    return operations.is_open(link.until, link.most, link.taken, link.ended_at, today())
