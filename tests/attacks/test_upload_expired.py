"""A file of which nothing more came for a week is gone: nobody adds to it, and a worker shreds what arrived."""

from typing import cast

from app.analysis.pipeline import Engine
from app.jobs import upkeep
from app.jobs.workshop import Workshop
from tests.web.browser import Web
from tests.web.sender import Sender, jpeg

DATA = jpeg()


def test_nothing_is_added_to_it_and_nothing_of_it_stays(web: Web) -> None:
    sender = Sender.at_work(web)
    old, fresh = sender.begun(len(DATA)), sender.begun(len(DATA), name="IMG_2.jpg")
    for where in (old, fresh):
        sender.go_on(where, 0, DATA[:50_000])
    web.later(days=6)
    sender.sign_in()
    assert sender.go_on(fresh, 50_000, DATA[50_000:60_000]).status_code == 204
    web.later(days=1)
    sender.sign_in()
    assert sender.ask(old).status_code == 404
    assert sender.go_on(old, 50_000, DATA[50_000:]).status_code == 404
    upkeep.nightly(Workshop(web.services, cast(Engine, None), lambda _: None))
    assert (sender.half_way(old), len(sender.half_way(fresh))) == ([], 2)
    assert sorted(map(len, sender.kept())) == [10_000, 50_000]
