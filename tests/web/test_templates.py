"""What holds for every template and sheet: nothing inline, no sign that does not exist, no colour outside the tokens, no unused part."""

import re
from xml.etree import ElementTree

import pytest

from tests.web.look import APP, TEMPLATES

INLINE = re.compile(r"""\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*["']|javascript:|hx-on|["']js:|<script(?![^>]*\bsrc=)""")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|color-mix)\(")
SHEETS = sorted((APP / "static" / "css").glob("*.css"))
COMPONENTS = sorted((APP / "templates" / "components").glob("*.html"))
EVERYTHING = {path: path.read_text() for path in TEMPLATES}


def macros() -> list[tuple[str, str]]:
    """(file, macro) of every public macro."""
    return [(path.name, name) for path in COMPONENTS for name in re.findall(r"{% macro ([a-z]\w*)\(", path.read_text())]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_inline_that_the_content_policy_forbids(path):
    assert not INLINE.findall(EVERYTHING[path])


@pytest.mark.parametrize(
    "line", ['<p style="x">', "<style>", '<a onclick="x()">', "<script>", 'hx-on:click="x"', '<a href="javascript:x">']
)
def test_the_inline_pattern_sees_each_way(line):
    assert INLINE.search(line)


def test_every_sign_in_a_template_is_in_the_sprite():
    sprite = ElementTree.parse(APP / "static" / "icons.svg")
    known = {symbol.get("id") for symbol in sprite.iter("{http://www.w3.org/2000/svg}symbol")}
    named = r"""(?:\bicon\(|\bsign=|\bafter=|"sign": )["']([a-z-]+)["']"""
    used = {name for text in EVERYTHING.values() for name in re.findall(named, text)}
    assert used
    assert used <= known


@pytest.mark.parametrize(("file", "name"), macros(), ids="-".join)
def test_the_style_guide_shows_every_macro(file, name):
    used = re.compile(rf"\b{name}\(")
    shown = [
        text
        for path, text in EVERYTHING.items()
        if path.parent.name == "styleguide" or path.name in ("base.html", "page.html", "fragment.html")
    ]
    within = [text for path, text in EVERYTHING.items() if path in COMPONENTS and path.name != file]
    assert any(used.search(text) for text in shown + within)


def test_no_words_are_frozen_when_a_macro_file_is_loaded():
    outside = {path.name: re.sub(r"{% macro .*?{%-? endmacro %}", "", EVERYTHING[path], flags=re.DOTALL) for path in COMPONENTS}
    assert [name for name, text in outside.items() if "_(" in text] == []


@pytest.mark.parametrize("sheet", [path for path in SHEETS if path.name != "tokens.css"], ids=lambda path: path.name)
def test_only_the_tokens_hold_colours(sheet):
    assert not COLOUR.findall(sheet.read_text())


def test_both_dark_themes_are_alike():
    tokens = (APP / "static" / "css" / "tokens.css").read_text()
    by_device = re.search(r':root:not\(\[data-theme="light"\]\) {(.*?)}', tokens, re.DOTALL)
    by_choice = re.search(r':root\[data-theme="dark"\] {(.*?)}', tokens, re.DOTALL)
    assert by_device and by_choice
    assert by_device[1].split() == by_choice[1].split()


def test_every_property_that_a_sheet_asks_for_is_set_somewhere():
    text = "".join(path.read_text() for path in SHEETS)
    set_by_sheets = set(re.findall(r"(--[\w-]+)\s*:", text))
    set_by_boxes = set(re.findall(r'"(--\w)"', (APP / "static" / "js" / "boxes.js").read_text()))
    assert set(re.findall(r"var\((--[\w-]+)\)", text)) <= set_by_sheets | set_by_boxes


def test_every_sheet_is_loaded():
    base = EVERYTHING[APP / "templates" / "base.html"] + EVERYTHING[APP / "templates" / "styleguide" / "page.html"]
    assert [sheet.stem for sheet in SHEETS if not re.search(rf'"{sheet.stem}"|css/{sheet.name}', base)] == []
