"""What an import would do: a roster compared with the register. Nothing is deleted, and nobody's authority is guessed or taken away."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace

from consent_store.ids import PersonId
from consent_store.rules.roster import (
    Change,
    Difference,
    Doubt,
    Doubtful,
    Entrant,
    Identity,
    Leaver,
    Move,
    Newcomer,
    Plan,
    Register,
    Registered,
    Roster,
    Tie,
)
from consent_store.rules.roster_match import match
from consent_store.rules.terms import Role


def compare(roster: Roster, register: Register, *, apart: Collection[Identity] = (), part: bool = False) -> Plan:
    """The plan. `apart`: names with addresses that belong to more than one person; `part`: whoever the roster does not name stays."""
    return _Comparison(replace(roster, part=roster.part or part), register, apart).plan()


class _Comparison:
    def __init__(self, roster: Roster, register: Register, apart: Collection[Identity]) -> None:
        self.roster, self.register = roster, register
        self.found = match(roster, register, apart)
        self.doubts = list(self.found.doubts)
        self.ids: dict[str, Registered] = {each.id: each for each in register.people}
        self.numbers = roster.numbers
        self.named = frozenset[str]().union(*(each.groups for each in roster.people))

    def plan(self) -> Plan:
        """Everything, each part in its own order."""
        rows = sorted(self.found.rows.items())
        new = [self._newcomer(key, entrants) for key, entrants in rows if key not in self.ids]
        known = [(self.ids[key], entrants) for key, entrants in rows if key in self.ids]
        changed = [change for person, entrants in known if (change := self._change(person, entrants))]
        moved = [move for person, entrants in known if (move := self._move(person, entrants))]
        ties, gone = sorted(self._ties()), sorted(self._gone())
        self._look()
        touched = {change.person for change in changed} | {move.person for move in moved}
        return Plan(
            new=tuple(new),
            changed=tuple(changed),
            moved=tuple(moved),
            gone=tuple(gone),
            ties=tuple(ties),
            groups=tuple(sorted(self.named - self.register.groups)),
            doubts=tuple(sorted(set(self.doubts), key=_order)),
            broken=tuple(sorted(self.roster.broken)),
            flaws=tuple(sorted(self.roster.flaws)),
            same=sum(person.id not in touched for person, _ in known),
            colleagues=self.roster.colleagues,
            pupils=sum(each.role is Role.PUPIL and not each.left for each in self.register.people),
        )

    def _newcomer(self, key: str, rows: list[Entrant]) -> Newcomer:
        first = min(rows, key=lambda row: (row.name, row.key))
        born = first.born if first.role is Role.PUPIL else None
        groups = tuple(sorted(frozenset[str]().union(*(row.groups for row in rows))))
        return Newcomer(key, first.role, first.given_name, first.family_name, first.number, born, first.email, groups)

    def _change(self, person: Registered, rows: list[Entrant]) -> Change | None:
        """What the roster knows better. What it leaves empty stays; a colleague is the administrator's to change."""
        if person.role is Role.STAFF:
            return None
        told = {tuple(_differences(person, row)) for row in rows}
        if len(told) > 1:
            self.doubts.append(Doubt(Doubtful.ROWS_DIFFER, (person.name,)))
        differences = next(iter(told)) if len(told) == 1 else ()
        if any(each.field == "email" and each.old for each in differences):  # whoever reads it comes in
            self.doubts.append(Doubt(Doubtful.NEW_EMAIL, (person.name,)))
        return Change(person.id, person.name, differences, person.left) if differences or person.left else None

    def _move(self, person: Registered, rows: list[Entrant]) -> Move | None:
        if person.role is not Role.PUPIL or not self.named:
            return None
        before = person.groups & (self.register.from_roster | self.named)
        after = frozenset[str]().union(*(row.groups for row in rows))
        return Move(person.id, person.name, tuple(sorted(before)), tuple(sorted(after))) if before != after else None

    def _ties(self) -> Iterator[Tie]:
        whom, known = self.found.whom, {(str(pupil), str(guardian)) for pupil, guardian in self.register.ties}
        both = {(whom[pupil], whom[guardian]) for pupil, guardian in self.found.ties if pupil in whom and guardian in whom}
        yield from (Tie(*pair) for pair in both - known)

    def _gone(self) -> Iterator[Leaver]:
        """Pupils whom the whole roster does not name, and guardians whose pupils are all gone. While rows are broken, one of them may
        hold whoever is missing: then nobody leaves but those of whom the roster says so.
        """
        leaving = {each.id for each in self.register.people if each.role is Role.PUPIL and self._is_gone(each)}
        wards: dict[PersonId, set[PersonId]] = defaultdict(set)
        for pupil, guardian in self.register.ties:
            wards[guardian].add(pupil)
        left = leaving | {each.id for each in self.register.people if each.left}
        for each in self.register.people:
            if each.id in leaving:
                yield Leaver(each.id, each.name, each.role)
            elif each.role is Role.GUARDIAN and not each.left and each.id not in self.found.rows and each.number not in self.numbers:
                with_all = bool(wards[each.id]) and wards[each.id] <= left and not self._keeps
                if with_all or each.number in self.roster.gone:
                    yield Leaver(each.id, each.name, each.role)

    @property
    def _keeps(self) -> bool:
        """Whether whoever is not named stays."""
        return self.roster.part or bool(self.roster.broken)

    def _is_gone(self, pupil: Registered) -> bool:
        if pupil.left or pupil.number is None or pupil.id in self.found.rows:
            return False
        if pupil.number in self.roster.gone:
            return True
        return not self._keeps and bool(self.found.rows) and pupil.number not in self.numbers

    def _look(self) -> None:
        """What somebody should look at, of those who are taken in."""
        guardians: dict[str, list[Entrant]] = defaultdict(list)
        for pupil, guardian in self.found.ties:
            if guardian in self.found.whom:
                guardians[pupil].extend(each for each in self.found.rows[self.found.whom[guardian]] if each.key == guardian)
        beside: dict[str, set[str]] = defaultdict(set)
        for pupil_id, guardian_id in self.register.ties:
            beside[pupil_id].add(guardian_id)
        for key, rows in self.found.rows.items():
            for row in rows:
                if row.role is Role.PUPIL:
                    self._look_at(row, guardians[row.key], beside.get(key, set()))
        self._shared_addresses()

    def _look_at(self, pupil: Entrant, guardians: list[Entrant], beside: set[str]) -> None:
        registered = self.ids.get(self.found.whom[pupil.key])
        if not guardians and not beside:
            self.doubts.append(Doubt(Doubtful.NO_GUARDIAN, (pupil.name,)))
        if pupil.born is None and (registered is None or registered.born is None):
            self.doubts.append(Doubt(Doubtful.NO_BIRTH_DATE, (pupil.name,)))
        for each in guardians:
            if each.born and pupil.born and each.born >= pupil.born:
                self.doubts.append(Doubt(Doubtful.YOUNGER_GUARDIAN, (each.name, pupil.name)))
            if each.role is Role.PUPIL:
                self.doubts.append(Doubt(Doubtful.PUPIL_IS_GUARDIAN, (each.name, pupil.name)))
        named = {self.found.whom[each.key] for each in guardians}
        for other in sorted(beside - named) if guardians else ():
            if other in self.ids and self.ids[other].role is Role.GUARDIAN:
                self.doubts.append(Doubt(Doubtful.NOT_NAMED, (self.ids[other].name, pupil.name)))

    def _shared_addresses(self) -> None:
        users: dict[str, dict[str, str]] = defaultdict(dict)
        for whom, rows in self.found.rows.items():
            for row in rows:
                if row.email:
                    users[row.email][whom] = row.name
        for people in users.values():
            if len(people) > 1:
                self.doubts.append(Doubt(Doubtful.SAME_EMAIL, tuple(sorted(people.values()))))


def _differences(person: Registered, row: Entrant) -> Iterator[Difference]:
    born = row.born if row.role is Role.PUPIL else None
    told = {"given_name": row.given_name, "family_name": row.family_name, "born": born, "email": row.email, "external_id": row.number}
    kept = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "born": person.born,
        "email": person.email,
        "external_id": person.number,
    }
    for field, value in told.items():
        if value is not None and value != kept[field]:
            yield Difference(field, _text(kept[field]), _text(value))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _order(doubt: Doubt) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return doubt.why, doubt.names, doubt.identity or ()
