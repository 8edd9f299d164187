"""What leaves, counted: per month and purpose, who is often in it, and who never."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.web.comms.blueprint import bp, counting
from app.web.context import me, session, today
from app.web.presenters import purpose_titles
from consent_store.ids import GroupId, PurposeCode
from consent_store.records.queries import counts, people, school
from consent_store.records.queries.people import PersonView
from consent_store.rules.counts import Group, Month, months, spread
from consent_store.rules.terms import Duty, Role

_MONTHS = 12
_MOST, _NEVER = 10, 200  # names that are listed
_NAMING = frozenset({Duty.COMMS, Duty.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Often:
    """Somebody, and in how many pictures they are."""

    person: PersonView
    number: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What left in twelve months: by month and purpose, and over how many pupils. `most` and `never` are empty for whoever may not see
    names; `without` counts those in no picture.
    """

    months: Sequence[Month]
    totals: Sequence[int]
    by_purpose: dict[str, Sequence[int]]
    groups: Sequence[Group]
    most: Sequence[Often]
    never: Sequence[PersonView]
    without: int

    @property
    def total(self) -> int:
        """How many releases there were."""
        return sum(self.totals)


@bp.get("/numbers")
@counting
def numbers() -> ResponseReturnValue:
    """What left, and who is in it."""
    asked = request.args.get("group", "all")
    group = GroupId("" if asked == "all" else asked)
    found = _counted(group)
    names = bool(_NAMING & me().duties)
    groups = [("", "")] + [(view.id, view.name) for view in people.group_list(session())]
    return render_template("comms/numbers.html", found=found, names=names, group=group, groups=groups)


def _counted(group: GroupId) -> Counted:
    span = months(today(), _MONTHS, school.policy(session()).zone)
    released, shown = counts.released(session(), span), counts.shown(session(), span[0].start, span[-1].end)
    pupils = [view for view in people.people_in(session(), [group]) if view.role is Role.PUPIL] if group else _pupils()
    often = sorted((Often(view, shown.get(view.id, 0)) for view in pupils), key=lambda each: (-each.number, each.person.name))
    without = [each.person for each in often if not each.number]
    named = bool(_NAMING & me().duties)
    return Counted(
        span,
        [sum(month.values()) for month in released],
        _by_purpose(released),
        spread([each.number for each in often]),
        [each for each in often[:_MOST] if each.number] if named else [],
        without[:_NEVER] if named else [],
        len(without),
    )


def _pupils() -> list[PersonView]:
    return people.people_of_role(session(), Role.PUPIL)


def _by_purpose(released: Sequence[dict[PurposeCode, int]]) -> dict[str, Sequence[int]]:
    """The numbers of each purpose that had any, month by month, in the school's order."""
    titles = purpose_titles(school.purposes(session(), retired=True))
    used = {code for month in released for code in month}
    return {title: [month.get(code, 0) for month in released] for code, title in titles.items() if code in used}
