"""The purposes that a Dutch school usually asks consent for, with their notices in Dutch and English: where the set-up starts from.

Each notice says what is shown to whom, where, for how long, how to withdraw, and that a refusal has no consequences.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from consent_store.ids import PurposeCode
from consent_store.rules.terms import RECOGNITION, Audience, Kind


@dataclass(frozen=True, slots=True)
class Wording:
    """A notice in one language: plain text, paragraphs divided by an empty line."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PurposeDraft:
    """A purpose that is to be added, with its notice by language."""

    code: PurposeCode
    audience: Audience
    wordings: Mapping[str, Wording]
    kinds: frozenset[Kind] = frozenset(Kind)
    masks_allowed: bool = True
    consent_per_item: bool = False


_FREE = {
    "nl": "U kunt uw keuze op elk moment hier wijzigen of intrekken; dat gaat even makkelijk als toestemming geven en geldt meteen. "
    "Nee zeggen heeft geen enkel gevolg: niemand mist er onderwijs, een activiteit of een cijfer door.",
    "en": "You can change or withdraw your choice here at any time; that is as easy as giving it, and counts at once. "
    "Saying no has no consequences: nobody misses a lesson, an activity or a mark because of it.",
}
_AFTER_INTERNAL = {
    "nl": "Na een intrekking gebruiken wij het beeld niet meer, en wat nog op school staat halen wij binnen drie dagen weg.",
    "en": "After a withdrawal we no longer use the material, and remove within three days whatever the school still shows.",
}
_AFTER_PUBLIC = {
    "nl": "Na een intrekking halen wij het binnen een dag van onze eigen kanalen. Wat anderen al gekopieerd of gedrukt hebben, "
    "kunnen wij niet terughalen.",
    "en": "After a withdrawal we take it off our own channels within a day. What others copied or printed by then, we cannot take back.",
}


def _draft(code: str, audience: Audience, nl: tuple[str, str], en: tuple[str, str]) -> PurposeDraft:
    """A purpose whose notice ends as all notices of its audience do."""
    after = _AFTER_PUBLIC if audience is Audience.PUBLIC else _AFTER_INTERNAL
    said = {"nl": nl, "en": en}
    wordings = {lang: Wording(title, f"{text}\n\n{after[lang]}\n\n{_FREE[lang]}") for lang, (title, text) in said.items()}
    return PurposeDraft(PurposeCode(code), audience, wordings)


_RECOGNITION = PurposeDraft(
    RECOGNITION,
    Audience.INTERNAL,
    {
        "nl": Wording(
            "Gezichtsherkenning bij het nakijken van foto's",
            "Als iemand van school foto's nakijkt, kan de computer voorstellen wie erop staat. Daarvoor bewaren wij van een paar foto's "
            "een reeks getallen die het gezicht beschrijft, versleuteld, op de eigen server van de school. Dat is een bijzonder "
            "persoonsgegeven; daarom vragen wij het apart.\n\n"
            "Een mens beslist altijd zelf wie het is. Niemand buiten school krijgt de getallen, en zij dienen nergens anders voor: niet "
            "voor toezicht en niet voor aanwezigheid. Na twaalf maanden vervallen zij en vragen wij het opnieuw.\n\n"
            "Zegt u nee of trekt u het in, dan bestaan de getallen niet of zijn zij meteen weg, en zoekt een medewerker de naam zelf op "
            "in de klassenlijst. Alle andere keuzes blijven gewoon gelden.\n\n"
            f"{_FREE['nl']}",
        ),
        "en": Wording(
            "Face recognition while photos are reviewed",
            "When somebody at school reviews photos, the computer can suggest who is in them. For that we keep, from a few photos, a row "
            "of numbers that describes the face, encrypted, on the school's own server. This is a special kind of personal data, which "
            "is why we ask for it apart.\n\n"
            "A person always decides who it is. Nobody outside the school gets the numbers, and they serve nothing else: no "
            "surveillance, no attendance. After twelve months they lapse and we ask again.\n\n"
            "If you say no or withdraw, the numbers do not exist or are gone at once, and a member of staff looks up the name in the "
            "class list. All your other choices simply stand.\n\n"
            f"{_FREE['en']}",
        ),
    },
    kinds=frozenset({Kind.PHOTO}),
    masks_allowed=False,
)

DUTCH_MODEL_FORM: tuple[PurposeDraft, ...] = (
    _draft(
        "parent_portal",
        Audience.INTERNAL,
        (
            "Ouderportaal",
            "Beeld van lessen, uitstapjes en feesten op het ouderportaal, achter een eigen inlog. Alleen ouders, leerlingen en medewerkers "
            "van school zien het. Het staat er tot het einde van het volgende schooljaar.",
        ),
        (
            "Parent portal",
            "Pictures of lessons, trips and parties on the parent portal, behind a sign-in. Only parents, pupils and staff of the school "
            "see them. They stay until the end of the next school year.",
        ),
    ),
    _draft(
        "newsletter",
        Audience.INTERNAL,
        (
            "Nieuwsbrief",
            "Beeld in de nieuwsbrief die wij per e-mail aan ouders, leerlingen en medewerkers sturen. Wie hem ontvangt, kan hem bewaren of "
            "doorsturen. In ons eigen archief blijft hij twee jaar.",
        ),
        (
            "Newsletter",
            "Pictures in the newsletter that we e-mail to parents, pupils and staff. Whoever receives it can keep it or pass it on. It "
            "stays in our own archive for two years.",
        ),
    ),
    _draft(
        "school_guide",
        Audience.PUBLIC,
        (
            "Schoolgids en brochure",
            "Beeld in de schoolgids en in brochures voor nieuwe leerlingen, gedrukt en op internet. Iedereen kan ze zien. Een uitgave "
            "gebruiken wij hoogstens twee schooljaren.",
        ),
        (
            "School guide and brochure",
            "Pictures in the school guide and in brochures for new pupils, in print and online. Anybody can see them. We use an edition "
            "for two school years at most.",
        ),
    ),
    _draft(
        "website",
        Audience.PUBLIC,
        (
            "Website van school",
            "Beeld op de openbare website van school. Iedereen kan het zien, kopiëren en via zoekmachines vinden. Wij halen het na "
            "hoogstens twee jaar weg.",
        ),
        (
            "School website",
            "Pictures on the public website of the school. Anybody can see them, copy them and find them with search engines. We remove "
            "them after two years at most.",
        ),
    ),
    _draft(
        "social_media",
        Audience.PUBLIC,
        (
            "Sociale media van school",
            "Beeld op de accounts van school op sociale media. Iedereen kan het zien en verspreiden, en het bedrijf achter het platform "
            "mag er volgens zijn eigen voorwaarden mee werken, ook buiten Europa. Wij verwijderen onze berichten na hoogstens twee jaar.",
        ),
        (
            "The school's social media",
            "Pictures on the school's own social media accounts. Anybody can see and spread them, and the company behind the platform "
            "may use them under its own terms, outside Europe too. We delete our posts after two years at most.",
        ),
    ),
    _draft(
        "press",
        Audience.PUBLIC,
        (
            "Pers",
            "Beeld dat wij aan een krant, omroep of nieuwssite geven bij een bericht over school. Iedereen kan het zien. Hoe lang het daar "
            "blijft, bepaalt de redactie.",
        ),
        (
            "Press",
            "Pictures that we give to a newspaper, broadcaster or news site with a story about the school. Anybody can see them. How long "
            "they stay there is up to the editors.",
        ),
    ),
    _draft(
        "yearbook",
        Audience.INTERNAL,
        (
            "Jaarboek",
            "Beeld in het gedrukte jaarboek voor leerlingen en medewerkers. Wie het koopt, houdt het. Ons bestand bewaren wij twee jaar.",
        ),
        (
            "Yearbook",
            "Pictures in the printed yearbook for pupils and staff. Whoever buys it keeps it. We keep our own file for two years.",
        ),
    ),
    _draft(
        "class_photo",
        Audience.INTERNAL,
        (
            "Klassenfoto",
            "De foto van de hele klas, die leerlingen van die klas en hun ouders kunnen bestellen. Wie hem bestelt, houdt hem. Ons eigen "
            "bestand bewaren wij twee jaar.",
        ),
        (
            "Class photo",
            "The photo of the whole class, which its pupils and their parents can order. Whoever orders it keeps it. We keep our own file "
            "for two years.",
        ),
    ),
    _draft(
        "training_internal",
        Audience.INTERNAL,
        (
            "Scholing van medewerkers, binnen school",
            "Opnamen van lessen waarmee onze eigen docenten van elkaar leren. Alleen medewerkers en stagiairs van school zien ze, en op "
            "school. Wij bewaren ze hoogstens één schooljaar.",
        ),
        (
            "Training of staff, inside the school",
            "Recordings of lessons by which our own teachers learn from each other. Only staff and trainees of the school see them, at "
            "school. We keep them for one school year at most.",
        ),
    ),
    _draft(
        "training_external",
        Audience.PUBLIC,
        (
            "Scholing van docenten, buiten school",
            "Opnamen van lessen in opleidingen en nascholing van docenten buiten onze school. Mensen die wij niet kennen zien ze. Wij "
            "spreken af dat zij na hoogstens twee jaar worden verwijderd.",
        ),
        (
            "Training of teachers, outside the school",
            "Recordings of lessons in the training of teachers outside our school. People we do not know see them. We agree with the "
            "organiser that they are deleted after two years at most.",
        ),
    ),
    _draft(
        "research",
        Audience.PUBLIC,
        (
            "Onderzoek",
            "Beeld voor onderzoek naar onderwijs door een hogeschool of universiteit. De onderzoekers zien het; in wat zij publiceren "
            "kan het voor iedereen te zien zijn. Zij bewaren het zo lang als hun onderzoek vraagt.",
        ),
        (
            "Research",
            "Pictures for research into education by a university. The researchers see them; in what they publish, anybody might. They "
            "keep them for as long as their research requires.",
        ),
    ),
    _RECOGNITION,
)
