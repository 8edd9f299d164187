"""What the review of a film or a sound says in words: who is in it when, what to look at, and how far the computer looked."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.web.naming import clock_words, length_words, spans_words
from app.web.presenters import list_words, percent
from app.web.teachers import said
from app.web.teachers.film_desk import FilmDesk, Lane, is_heard
from app.web.teachers.underway import looked_at as looked_at
from app.web.teachers.underway import time_left as time_left
from consent_store.records.queries.people import PersonView
from consent_store.rules import spans
from consent_store.rules.moments import Moment, Why
from consent_store.rules.sightings import Answer
from consent_store.rules.timeline import Hush


def place(desk: FilmDesk, lane: Lane) -> str:
    """Which of the strips, or of the voices, a lane is."""
    if lane.letter:
        return str(_("voice %(letter)s of %(total)s", letter=lane.letter, total=len(desk.voices)))
    return str(_("person %(number)s of %(total)s", number=desk.strips.index(lane) + 1, total=len(desk.strips)))


def lane_words(desk: FilmDesk, lane: Lane) -> str:
    """A lane for those who hear it: who it is, what is said of them, and how much of the recording they fill."""
    label = said.label(desk, lane.view)
    name = " ".join(part for part in (label.name, label.rest) if part) + ("?" if label.state == "proposed" else "")
    told = [place(desk, lane), name, when(lane)]
    return ", ".join(told + ([str(_("cut out"))] if lane.gone else []))


def when(lane: Lane) -> str:
    """ "14 times, 2:10 in all"."""
    if not lane.spans:
        return str(_("nobody said when"))
    times, length = len(lane.spans), length_words(lane.length)
    return str(ngettext("once, %(length)s", "%(num)s times, %(length)s in all", times, length=length))


def answer_title(answer: Answer, heard: bool) -> str:
    """An answer that is no person, as a heading."""
    if answer is Answer.NOBODY:
        return str(_("Not a voice") if heard else _("Not a face"))
    told = {Answer.STRANGER: _("A stranger"), Answer.UNRECOGNISABLE: _("Not recognisable"), Answer.CROWD: _("The crowd")}
    return str(told[answer])


def together(desk: FilmDesk) -> str:
    """Why a voice and a strip are offered as one person."""
    share = _share(desk)
    if desk.current and is_heard(desk.current):
        return str(_("Speaks mostly while %(name)s is seen (%(share)s of the time).", name=_named(desk), share=share))
    return str(_("Is seen mostly while %(name)s speaks (%(share)s of the time).", name=_named(desk), share=share))


def answer_first(desk: FilmDesk) -> str:
    """That a voice goes together with a face that has no answer yet."""
    lane = desk.lanes[desk.offered.sighting.id] if desk.offered else None
    return (
        str(_("Speaks mostly while %(name)s is seen (%(share)s of the time).", name=place(desk, lane), share=_share(desk))) if lane else ""
    )


def briefly(desk: FilmDesk, lane: Lane) -> str:
    """ "Anna 0:12": a strip where there is little room, by who it is and when they first come."""
    label = said.label(desk, lane.view)
    return f"{label.name}{'?' if label.state == 'proposed' else ''} {clock_words(lane.spans[0].start)}"


def others(desk: FilmDesk) -> list[PersonView]:
    """Who else is named in it already: only heard, or seen where they cannot be the one in question."""
    same = {lane.view.sighting.person for lane in (*desk.same, *([desk.lane] if desk.lane else []))}
    named = (desk.people.get(person) for person in desk.named - same)
    return sorted((view for view in named if view), key=lambda view: view.name)


def why(moment: Moment) -> str:
    """What a moment is worth a look for."""
    return str(_WHY[moment.why])


def spans_written(lane: Lane) -> str:
    """When, for scripts: "0-1500 2000-2400"."""
    return spans.written(lane.spans)


def hushes(desk: FilmDesk) -> list[tuple[Hush, str]]:
    """How a covered voice may sound."""
    told = [(Hush.SILENCE, str(_("silent"))), (Hush.TONE, str(_("a tone")))]
    alone = desk.recording is not None and not desk.recording.has_picture
    return [*told, (Hush.CUT, str(_("cut out")))] if alone else told


def left_out(desk: FilmDesk) -> str:
    """What of the file goes no further."""
    return str(
        _("Left out of every copy: %(what)s.", what=list_words(str(_DROPPED[each]) for each in desk.item.dropped if each in _DROPPED))
    )


def unread(desk: FilmDesk) -> str:
    """Which parts of the sound are silent because they could not be read; nothing where there are none."""
    lost = desk.recording.unread if desk.recording else ()
    if not lost:
        return ""
    return str(_("The sound could not be read at %(when)s. It is silent there, also in what goes out.", when=spans_words(lost)))


_WHY = {
    Why.FIRST: _l("first seen"),
    Why.GAP: _l("back again"),
    Why.CROSSING: _l("somebody close"),
    Why.SMALLEST: _l("small"),
}
_DROPPED = {
    "chapters": _l("chapters"),
    "cover": _l("a cover picture"),
    "data": _l("what the camera wrote along"),
    "picture": _l("other moving pictures"),
    "sound": _l("other sound tracks"),
    "subtitles": _l("subtitles"),
}


def _share(desk: FilmDesk) -> str:
    return percent(desk.offer.share if desk.offer else 0.0, 0)


def _named(desk: FilmDesk) -> str:
    return desk.people[desk.together].given_name if desk.together in desk.people and desk.together else str(_("Somebody"))
