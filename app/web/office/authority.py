"""Who has legal authority? The office's own answer, guardian by guardian: no roster says it, and nobody guesses it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.context import me, now, session, unit_of_work
from app.web.office.blueprint import bp, office
from consent_store.ids import GroupId
from consent_store.operations import people as operations
from consent_store.records.queries import people, rosters
from consent_store.records.queries.rosters import Open

_ANSWERS = {"yes": True, "no": False}


@bp.get("/authority")
@office
def authority() -> ResponseReturnValue:
    """Those of whom nobody said it yet: of one class, or of all."""
    group = _group()
    found = rosters.open_authority(session(), group)
    counts = rosters.open_authority_by_group(session())
    groups = [each for each in people.group_list(session()) if each.id in counts]
    classes = people.groups_by_person(session(), [each.pupil.id for each in found])
    total = rosters.number_of_open_authority(session())
    return render_template(
        "office/authority.html", found=found, groups=groups, counts=counts, classes=classes, chosen=group, total=total, field=field
    )


@bp.post("/authority")
@office
def answer_authority() -> ResponseReturnValue:
    """Record the answers that were given; the others stay open."""
    group, number = _group(), 0
    with unit_of_work() as changing:
        for each in rosters.open_authority(changing, group):
            answer = _ANSWERS.get(request.form.get(field(each), ""))
            if answer is not None:
                operations.record_guardianship(changing, each.guardian.id, each.pupil.id, answer, actor=me().person.id, at=now())
                number += 1
    flash(ngettext("%(num)s answer is recorded.", "%(num)s answers are recorded.", number) if number else _("Nothing was answered."))
    return redirect(url_for("office.authority", group=group), 303)


def field(each: Open) -> str:
    """The name of a question's field."""
    return f"{each.pupil.id}.{each.guardian.id}"


def _group() -> GroupId | None:
    chosen = request.values.get("group", "")
    return GroupId(chosen) if chosen else None
