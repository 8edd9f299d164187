"""Two weeks before the birthday of consent the pupil is invited and the guardians are told; from that day on the pupil is asked."""

from datetime import timedelta

from app.jobs.correspondence import letter_from, on_its_own, send
from app.jobs.workshop import Workshop
from app.letters import families
from consent_store.records.queries import consents, due, reminders, school

SOON, CHILD, NOW = "soon_of_age", "child_of_age", "of_age"
BEFORE = AFTER = timedelta(days=14)


def invite(shop: Workshop) -> None:
    """Before the day: to the pupil, and to everybody who spoke for them until then."""
    with shop.services.db.reading() as session:
        policy = school.policy(session)
        today = policy.day(shop.now())
        turning = due.turning(session, today + timedelta(days=1), today + BEFORE)
        invited, told = reminders.of(session, SOON), reminders.of(session, CHILD)
    for each in turning:
        if each.pupil.email and (each.pupil.id, "") not in invited:
            with on_its_own(SOON):
                send(shop, SOON, each.pupil.id, [""], families.soon_of_age(each, policy.age_of_consent, letter_from(shop, each.pupil)))
        for guardian in each.guardians:
            if guardian.email and (guardian.id, each.pupil.id) not in told:
                with on_its_own(CHILD):
                    send(shop, CHILD, guardian.id, [each.pupil.id], families.child_of_age(guardian, each, letter_from(shop, guardian)))


def ask(shop: Workshop) -> None:
    """From the day on: to the pupil, who has not spoken yet."""
    with shop.services.db.reading() as session:
        policy = school.policy(session)
        today = policy.day(shop.now())
        asked = reminders.of(session, NOW)
        turned = [each for each in due.turning(session, today - AFTER, today) if each.pupil.email and (each.pupil.id, "") not in asked]
        silent = [each for each in turned if not consents.spoke_alone(session, each.pupil.id, each.on)]
    for each in silent:
        lapses_on = each.on + timedelta(days=policy.lapse_days) if policy.lapse_days else None
        with on_its_own(NOW):
            send(shop, NOW, each.pupil.id, [""], families.of_age(each, lapses_on, letter_from(shop, each.pupil)))
