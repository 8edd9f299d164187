"""What happens to the demo school's photos after their review: released, posted, doubted, objected to, called back."""

from app.demo.albums import OPEN_DAY
from app.demo.answers import in_force, renew, say, speak, withdraw
from app.demo.camera import save_jpeg
from app.demo.families import PUPILS
from app.demo.reviewing import drawn, send_in
from app.demo.stage import Stage
from consent_store.ids import PurposeCode
from consent_store.operations import asides, consents, drafts, erasure, media, recall_tasks, recalls, releases, reviews, school
from consent_store.operations.drafts import Kit
from consent_store.operations.model_form import DUTCH_MODEL_FORM, Wording
from consent_store.operations.recall_tasks import Proof
from consent_store.records.queries import recalls as recall_queries
from consent_store.records.queries import releases as release_queries
from consent_store.records.queries import reviews as review_queries
from consent_store.rules.entries import Say, Word
from consent_store.rules.terms import RECOGNITION, Audience, Kind, WhyAside

WEBSITE, NEWSLETTER, SOCIAL_MEDIA = PurposeCode("website"), PurposeCode("newsletter"), PurposeCode("social_media")
_SITE = "https://www.de-linde.example/nieuws"
_SOCIAL = "https://social.de-linde.example/berichten"
_NEW_PLATFORM = {
    "nl": "Nieuw: sinds dit najaar plaatsen wij ook korte berichten op een tweede platform, met eigen voorwaarden.",
    "en": "New: since this autumn we also post short messages on a second platform, under terms of its own.",
}


def one_class_photo_too_many(stage: Stage) -> None:
    """A photo that nobody needs is set aside."""
    with stage.writing() as session:
        asides.set_aside(session, [stage.items["front row"]], WhyAside.OTHER, actor=stage.people["Karin"], at=stage.at)


def news_of_the_sports_day(stage: Stage) -> None:
    """Communications takes what is cleared, and posts it."""
    stage.clock.days_ago(29)
    release(stage, "relay", WEBSITE, "Nieuwsbericht", f"{_SITE}/sportdag")
    release(stage, "high jump", WEBSITE, "Fotopagina", f"{_SITE}/sportdag-fotos")
    release(stage, "three runners", SOCIAL_MEDIA, "Bericht", f"{_SOCIAL}/118")
    release(stage, "medals", NEWSLETTER, "Nieuwsbrief 9", "Nieuwsbrief 9, bladzijde 1")


def news_of_the_museum(stage: Stage) -> None:
    """So do the photos of the trip."""
    stage.clock.days_ago(22)
    release(stage, "along with mother", WEBSITE, "Nieuwsbericht", f"{_SITE}/naturalis")
    release(stage, "notes", NEWSLETTER, "Nieuwsbrief 10", "Nieuwsbrief 10, bladzijde 2")


def some_speak_and_some_go(stage: Stage) -> None:
    """A guest wants to be forgotten; whoever has turned sixteen speaks alone."""
    stage.clock.days_ago(20)
    with stage.writing() as session:
        erasure.erase(session, stage.people.pop("Sergio"), actor=stage.people["Wilma"], at=stage.at)
    for pupil in PUPILS:
        if pupil.own is not None:
            with stage.writing() as session:
                speak(session, stage, pupil.given, pupil.given, pupil.own)
                say(session, stage, pupil.given, pupil.given, in_force(session, RECOGNITION), Kind.PHOTO, Say.YES)


def social_media_is_reworded(stage: Stage) -> None:
    """A material change: what is out comes back, and those who said yes are asked again. One family does not answer."""
    stage.clock.days_ago(18)
    [before] = [draft.wordings for draft in DUTCH_MODEL_FORM if draft.code == SOCIAL_MEDIA]
    wordings = {language: Wording(kept.title, f"{kept.text}\n\n{_NEW_PLATFORM[language]}") for language, kept in before.items()}
    with stage.writing() as session:
        school.publish_notice(session, SOCIAL_MEDIA, wordings, True, actor=stage.people["Wilma"], at=stage.at)
    stage.clock.days_ago(17, 15)
    take_down(stage, "three runners", "Bericht 118 verwijderd; de pagina geeft nu 404.")
    stage.clock.days_ago(16)
    renew(stage, SOCIAL_MEDIA, but="Finn")


def social_media_again(stage: Stage) -> None:
    """Under the new wording the photos may go out again."""
    stage.clock.days_ago(15)
    release(stage, "three runners", SOCIAL_MEDIA, "Bericht", f"{_SOCIAL}/124")
    release(stage, "football", SOCIAL_MEDIA, "Bericht", f"{_SOCIAL}/125")


def jasper_withdraws(stage: Stage) -> None:
    """Every yes for the public goes, and the one for recognition: his templates with it."""
    stage.clock.days_ago(14)
    public = [draft.code for draft in DUTCH_MODEL_FORM if draft.audience is Audience.PUBLIC]
    withdraw(stage, "Mei", "Jasper", [*public, RECOGNITION])
    stage.worker.tidy()
    stage.clock.days_ago(14, 14)
    take_down(stage, "high jump", "Uit de fotopagina gehaald en uit de zoekmachine laten verwijderen.")


def doubts_about_the_play(stage: Stage) -> None:
    """Three questions to the supervisor: one waits, one is upheld, one resolved. One photo is confidential."""
    stage.clock.days_ago(11)
    asked = {
        "in costume": "Jayden speelt hier de dief. Kan dat los van het stuk verkeerd vallen?",
        "quarrel": "De ruzie ziet er echt uit. Plaatsen we dit?",
        "applause": "Is het gezicht van de leerling op de tribune achteraan te herkennen?",
    }
    for name, question in asked.items():
        with stage.writing() as session:
            reviews.raise_doubt(session, stage.items[name], question, actor=stage.people["Fatma"], at=stage.at)
    with stage.writing() as session:
        media.set_confidential(session, stage.items["backstage"], True, actor=stage.people["Fatma"], at=stage.at)
    stage.clock.days_ago(10)
    _settle(stage, "quarrel", False, "Zonder uitleg lijkt het een echte ruzie. Niet gebruiken.")
    _settle(stage, "applause", True, "Nagekeken op volle grootte: daar staat niemand herkenbaar.")


def a_night(stage: Stage) -> None:
    """What time alone ends, the night's round finds: the form on paper has run out."""
    stage.clock.days_ago(9, 2)
    stage.worker.nightly()


def news_of_the_writer(stage: Stage) -> None:
    """The guest's photo goes on the website, and so does the finish, its stranger covered; where another one went, nobody has said yet."""
    stage.clock.days_ago(7)
    release(stage, "finish", WEBSITE, "Fotopagina", f"{_SITE}/finish")
    release(stage, "writer", WEBSITE, "Nieuwsbericht", f"{_SITE}/schrijver")
    release(stage, "questions", NEWSLETTER, "Nieuwsbrief 11")


def second_thoughts(stage: Stage) -> None:
    """A family objects to one photo, a teacher sees somebody after all, another photo is removed."""
    stage.clock.days_ago(6)
    speaker, child, teacher = (stage.people[name] for name in ("Linda", "Isa", "Fatma"))
    with stage.writing() as session:
        consents.speak(session, Word(speaker, child, Say.NO, None, None, item=stage.items["medals"]), actor=speaker, at=stage.at)
    take_down(stage, "medals", "Uit de onlineversie van de nieuwsbrief gehaald.")
    stage.clock.days_ago(5)
    with stage.writing() as session:
        reviews.add_without_place(session, stage.items["flowers"], stage.people["Zofia"], actor=teacher, at=stage.at)
        media.remove(session, stage.items["blinded"], "mislukt", actor=teacher, at=stage.at)
    stage.worker.tidy()


def today(stage: Stage) -> None:
    """A withdrawal calls back what is on social media now; and a file comes in that breaks off halfway."""
    stage.clock.hours_ago(6)
    withdraw(stage, "Anouk", "Tijn", [SOCIAL_MEDIA])
    whole = save_jpeg(drawn(OPEN_DAY, OPEN_DAY.photos[0], stage.width).pixels)
    broken = send_in(stage, OPEN_DAY, "IMG_2140.jpg", whole[: len(whole) // 3], OPEN_DAY.photos[0].maker)
    stage.worker.analyse(broken)


def release(stage: Stage, name: str, purpose: PurposeCode, channel: str, posted: str | None = None) -> None:
    """Communications lets a photo out, takes it, and perhaps says where it was posted."""
    comms = stage.people["Esther"]
    with stage.writing() as session:
        kit = Kit(channel, personally=False, why=channel)
        draft = drafts.draft(session, stage.items[name], purpose, kit=kit, actor=comms, at=stage.at)
    stage.worker.make()
    with stage.writing() as session:
        let_out = drafts.release(session, draft, actor=comms, at=stage.at)
    with stage.writing() as session:
        releases.begin_download(session, let_out, why=channel, actor=comms, at=stage.at)
    if posted:
        with stage.writing() as session:
            releases.post(session, let_out, posted, actor=comms, at=stage.at)


def take_down(stage: Stage, name: str, proof: str) -> None:
    """Communications sees to it that what must come back is gone."""
    comms = stage.people["Esther"]
    with stage.writing() as session:
        found = [recall.id for recall in release_queries.recalls_of(session, stage.items[name])]
        for tasks in recall_queries.tasks_of(session, found).values():
            for task in tasks:
                recall_tasks.done(session, task.id, Proof(proof), actor=comms, at=stage.at)
        for recall in found:
            recalls.close(session, recall, actor=comms, at=stage.at)


def _settle(stage: Stage, name: str, resolved: bool, reason: str) -> None:
    with stage.writing() as session:
        [doubt] = review_queries.doubts_of(session, stage.items[name])
        reviews.settle_doubt(session, doubt.id, resolved=resolved, reason=reason, actor=stage.people["Hans"], at=stage.at)
