"""What a receipt says in the reader's own language."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.letters import Speech
from consent_store.records.queries.receipts import Terms
from consent_store.rules.entries import Method
from consent_store.rules.terms import Audience, Kind


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences; a school's own words go before ours. `days`: pictures are kept so long at the most."""

    speech: Speech
    days: int

    def method(self, method: Method) -> str:
        """How it was said."""
        _ = self.speech
        return _("online") if method is Method.ONLINE else _("on paper")

    def kind(self, kind: Kind | None) -> str:
        """What of somebody is used."""
        _ = self.speech
        words: Mapping[Kind | None, str] = {Kind.PHOTO: _("photo"), Kind.FILM: _("film"), Kind.SOUND: _("sound")}
        return words.get(kind, _("everything"))

    def purpose(self, terms: Terms | None) -> str:
        """What for."""
        _ = self.speech
        if terms is None:
            return _("every purpose")
        return terms.titles.get(self.speech.language) or terms.titles.get("nl") or terms.purpose.code

    def recipients(self, terms: Terms | None) -> str:
        """Who gets to see it."""
        _ = self.speech
        if terms is not None and terms.recipients:
            return terms.recipients
        if terms is not None and terms.purpose.audience is Audience.INTERNAL:
            return _("Only people of the school: its staff, its pupils and their families.")
        return _("Everybody who comes across it.")

    def retention(self, terms: Terms | None) -> str:
        """For how long."""
        _ = self.speech
        if terms is not None and terms.retention:
            return terms.retention
        return _("Until the yes ends, and %(days)s days at the most; that it was said stays in the ledger, without a name.", days=self.days)

    def storage(self) -> str:
        """Where."""
        _ = self.speech
        return _("Encrypted, on the school’s own machine.")

    def until_taken_back(self) -> str:
        """For how long a word counts that names no day."""
        _ = self.speech
        return _("until it is changed")
