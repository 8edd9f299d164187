"""A second opinion on who may be shown: the school's promise told again as a diary, without a line of the rules.

Where `rules.standing` folds words into a state and `rules.gate` gathers reasons, this keeps what happened as plain tuples and answers one
question by looking for a witness and for objections: may these bytes leave now, and who must be hidden in them?
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

WALL = ZoneInfo("Europe/Amsterdam")


@dataclass
class Said:
    """A word that was accepted."""

    at: datetime
    speaker: str
    about: str
    say: str
    use: str | None
    item: str | None
    until: date | None
    version: int | None
    kind: str | None = "photo"


@dataclass
class Face:
    """A claim: `who` is a person, "stranger", "nobody", "unrecognisable", "crowd", or None: no answer yet. `when` are milliseconds."""

    who: str | None
    placed: bool = True
    found: bool = True
    heard: bool = False
    when: tuple[tuple[int, int], ...] = ()


@dataclass
class Photo:
    """An item and what happened to it; a film lasts `length` milliseconds, of which some are `cut`."""

    uploader: str
    faces: dict[str, Face]
    engine: str
    vouched: set[str] = field(default_factory=set)
    doubts: dict[str, str] = field(default_factory=dict)
    secret: bool = False
    aside: bool = False
    has_owner: bool = True
    kind: str = "photo"
    length: int = 0
    cut: dict[str, tuple[int, int]] = field(default_factory=dict)

    def there(self) -> dict[str, Face]:
        """Who is at some moment of what is not cut; walked through in steps of 50 ms, and a voice rings on for three of them."""
        return {id_: face for id_, face in self.faces.items() if not face.when or any(self._plays(tick) for tick in self._ticks(face))}

    def can_cover(self, face: Face) -> bool:
        """Whether one knows where somebody is seen, and of what plays, when."""
        return (face.heard or face.placed) and (self.kind == "photo" or bool(face.when))

    def _ticks(self, face: Face) -> list[int]:
        rings = 150 if face.heard else 0
        return [tick for start, end in face.when for tick in range(start - rings, end + rings, 50)]

    def _plays(self, tick: int) -> bool:
        return 0 <= tick < self.length and not any(start <= tick < end for start, end in self.cut.values())


@dataclass
class Diary:
    """What happened at the school, in order."""

    births: dict[str, date] = field(default_factory=dict)
    in_hiding: set[str] = field(default_factory=set)
    custody: list[tuple[date, str, str, bool]] = field(default_factory=list)
    notices: dict[str, list[bool]] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    photos: dict[str, Photo] = field(default_factory=dict)
    public: set[str] = field(default_factory=set)
    maskable: set[str] = field(default_factory=set)
    engine: str = ""
    lapse: timedelta = timedelta(0)

    def hidden(self, item: str, use: str, now: datetime) -> set[str] | None:
        """The faces that must be covered, none of them if the set is empty; None where nothing may leave."""
        photo = self.photos[item]
        if not self._looked_after(photo, use):
            return None
        kinds = {True: "sound", False: photo.kind}
        bad = {id_: face for id_, face in photo.there().items() if not self._showable(face.who, use, kinds[face.heard], item, now)}
        if not bad:
            return set()
        cannot = use not in self.maskable or not all(photo.can_cover(face) for face in bad.values())
        lives_hidden = use in self.public and any(face.who in self.in_hiding for face in bad.values())
        return None if cannot or lives_hidden else set(bad)

    def _looked_after(self, photo: Photo, use: str) -> bool:
        answered = all(face.who is not None for face in photo.there().values())
        eyes = photo.vouched - {photo.uploader} if use in self.public else photo.vouched
        settled = set(photo.doubts.values()) <= {"resolved"}
        return (
            answered and bool(eyes) and settled and not photo.secret and not photo.aside and photo.has_owner and photo.engine == self.engine
        )

    def _showable(self, who: str | None, use: str, kind: str, item: str, now: datetime) -> bool:
        if who in ("nobody", "unrecognisable", "crowd"):
            return True
        if who in (None, "stranger") or (use in self.public and who in self.in_hiding):
            return False
        voices = self._voices(str(who), use, kind, item, now)
        return bool(voices) and all(said.say == "yes" for said in voices) and any(self._alive(said, now) for said in voices)

    def _voices(self, who: str, use: str, kind: str, item: str, now: datetime) -> list[Said]:
        """The one word of each person who has a say, the child's alone once it is of age and spoke."""
        spoken = [said for said in self.said if said.about == who and said.item in (None, item) and said.kind in (None, kind)]
        relevant = [said for said in spoken if said.use == use or (said.use is None and said.say != "yes")]
        entitled = [said for said in relevant if self._entitled(said, now)]
        whole = {said.speaker: (place, said) for place, said in self._left(entitled, None)}
        last = {speaker: said for speaker, (_, said) in whole.items()}
        for place, said in self._left(entitled, item):
            later, general = whole.get(said.speaker, (-1, said))
            if said.say != "yes" or general.say == "yes" or later < place:  # a yes to one picture, and a no to all after it
                last[said.speaker] = said
        grown = now.astimezone(WALL).date() >= self._sixteenth(who)
        return [last[who]] if grown and who in last else list(last.values())

    def _left(self, entitled: list[Said], about: str | None) -> list[tuple[int, Said]]:
        """What was said of this and not lifted, each with its place; what was said of another use stays."""
        words = [(place, said) for place, said in enumerate(entitled) if said.item == about]
        lifted = {(said.speaker, said.use): place for place, said in words if said.say == "lifted"}  # the last time
        return [(place, said) for place, said in words if place > lifted.get((said.speaker, said.use), -1)]

    def _entitled(self, said: Said, now: datetime) -> bool:
        spoke, today = said.at.astimezone(WALL).date(), now.astimezone(WALL).date()
        sixteenth = self._sixteenth(said.about)
        if said.speaker == said.about:
            return said.say != "yes" or spoke >= sixteenth
        last_childhood_day = min(today, sixteenth - timedelta(days=1))
        if spoke > last_childhood_day or not self.in_charge(said.speaker, said.about, last_childhood_day):
            return False
        return said.say in ("no", "withdrawn") or self.in_charge(said.speaker, said.about, spoke)

    def in_charge(self, guardian: str, child: str, day: date) -> bool:
        """Whether a guardian had authority at the end of that day."""
        latest = [has for since, *pair, has in self.custody if pair == [guardian, child] and since <= day]
        return bool(latest) and latest[-1]

    def _alive(self, said: Said, now: datetime) -> bool:
        """Whether a yes has not run out, and was said under a wording that still means the same."""
        ends = [said.until] if said.until else []
        if said.speaker != said.about:
            ends.append(self._sixteenth(said.about) + self.lapse)
        expired = any(now.astimezone(WALL).date() >= end for end in ends)
        return not expired and not any(self.notices[str(said.use)][said.version or 0 :])

    def _sixteenth(self, who: str) -> date:
        """The day a child turns sixteen; nobody here was born on a leap day."""
        return self.births[who].replace(year=self.births[who].year + 16)
