"""A full disk refuses with a sentence, and keeps nothing half: neither a file that would not fit, nor a piece, nor the whole."""

import pytest

from app import intake
from tests.disk import full_beyond
from tests.web.browser import Web
from tests.web.sender import Sender, jpeg

DATA = jpeg()


def test_a_piece_that_does_not_fit_is_not_kept_and_the_file_goes_on_when_there_is_room(web: Web) -> None:
    sender = Sender.at_work(web)
    where = sender.begun(len(DATA))
    sender.go_on(where, 0, DATA[:50_000])
    with full_beyond(100_000):
        answer = sender.go_on(where, 50_000, DATA[50_000:])
    assert (answer.status_code, answer.json["code"]) == (507, "disk_full")
    assert sender.kept() == [DATA[:50_000]] and not list(web.services.vault.unfinished())
    assert sender.go_on(where, 50_000, DATA[50_000:]).headers["Upload-Outcome"] == "arrived"


def test_where_even_the_records_do_not_fit_the_pieces_stay_and_the_file_goes_on_when_there_is_room(web: Web) -> None:
    sender = Sender.at_work(web)
    where = sender.begun(len(DATA))
    sender.go_on(where, 0, DATA[:120_000])
    with full_beyond(150_000):
        assert sender.go_on(where, 120_000, DATA[120_000:]).status_code == 503
    assert sender.kept() == [DATA[:120_000]] and sender.items() == []
    assert sender.ask(where).headers["Upload-Offset"] == "120000"
    assert sender.go_on(where, 120_000, DATA[120_000:]).headers["Upload-Outcome"] == "arrived"
    assert DATA in sender.kept()


def test_the_last_room_of_the_disk_is_left_to_everything_else(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    sender = Sender.at_work(web)
    where = sender.begun(len(DATA))
    monkeypatch.setattr(intake, "_SPARE", web.services.vault.room() + 2**30)
    answer = sender.go_on(where, 0, DATA[:50_000])
    assert (answer.status_code, answer.json["code"]) == (507, "disk_full")
    assert sender.kept() == [] and sender.ask(where).headers["Upload-Offset"] == "0"


def test_a_file_that_cannot_fit_is_refused_before_it_is_sent(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    sender = Sender.at_work(web)
    monkeypatch.setattr(intake, "_SPARE", web.services.vault.room() + 2**30)  # others may free some meanwhile
    answer = sender.begin(len(DATA))
    assert (answer.status_code, answer.json["code"]) == (507, "disk_full")
    assert sender.browser.get(f"/events/{sender.event}/uploads").json["unfinished"] == []
