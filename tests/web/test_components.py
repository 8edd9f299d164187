"""What the macros promise, read from the pages that they make."""

import re
from types import SimpleNamespace

import pytest
from flask import Flask, get_template_attribute

from consent_store.rules.sightings import Box
from tests.web.look import make_app


@pytest.fixture(scope="module")
def look() -> Flask:
    return make_app()


def drawn(look: Flask, component: str, macro: str, *args, **kwargs) -> str:
    with look.test_request_context():
        return " ".join(str(get_template_attribute(f"components/{component}.html", macro)(*args, **kwargs)).split())


@pytest.mark.parametrize("language", ["en", "nl"])
def test_ids_on_the_style_guide_are_unique_and_all_references_lead_somewhere(look, language):
    page = look.test_client().get(f"/styleguide?lang={language}").text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    asked = re.findall(r'(?:aria-labelledby|aria-describedby|\sfor|data-open-dialog)="([^"]+)"', page)
    assert {name for names in asked for name in names.split()} <= set(ids)


@pytest.mark.parametrize(
    ("state", "tone", "sign"),
    [
        ("cleared", "cleared", "gate-cleared"),
        ("masked", "masked", "gate-masked"),
        ("held", "held", "gate-held"),
        ("recalled", "recalled", "gate-recalled"),
        ("waiting", "waiting", "gate-waiting"),
        ("doubt", "held", "gate-doubt"),
        ("no such verdict", "held", "gate-held"),
        (None, "held", "gate-held"),
    ],
)
@pytest.mark.parametrize(("component", "macro", "args"), [("verdict", "verdict", ()), ("banner", "banner", ("word",))])
def test_a_verdict_is_drawn_and_what_is_unknown_is_held(look, component, macro, args, state, tone, sign):
    shown = drawn(look, component, macro, state, *args)
    assert f'data-verdict="{tone}"' in shown
    assert f'icons.svg#{sign}"' in shown


@pytest.mark.parametrize(("value", "checked"), [(None, []), ("yes", ["yes"]), ("no", ["no"]), ("perhaps", [])])
def test_nothing_is_chosen_beforehand(look, value, checked):
    shown = drawn(look, "choice", "choice", "photo", "Photo on the website", "Photo", value)
    assert re.findall(r'value="(\w+)" checked', shown) == checked


def test_yes_and_no_differ_in_nothing_but_the_answer(look):
    shown = drawn(look, "choice", "choice", "photo", "Photo on the website", "Photo")
    yes, no = re.findall(r"<label>.*?</label>", shown)
    assert yes.replace('"yes"', '"no"').replace("Yes", "No") == no


def test_a_button_that_may_not_be_pressed_says_why_and_sends_nothing(look):
    shown = drawn(look, "button", "button", "Download", id="get", name="go", value="1", why_not="Two things to solve.")
    assert re.search(r'<button[^>]*type="button"[^>]*aria-disabled="true" aria-describedby="get-why"', shown)
    assert '<p class="tiny" id="get-why">Two things to solve.</p>' in shown
    assert 'name="go"' not in shown


@pytest.mark.parametrize("macro", ["field", "area", "upload", "code_field"])
def test_a_field_ties_its_label_hint_and_error(look, macro):
    shown = drawn(look, "field", macro, "mail", "E-mail", hint="At the school", error="A piece is missing")
    assert '<label for="mail">E-mail</label>' in shown
    assert 'id="mail" name="mail"' in shown
    assert 'aria-invalid="true" aria-describedby="mail-hint mail-error"' in shown
    assert 'id="mail-hint">At the school<' in shown
    assert "A piece is missing</p>" in shown


@pytest.mark.parametrize(("required", "marked"), [(True, False), (False, True)])
def test_a_field_that_may_stay_empty_says_so(look, required, marked):
    shown = drawn(look, "field", "field", "phone", "Telephone", required=required)
    assert (' required=""' in shown) is not marked
    assert ("(not required)" in shown) is marked


def test_a_face_stands_at_the_fractions_of_its_picture(look):
    shown = drawn(look, "stage", "face", "open", Box(100, 50, 300, 250), 1000, 500, "who?")
    assert 'data-box="0.1000 0.1000 0.3000 0.5000"' in shown
    assert "data-label" not in shown


def test_a_face_at_the_lower_edge_has_its_name_above(look):
    assert 'data-label="above"' in drawn(look, "stage", "face", "open", Box(0, 400, 90, 490), 1000, 500, "who?")


@pytest.mark.parametrize(
    ("component", "macro", "args"),
    [
        ("button", "button", ("<i>",)),
        ("verdict", "verdict", ("held", "<i>")),
        ("banner", "banner", ("held", "<i>", "<i>")),
        ("chip", "chip", ("<i>",)),
        ("person", "person", ("<i>", None, "<i>", "<i>")),
        ("toast", "toast", ("<i>",)),
        ("field", "field", ("name", "<i>", '"><i>')),
        ("field", "area", ("name", "Text", "</textarea><i>")),
        ("gates", "gates", ([SimpleNamespace(purpose="<i>", state="held", now="<i>", after="<i>", after_word="<i>", after_state="held")],)),
        ("timeline", "timeline", ([{"what": "<i>", "when": "<i>", "sign": "check", "more": "<i>"}],)),
        ("progress", "progress", ("<i>", 1, 2, "<i>")),
        ("mail", "mail_row", ("/", "<i>", "<i>", "<i>")),
    ],
)
def test_words_of_people_are_never_markup(look, component, macro, args):
    shown = drawn(look, component, macro, *args)
    assert "&lt;i&gt;" in shown
    assert "<i>" not in shown


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503, 599])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_failure_has_words(look, status, language):
    page = look.test_client().get(f"/page/{status}?lang={language}").text
    title, sentence = re.search(r'<h1>(.+?)</h1><p class="quiet-text">(.+?)</p>', page).groups()  # type: ignore[union-attr]
    assert title[0].isupper()
    assert sentence.endswith(".")
    assert sentence in look.test_client().get(f"/fragment/{status}?lang={language}").text


def test_a_flashed_error_stays_in_the_page_and_the_rest_can_be_undone(look):
    page = look.test_client().get("/flash", follow_redirects=True).text
    main, after = page.split("</main>")
    assert "Nothing was kept." in main
    assert "Finn Postma, on 9 photos" not in main.split("Style guide")[0]
    assert re.search(r'<form method="post" action="/undo">.*?name="entry" value="12"', after, re.DOTALL)


def test_the_page_says_its_language_direction_and_theme(look):
    client = look.test_client()
    client.set_cookie("theme", "dark")
    assert '<html lang="ar" dir="rtl" data-theme="dark">' in client.get("/styleguide?lang=ar").text
