"""The words inside a released file, from the records: see `media.labels`."""

from app.jobs.workshop import Workshop
from app.letters import speech
from app.media.labels import Label, age_class, packet
from consent_store.ids import RenditionId
from consent_store.records.queries import labels
from consent_store.records.queries.labels import About
from consent_store.rules.terms import Permission

_LANGUAGE = "nl"  # of the school, whoever reads the file


class Names(Exception):
    """The words in the file would name somebody."""


def packet_of(shop: Workshop, file: RenditionId) -> bytes:
    """What is written into a released file; nothing into any other. Raises `Names`."""
    with shop.services.db.reading() as session:
        about = labels.about(session, file)
    if about and about.names:
        raise Names
    return packet(label(about)) if about else b""


def label(about: About) -> Label:
    """What a file says of itself."""
    maker = about.maker.name if about.maker else about.school
    return Label(
        creator=maker,
        rights=_rights(about),
        credit=maker if maker == about.school else f"{maker} / {about.school}",
        terms=_terms(about),
        release=about.release,
        recognisable=about.recognisable,
        minor=_minor(about.ages),
        alt=about.alt,
    )


def _rights(about: About) -> str:
    maker, _ = about.maker, speech(_LANGUAGE)
    if maker is None or maker.permission is Permission.OWN_WORK:
        return f"© {about.school}"
    if maker.permission is Permission.LICENCE and maker.proof:
        return f"© {maker.name}. {maker.proof}"
    return _("© %(maker)s, used with permission", maker=maker.name)


def _terms(about: About) -> str:
    _ = speech(_LANGUAGE)
    purpose = about.titles.get(_LANGUAGE) or next(iter(about.titles.values()), "")
    if not purpose:
        return _("Ask %(school)s before any use.", school=about.school)
    return _("Only for: %(purpose)s. Ask %(school)s before any other use.", purpose=purpose, school=about.school)


def _minor(ages: tuple[int | None, ...]) -> str | None:
    """The class of the youngest; who may be any age may be the youngest."""
    if None in ages:
        return age_class(None)
    return age_class(min(age for age in ages if age is not None)) if ages else None
