"""A file on its way belongs to who sends it, and to one event: nobody else learns that it is there, adds to it, or ends it."""

import pytest

from tests.web.browser import Web
from tests.web.sender import Sender, jpeg

DATA = jpeg()


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_another_teacher_finds_nothing(web: Web, method: str) -> None:
    owner = Sender.at_work(web)
    where = owner.begun(len(DATA))
    owner.go_on(where, 0, DATA[:90_000])
    other = Sender.at_work(web, owner.event)
    told = {"Upload-Offset": "90000"} if method == "PATCH" else {}
    assert other.send(method, where, DATA[90_000:] if told else None, **told).status_code == 404
    assert owner.ask(where).headers["Upload-Offset"] == "90000"
    assert owner.items() == []


def test_nor_its_owner_at_another_event(web: Web) -> None:
    owner, elsewhere = Sender.at_work(web), Sender.at_work(web)
    where = owner.begun(len(DATA))
    assert owner.ask(where.replace(owner.event, elsewhere.event)).status_code == 404
    assert owner.go_on(where.replace(owner.event, elsewhere.event), 0, DATA).status_code == 404
    assert elsewhere.items() == owner.items() == []


def test_nor_does_a_form_throw_it_away(web: Web) -> None:
    owner = Sender.at_work(web)
    where = owner.begun(len(DATA))
    other = Sender.at_work(web, owner.event)
    other.browser.post(f"/events/{owner.event}/uploads/away", {"upload": where.rpartition("/")[2]})
    assert owner.ask(where).status_code == 200
