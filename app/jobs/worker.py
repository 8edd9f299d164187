"""The worker: every task by name, each a line that says where its work is."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from app.jobs import (
    analysing,
    clustering,
    cropping,
    enrolling,
    filming,
    likening,
    making,
    proposing,
    recalling,
    reminding,
    searching,
    upkeep,
)
from app.jobs.workshop import Workshop
from app.mail import Letter
from app.vault import unseal
from consent_store.ids import ItemId

PHOTOS = 2  # at once: while one is looked at, the other is decoded or filed; more would take memory and save no time


class Worker:
    """The hands of the queue, shared by the threads of a worker."""

    def __init__(self, shop: Workshop) -> None:
        self.shop = shop
        self._took_office = False
        self._photos, self._film, self._making = BoundedSemaphore(PHOTOS), Lock(), Lock()

    def start(self) -> bool:
        """Bring this engine's version into force, the first time that there is a school. Says whether it is in force: a worker that
        another version has replaced does nothing more, or the two would replace each other without end.
        """
        with self.shop.turn:
            self._took_office = self._took_office or upkeep.take_office(self.shop)
            return self._took_office and upkeep.is_in_office(self.shop)

    def analyse(self, item: ItemId) -> None:
        """Look at one item, and group the event's faces when it was the last. A recording goes to the thread that has them."""
        if not self.start():
            return
        if upkeep.is_recording(self.shop, item):
            self.film()
            return
        with self._photos:
            analysing.analyse(self.shop, item)
        with self.shop.turn:
            clustering.cluster_ready(self.shop)
            likening.liken_missing(self.shop)

    def film(self) -> None:
        """Look at the recordings that wait, one after the other: one that comes while another thread is at it is that one's too."""
        with _alone(self._film) as alone:
            if alone and self.start():
                filming.analyse_waiting(self.shop)
                with self.shop.turn:
                    clustering.cluster_ready(self.shop)

    def make(self) -> None:
        """Make the files that were asked for, and look at the pictures that somebody asks about: people wait for both. What takes long is
        one thread's work: the others stay free for the rest.
        """
        if not self.start():
            return
        making.make_wanted(self.shop)
        searching.answer_waiting(self.shop)
        with _alone(self._making) as alone:
            if alone:
                making.make_wanted(self.shop, long=True)

    def tidy(self) -> None:
        """Make everything small that the records say is still to be made; and shred what must go, also where that fails."""
        with self.shop.turn:
            try:
                enrolling.enrol_waiting(self.shop)
                proposing.renew(self.shop)
                cropping.make_missing(self.shop)
                clustering.cluster_ready(self.shop)
                likening.liken_missing(self.shop)
                searching.fingerprint_missing(self.shop)
            finally:
                upkeep.shred(self.shop)
        recalling.ask_addresses(self.shop)  # without the turn: the other side may be slow

    def post(self, sealed: bytes) -> None:
        """Hand a letter to the mailer. It waited sealed, so that no code lay in the queue in plain text."""
        letter = Letter.from_bytes(unseal(self.shop.services.keys, sealed))
        self.shop.services.mailer.send(letter, self.shop.now())

    def demo(self) -> None:
        """Open the demo school."""
        with self.shop.turn:
            self.shop.open_demo(self.shop)

    def dropped(self) -> list[ItemId]:
        """What still wants analysing and no worker holds."""
        return upkeep.dropped(self.shop)

    def sign(self) -> None:
        """Sign the ledger."""
        with self.shop.turn:
            upkeep.sign(self.shop)

    def nightly(self) -> None:
        """The night's round, once there is a school."""
        with self.shop.turn:
            if self.start():
                upkeep.nightly(self.shop)

    def remind(self) -> None:
        """The letters that go out by themselves."""
        if self.start():
            reminding.remind(self.shop)


@contextmanager
def _alone(lock: Lock) -> Iterator[bool]:
    """Whether nobody else is at it; then nobody comes to it until this ends."""
    alone = lock.acquire(blocking=False)
    try:
        yield alone
    finally:
        if alone:
            lock.release()
