"""Two uploads of one file at once, and two requests for one upload at once: one wins, the other is told, and nothing is kept twice."""

from threading import Barrier, Thread

from werkzeug.test import TestResponse

from tests.web.browser import Web
from tests.web.sender import Sender, jpeg

DATA = jpeg(3_000_000)
HALF = len(DATA) // 2


def together(*requests: tuple[Sender, str, int]) -> list[TestResponse]:
    """The rest of the file, sent by all at the same moment."""
    start, answers = Barrier(len(requests)), list[TestResponse]()

    def send(sender: Sender, where: str, offset: int) -> None:
        start.wait()
        answers.append(sender.go_on(where, offset, DATA[offset:]))

    threads = [Thread(target=send, args=request) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_file_by_two_people_becomes_one_item(web: Web) -> None:
    first = Sender.at_work(web)
    second = Sender.at_work(web, first.event)
    sending = [(sender, sender.begun(len(DATA)), HALF) for sender in (first, second)]
    for sender, where, _ in sending:
        sender.go_on(where, 0, DATA[:HALF])
    answers = together(*sending)
    assert sorted(answer.headers["Upload-Outcome"] for answer in answers) == ["arrived", "duplicate"]
    assert len(first.items()) == 1 and first.kept().count(DATA) == 1


def test_two_requests_with_the_same_bytes_of_one_upload(web: Web) -> None:
    sender = Sender.at_work(web)
    where = sender.begun(len(DATA))
    sender.go_on(where, 0, DATA[:HALF])
    answers = together((sender, where, HALF), (sender, where, HALF))
    assert sorted(answer.status_code for answer in answers) == [204, 409]
    assert len(sender.items()) == 1 and sender.kept().count(DATA) == 1
    assert len(sender.kept()) == 2  # the first piece, until a worker shreds it
