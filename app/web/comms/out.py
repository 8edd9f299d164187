"""What went out: taken again, and where it was posted."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.web import door
from app.web.addresses import within
from app.web.attempts import day, number
from app.web.comms.blueprint import bp, comms
from app.web.context import me, now, session, today, unit_of_work
from app.web.presenters import day_words, purpose_titles
from consent_store.errors import BadInput
from consent_store.ids import ReleaseId
from consent_store.operations import releases
from consent_store.records.queries import media, people, school
from consent_store.records.queries import releases as questions
from consent_store.records.queries.releases import Taken
from consent_store.records.views import ItemView

_PAGE = 60


@dataclass(frozen=True, slots=True)
class Batch:
    """What somebody let out for one purpose and channel on one day. `day` and `by` are words."""

    purpose: str
    channel: str
    day: str
    by: str
    personally: bool
    taken: Sequence[tuple[Taken, ItemView]]


class Places(NamedTuple):
    """Accounts that were used before, those used last first; and today, as a form writes it."""

    accounts: Sequence[str]
    today: str


@bp.get("/latest")
@comms
def latest() -> ResponseReturnValue:
    """What went out last; first of all that of which nobody said yet where it is."""
    everything, start = "all" in request.args, number(request.args.get("start", "")) or 0
    found = questions.latest(session(), unposted=not everything, limit=_PAGE + 1, start=start)
    more = {"following": start + _PAGE if len(found) > _PAGE else None, "previous": max(0, start - _PAGE) if start else None}
    unposted = len(found) if not everything else len(questions.latest(session(), unposted=True))
    return render_template("comms/latest.html", batches=_batches(found[:_PAGE]), everything=everything, unposted=unposted, **more)


@bp.post("/<release>/download")
@comms
def download(release: ReleaseId) -> ResponseReturnValue:
    """Take a release once more: the gate is asked again."""
    return door.hand_out(release, why=request.form.get("why", ""))


@bp.post("/postings")
@comms
def post() -> ResponseReturnValue:
    """Say where one release, or several together, was published: with one press where an account was used before, or in words."""
    posted, form = [ReleaseId(release) for release in request.form.getlist("release")], request.form
    account, on = form.get("quick") or form.get("account", ""), day(form.get("posted_on", ""), "posted_on") or today()
    if on > today():
        raise BadInput(_("This day is in the future."), field="posted_on")
    with unit_of_work() as changing:
        for release in posted:
            releases.post(changing, release, form.get("address", ""), account=account, on=on, actor=me().person.id, at=now())
    flash(ngettext("Written down where %(num)s picture is.", "Written down where %(num)s pictures are.", len(posted)))
    return redirect(within(request.form.get("next"), url_for("comms.latest")), 303)


@bp.app_template_global()
def known_places() -> Places:
    """What the form offers that asks where something was posted."""
    return Places(questions.accounts(session()), today().isoformat())


def _batches(found: Sequence[Taken]) -> list[Batch]:
    items = media.items(session(), [taken.release.item for taken in found])
    purposes = purpose_titles(school.purposes(session(), retired=True))
    names = {id_: view.name for id_, view in people.people(session(), {taken.release.by for taken in found}).items()}
    batches = []
    for _key, alike in groupby(found, key=_together):
        taken = [(each, items[each.release.item]) for each in alike]
        first = taken[0][0].release
        day, by = day_words(first.at), names.get(first.by, "")
        batches.append(Batch(purposes[first.purpose], first.channel, day, by, first.personally, taken))
    return batches


def _together(taken: Taken) -> tuple[object, ...]:
    """What went out together: on one day, by one person, for the same."""
    release = taken.release
    return day_words(release.at), release.by, release.purpose, release.channel, release.personally
