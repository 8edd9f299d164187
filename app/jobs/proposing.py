"""Proposes somebody anew for the faces under review, as soon as those who may be recognised are others."""

from collections.abc import Sequence

import numpy as np

from app.analysis.matching import Register
from app.jobs.workshop import Workshop
from app.vault import unseal
from consent_store.operations import media
from consent_store.records.queries import recognition
from consent_store.records.queries.recognition import OpenFace

_AT_ONCE = 500  # faces a transaction: nobody else can write meanwhile


def renew(shop: Workshop) -> None:
    """Renew the guesses that a change of the register made stale: somebody was enrolled, withdrew or left. Without a change, no work."""
    with shop.services.db.reading() as session:
        register = shop.register(session)
        faces = [] if register is shop.proposed_from else recognition.open_faces(session, shop.engine.version)
    for start in range(0, len(faces), _AT_ONCE):
        _renew(shop, register, faces[start : start + _AT_ONCE])
    shop.proposed_from = register


def _renew(shop: Workshop, register: Register, faces: Sequence[OpenFace]) -> None:
    descriptors = [np.frombuffer(unseal(shop.services.keys, face.sealed), np.float32) for face in faces]
    proposals = shop.engine.propose(descriptors, [face.quality for face in faces], register)
    news = {face.id: proposal for face, proposal in zip(faces, proposals, strict=True) if proposal != face.proposal}
    if news:
        with shop.services.db.unit_of_work() as session:
            media.repropose(session, news)
