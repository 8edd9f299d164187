"""What a job works with: the services, the face engine, and the register of those who may be recognised."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import RLock

import numpy as np
from sqlalchemy.orm import Session

from app.analysis.matching import Register
from app.analysis.pipeline import Engine
from app.analysis.ports import Describer, Descriptors, Detector, FoundFace, Pixels
from app.analysis.weights import DEFAULT_CACHE
from app.services import Services
from app.vault import Keys, unseal_with
from consent_store.ids import PersonId
from consent_store.records.queries import templates
from consent_store.records.queries.templates import TemplateView


@dataclass(slots=True)
class Workshop:
    """One worker's tools. Opened templates stay in memory only while their sealed row is among those that may be matched.

    Two threads share them. Whoever has the `turn` has the engine and the register; decoding and filing go on without it.
    """

    services: Services
    engine: Engine
    open_demo: "Callable[[Workshop], None]"
    cache: Path = DEFAULT_CACHE  # of the networks that hear voices
    threads: int = 2
    proposed_from: Register | None = None  # on whose templates all guesses rest
    turn: AbstractContextManager[bool] = field(default_factory=RLock, repr=False)
    _mark: object = None
    _register: Register = field(default_factory=lambda: Register([], np.empty((0, 0), np.float32)), repr=False)

    def now(self) -> datetime:
        """The moment, from the services' clock."""
        return self.services.clock()

    def patient(self) -> Engine:
        """The engine for work that takes long: it takes the turn for each picture, and leaves it to others in between."""
        detector, describer = _PatientDetector(self.engine.detector, self.turn), _PatientDescriber(self.engine.describer, self.turn)
        return replace(self.engine, detector=detector, describer=describer)

    def register(self, session: Session) -> Register:
        """Those who may be recognised now. Opened anew as soon as an entry bears on who that is: whose consent ended is gone
        before the next face is matched.
        """
        mark = templates.mark(session, at=self.now())
        if mark != self._mark:
            views = templates.templates_for(session, self.engine.describer_id, at=self.now())
            self._register = open_register(views, templates.look_alikes(session), self.services.keys)
            self._mark = mark
        return self._register


@dataclass(frozen=True, slots=True)
class _PatientDetector:
    """A detector that waits for its turn."""

    detector: Detector
    turn: AbstractContextManager[bool]

    @property
    def id(self) -> str:
        return self.detector.id

    def find(self, picture: Pixels) -> list[FoundFace]:
        with self.turn:
            return self.detector.find(picture)

    def glance(self, picture: Pixels) -> list[FoundFace]:
        with self.turn:
            return self.detector.glance(picture)


@dataclass(frozen=True, slots=True)
class _PatientDescriber:
    """A describer that waits for its turn."""

    describer: Describer
    turn: AbstractContextManager[bool]

    @property
    def id(self) -> str:
        return self.describer.id

    @property
    def length(self) -> int:
        return self.describer.length

    def chip(self, picture: Pixels, face: FoundFace) -> Pixels:
        with self.turn:
            return self.describer.chip(picture, face)

    def describe(self, chips: Sequence[Pixels]) -> Descriptors:
        with self.turn:
            return self.describer.describe(chips)


def open_register(views: Sequence[TemplateView], look_alikes: dict[PersonId, frozenset[PersonId]], keys: Keys) -> Register:
    """Unseal templates into one matrix in memory."""
    rows = [unseal_with(keys, view.wrapped_key, view.sealed) for view in views]
    matrix = np.frombuffer(b"".join(rows), np.float32).reshape(len(rows), -1) if rows else np.empty((0, 0), np.float32)
    return Register([view.person for view in views], matrix, look_alikes)
