"""Rosters come in: files are read, what must not be kept is named, and the office says what each column is."""

from collections.abc import Iterator, Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.roster import Given, Table, fingerprint, missing, read
from app.roster.bounds import MOST_BYTES
from app.roster.columns import doubled
from app.web import bodies
from app.web.bodies import Part
from app.web.context import me, now, services, session, unit_of_work
from app.web.office import roster_words
from app.web.office.blueprint import bp, office
from app.web.office.roster_drafts import Draft, columns_of, open_
from app.web.presenters import refusal_words
from consent_store.errors import BadInput
from consent_store.ids import RosterId
from consent_store.operations import roster_files
from consent_store.records.queries import people, rosters

_EXAMPLES = 3


@bp.get("/roster")
@office
def roster() -> ResponseReturnValue:
    """Where files are handed in, and what came of earlier ones."""
    recent = rosters.recent(session())
    names = people.people(session(), {view.applied_by or view.by for view in recent})
    open_number = rosters.number_of_open_authority(session())
    return render_template("office/roster.html", recent=recent, names=names, open_number=open_number)


@bp.post("/roster")
@office
def hand_in() -> ResponseReturnValue:
    """Read files and keep what may be kept, sealed, until it is applied."""
    try:
        given = list(_given(bodies.parts()))
        reading = read(given)
    except BadInput as wrong:
        flash(refusal_words(wrong), "error")
        return redirect(url_for("office.roster"), 303)
    columns, said = columns_of(reading)
    stored = services().vault.put(reading.as_bytes())
    try:
        with unit_of_work() as changing:
            made = roster_files.hand_in(changing, [each.name for each in given], stored.name, columns, actor=me().person.id, at=now())
    except BaseException:
        services().vault.shred(stored.name)
        raise
    return redirect(url_for("office.roster_plan" if said else "office.roster_columns", roster=made), 303)


@bp.get("/roster/<roster>/columns")
@office
def roster_columns(roster: RosterId) -> ResponseReturnValue:
    """What each column is: guessed or remembered, with examples, to be corrected."""
    draft = open_(roster)
    return _columns_page(draft, draft.view.mapping)


@bp.post("/roster/<roster>/columns")
@office
def map_columns(roster: RosterId) -> ResponseReturnValue:
    """Keep what each column is, for this roster and for the next file with these headers."""
    draft = open_(roster)
    columns = {fingerprint(table.header): _told(number, table) for number, table in enumerate(draft.reading.tables)}
    wrong = "doubled" if any(map(doubled, columns.values())) else missing(list(columns.values()))
    if wrong:
        return _columns_page(draft, columns, wrong), 422
    with unit_of_work() as changing:
        roster_files.map_columns(changing, roster, columns, actor=me().person.id, at=now())
    return redirect(url_for("office.roster_plan", roster=roster), 303)


def _given(parts: Iterator[Part]) -> Iterator[Given]:
    """The files of the form. Raises `BadInput` where there is none, or where they are too much together."""
    left, number = MOST_BYTES, 0
    for part in parts:
        if part.file_name:
            data = part.read(left + 1)
            left, number = left - len(data), number + 1
            if left < 0:
                raise BadInput(_("The files are larger than 48 MB together. Nothing of them is kept."), field="files")
            yield Given(part.file_name.replace("\\", "/").rpartition("/")[2], data)
    if not number:
        raise BadInput(_("Choose a file first."), field="files")


def _told(number: int, table: Table) -> tuple[str, ...]:
    return tuple(request.form.get(f"{number}.{column}", "") for column in range(len(table.header)))


def _columns_page(draft: Draft, columns: Mapping[str, object], wrong: str | None = None) -> str:
    tables = [(table, columns.get(fingerprint(table.header), ()), _examples(table)) for table in draft.reading.tables]
    told = {"tables": tables, "choices": roster_words.choices(), "lacks": roster_words.LACKS[wrong] if wrong else None}
    return render_template("office/roster_columns.html", draft=draft, unkept=roster_words.UNKEPT, **told)


def _examples(table: Table) -> list[list[str]]:
    """The first cells of each column that hold something."""
    columns: list[list[str]] = [[] for _header in table.header]
    for _number, cells in table.rows[:200]:
        for found, cell in zip(columns, cells, strict=True):
            if cell and cell not in found and len(found) < _EXAMPLES:
                found.append(cell)
    return columns


bp.record_once(bodies.by_hand(hand_in))
