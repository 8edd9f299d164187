"""The words inside a released file: whose it is, on what terms, and the class of the youngest shown."""

from dataclasses import replace

import pytest

from app.jobs.labelling import label
from consent_store.ids import ReleaseId
from consent_store.records.queries.labels import About
from consent_store.rules.terms import Maker, Permission

OURS = Maker("Karin de Wit", Permission.OWN_WORK)
ABOUT = About(ReleaseId("abc"), OURS, "De Linde", {"nl": "Website", "en": "The site"}, "Twee op het veld", True, (12, 15), False)


def test_what_a_colleague_made_is_the_schools() -> None:
    said = label(ABOUT)
    assert (said.creator, said.rights, said.credit) == ("Karin de Wit", "© De Linde", "Karin de Wit / De Linde")
    assert said.terms == "Alleen voor: Website. Vraag De Linde vóór elk ander gebruik."
    assert (said.release, said.alt, said.minor) == ("abc", "Twee op het veld", "AG-U14")


@pytest.mark.parametrize(
    ("maker", "rights"),
    [
        (Maker("Studio Zon", Permission.GIVEN, "contract 3"), "© Studio Zon, gebruikt met toestemming"),
        (Maker("Studio Zon", Permission.LICENCE, "CC BY 4.0"), "© Studio Zon. CC BY 4.0"),
        (None, "© De Linde"),
    ],
)
def test_anybody_elses_work_keeps_their_name_and_terms(maker: Maker | None, rights: str) -> None:
    assert label(replace(ABOUT, maker=maker)).rights == rights


@pytest.mark.parametrize(
    ("ages", "told"),
    [((), None), ((18, 19), None), ((17, 18), "AG-A17"), ((16, None), "AG-UNK"), ((13, 17), "AG-U14"), ((15,), "AG-A15")],
)
def test_the_youngest_shown_counts(ages: tuple[int | None, ...], told: str | None) -> None:
    assert label(replace(ABOUT, ages=ages)).minor == told


def test_a_purpose_without_dutch_title_is_said_in_what_there_is() -> None:
    assert "The site" in label(replace(ABOUT, titles={"en": "The site"})).terms
    assert label(replace(ABOUT, titles={})).terms == "Vraag De Linde vóór elk gebruik."
