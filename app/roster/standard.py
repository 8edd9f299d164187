"""Files that follow a standard: users with their roles, who belongs to whom, birth dates and classes, each in a table of its own."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.roster.cells import ended
from app.roster.gathering import Broken, Gathering, names, records
from app.roster.standards import Standard
from app.roster.table import Table
from consent_store.errors import BadInput
from consent_store.rules.roster import Entrant, Roster, Wrong
from consent_store.rules.terms import Role

_PUPIL, _GUARDIANS = "student", frozenset({"guardian", "parent", "relative"})
_DELETED = "tobedeleted"


@dataclass(slots=True)
class _Files:
    """The tables by name, and what they say of users by their ids. `ties`: (pupil, guardian)."""

    tables: Mapping[str, Table]
    on: date
    roles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    orgs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    groups: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    born: dict[str, str] = field(default_factory=dict)
    ties: set[tuple[str, str]] = field(default_factory=set)

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows of a table that are in force; none where there is no such table."""
        for number, row in records(self.tables[name]) if name in self.tables else ():
            if row.get("status", "").lower() != _DELETED:
                yield number, row


def understand(standard: Standard, tables: Sequence[Table], on: date) -> Roster:
    """The roster. Raises `BadInput` where the files hold pupils of more than one school."""
    files = _Files({table.stem: table for table in tables}, on)
    _read_roles(files)
    _read_classes(files)
    _OWN[standard](files)
    gathering = Gathering(on)
    for table in files.tables.values():
        gathering.broken.extend(table.broken)
    _read_users(files, gathering)
    _check_one_school(files, gathering)
    keys = {each.key for each in gathering.people}
    gathering.ties = {(pupil, guardian) for pupil, guardian in files.ties if pupil in keys and guardian in keys}
    return gathering.roster()


def _read_roles(files: _Files) -> None:
    for _, row in files.rows("roles"):
        if not ended(row.get("enddate") or row.get("roleenddate") or "", files.on):
            files.roles[row["usersourcedid"]].add(row["role"].lower())
            files.orgs[row["usersourcedid"]].add(row.get("orgsourcedid", ""))
    for _, row in files.rows("users"):
        if row.get("role"):
            files.roles[row["sourcedid"]].add(row["role"].lower())
        for org in (row.get("orgsourcedids") or row.get("primaryorgsourcedid") or "").split(","):
            files.orgs[row["sourcedid"]].add(org.strip())


def _read_classes(files: _Files) -> None:
    """A pupil's groups are the classes that are homerooms; where no class says that it is one, all of them."""
    classes = [row for _, row in files.rows("classes") if row.get("title")]
    homerooms = [row for row in classes if row.get("classtype", "").lower() == "homeroom"]
    titles = {row["sourcedid"]: row["title"] for row in homerooms or classes}
    for _, row in files.rows("enrollments"):
        title = titles.get(row["classsourcedid"])
        if title and (row["role"] or _PUPIL).lower() == _PUPIL and not ended(row.get("enddate", ""), files.on):
            files.groups[row["usersourcedid"]].add(title)


def _read_oneroster(files: _Files) -> None:
    """Agents are named from either side: by the pupil, by the guardian, or both."""
    for _, row in files.rows("demographics"):
        files.born[row.get("usersourcedid") or row["sourcedid"]] = row.get("birthdate", "")
    for _, row in files.rows("users"):
        own = row["sourcedid"]
        for agent in filter(None, (each.strip() for each in row.get("agentsourcedids", "").split(","))):
            if _PUPIL in files.roles[own] and not (_PUPIL in files.roles[agent] and _elder(files, own, agent)):
                files.ties.add((own, agent))
            elif _PUPIL in files.roles[agent] and files.roles[own] & _GUARDIANS:
                files.ties.add((agent, own))


def _elder(files: _Files, one: str, other: str) -> bool:
    """Of two pupils who name each other, the elder is the guardian."""
    return (files.born.get(one, ""), one) < (files.born.get(other, ""), other)


def _read_relationships(files: _Files) -> None:
    for _, row in files.rows("relationships"):
        if row.get("relationshiprole", "").lower() in _GUARDIANS:
            files.ties.add((row["usersourcedid"], row["relationshipusersourcedid"]))
            files.roles[row["relationshipusersourcedid"]].add("guardian")


_OWN: Mapping[Standard, Callable[[_Files], None]] = {Standard.ONEROSTER: _read_oneroster, Standard.SDS: _read_relationships}


def _read_users(files: _Files, gathering: Gathering) -> None:
    gathering.part = any(
        row.get("propertyname") == "file.users" and row.get("value", "").lower() == "delta" for _, row in files.rows("manifest")
    )
    table, agents = files.tables["users"], {guardian for _, guardian in files.ties}
    for number, row in records(table):
        own, roles = row["sourcedid"], files.roles[row["sourcedid"]]
        if row.get("status", "").lower() == _DELETED and own:
            gathering.gone.add(own)
        elif not own or _PUPIL in roles or roles & _GUARDIANS or own in agents:
            with gathering.row(table, number):
                gathering.people.append(_user(files, gathering, table, number, row))
        else:
            gathering.colleagues += 1


def _user(files: _Files, gathering: Gathering, table: Table, number: int, row: dict[str, str]) -> Entrant:
    own = row["sourcedid"]
    if not own:
        raise Broken(Wrong.NUMBER)
    given, family = names(row["givenname"], "", row["familyname"], "")
    email = gathering.email(row.get("email", ""), table, number)
    role = Role.PUPIL if _PUPIL in files.roles[own] else Role.GUARDIAN
    groups = frozenset(files.groups[own]) if role is Role.PUPIL else frozenset[str]()
    return Entrant(own, role, given, family, own, gathering.born(files.born.get(own, "")), email, groups)


def _check_one_school(files: _Files, gathering: Gathering) -> None:
    schools = {row["sourcedid"] for _, row in files.rows("orgs") if row.get("type", "").lower() == "school"}
    attended = {org for each in gathering.people if each.role is Role.PUPIL for org in files.orgs[each.key]} & schools
    if len(attended) > 1:
        raise BadInput("These files hold pupils of more than one school. Export one school.", code="roster_schools", field="files")
