"""What a user may not do at all. A "no" of the gate is an answer, not an error: see `rules.gate.Decision`.

Beeldpoort's refusals:

    Refusal
    ├── NotFound          it does not exist, or not for you
    ├── NotAllowed        you may not do this
    ├── BadInput          what was sent cannot be used; `field` names what
    ├── Conflict          somebody else was first, or things changed meanwhile
    ├── NotCleared        the gate is shut
    └── BrokenRecord      what is kept does not hold together; nothing goes out
"""


class Refusal(Exception):
    """Something was refused. `code` is stable; the message is one plain sentence without names."""

    code = "refused"
    sentence = "This was refused."

    def __init__(self, sentence: str | None = None, *, code: str | None = None) -> None:
        super().__init__(sentence or self.sentence)
        self.code = code or self.code


class NotFound(Refusal):
    """It does not exist, or not for whoever asks: the two look the same from outside."""

    code = "not_found"
    sentence = "This does not exist, or not for you."


class NotAllowed(Refusal):
    """Whoever asks may not do this."""

    code = "not_allowed"
    sentence = "You may not do this."


class BadInput(Refusal):
    """What was sent cannot be used. `field` names the part."""

    code = "bad_input"
    sentence = "This cannot be used."

    def __init__(self, sentence: str | None = None, *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(sentence, code=code)
        self.field = field


class Conflict(Refusal):
    """Somebody else was first, or what this was based on has changed."""

    code = "conflict"
    sentence = "This changed while you were looking. Nothing was done; look again."


class NotCleared(Refusal):
    """The gate is shut for this."""

    code = "not_cleared"
    sentence = "The gate is shut for this."


class BrokenRecord(Refusal):
    """What is kept does not hold together."""

    code = "broken_record"
    sentence = "The record is broken. Nothing goes out until it is mended."
