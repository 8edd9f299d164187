"""Questions about many are answered in as many queries as about one, and what recognition is told stays within the consents."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from consent_store.operations import media
from consent_store.records.queries import consents
from consent_store.records.queries import school as school_queries
from consent_store.rules.terms import RECOGNITION, Kind
from tests.school import PORTAL, WEBSITE, School


@contextmanager
def _counted(school: School) -> Iterator[list[str]]:
    """Every statement that is sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    engine = school.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_the_standings_of_a_class_take_as_many_queries_as_of_one(school: School) -> None:
    children = [school.family()[0] for _ in range(12)]
    counts = []
    for asked in (children[:1], children):
        with _counted(school) as sent:
            found = consents.standings_for(school.session, asked, school.purpose(), Kind.PHOTO, at=school.at)
        assert len(found) == len(asked)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 6


def test_who_may_not_be_shown_at_an_event_and_for_what(school: School) -> None:
    group = school.group()
    (open_, mother), (partly, father) = school.family(groups=[group]), school.family(groups=[group])
    school.family(groups=[school.group()])
    purposes = [view.code for view in school_queries.purposes(school.session) if view.code != RECOGNITION]
    school.gives(mother, open_, *purposes)
    school.gives(father, partly, *(code for code in purposes if code not in (WEBSITE, PORTAL)))
    sports = media.make_event(school.session, title="Sportdag", on=school.at.date(), groups=[group], actor=school.admin, at=school.at)
    shut = consents.may_not_be_shown(school.session, sports, at=school.at)
    assert [(view.id, [purpose.code for purpose in closed]) for view, closed in shut] == [(partly, [PORTAL, WEBSITE])]
    school.withdraws(mother, open_)
    shut = consents.may_not_be_shown(school.session, sports, at=school.at)
    assert {view.id for view, _ in shut} == {open_, partly}
