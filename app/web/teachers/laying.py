"""The desk that a picture, a film or a sound is reviewed at."""

from app.web.context import session
from app.web.teachers.desk import Chosen, Desk
from app.web.teachers.film_desk import FilmDesk, in_time
from consent_store.ids import ItemId
from consent_store.records.queries import media
from consent_store.rules.terms import Kind


def lay(item: ItemId, chosen: Chosen) -> Desk:
    """The desk for one of them. Raises `NotFound`."""
    view, faces = media.item(session(), item), media.sightings_of(session(), item)
    return Desk(view, faces, chosen) if view.kind is Kind.PHOTO else FilmDesk(view, in_time(faces), chosen)
