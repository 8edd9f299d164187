"""The ledger's chain: what it writes it reads, and whatever is changed shows."""

import json
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_store.rules import chain, tree
from consent_store.rules.chain import GENESIS, Broken, Head, Line, checkpoint, parse_checkpoint, verify
from consent_store.rules.entries import BODIES, DutyRecorded, Entry, PersonLeft, Say
from tests.rules.build import ANNA, MOTHER, TODAY, says
from tests.strategies import bodies_of, chains

ORIGIN = "school.example/ledger"
WORD = Entry(1, TODAY, MOTHER, says(Say.YES)[1])


def written(entries: list[Entry]) -> list[Line]:
    """Entries as lines, each after the hash before it."""
    lines: list[Line] = []
    for entry in entries:
        lines.append(chain.line(entry, lines[-1].hash if lines else GENESIS))
    return lines


def test_an_entrys_bytes_are_canonical_json_and_its_hash_covers_the_one_before() -> None:
    kept = chain.line(Entry(7, TODAY, MOTHER, PersonLeft(ANNA, TODAY.date())), b"x" * 32)
    text = (
        '{"actor":"mother","at":"2026-05-12T10:00:00.000000+00:00","body":{"on":"2026-05-12","person":"anna"},'
        '"item":null,"kind":"PersonLeft","person":"anna","seq":7}'
    )
    assert chain.canonical(kept) == text.encode()
    assert kept.hash == sha256(b"x" * 32 + text.encode()).digest()


@pytest.mark.parametrize("made", BODIES.values())
@settings(max_examples=20)
@given(data=st.data())
def test_every_kind_of_entry_comes_back_as_it_was(made: type, data: st.DataObject) -> None:
    entry = Entry(1, TODAY, MOTHER, data.draw(bodies_of(made)))
    kept = chain.line(entry, GENESIS)
    assert chain.entry(kept) == entry
    assert json.loads(chain.canonical(kept))["body"] == json.loads(kept.body)
    assert (
        chain.canonical(kept)
        == json.dumps(json.loads(chain.canonical(kept)), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    )


@given(chains)
def test_a_whole_chain_is_whole(entries: list[Entry]) -> None:
    lines = written(entries)
    heads = [Head(line.seq, line.hash) for line in lines]
    assert verify(iter(lines), heads) == heads[-1]


OTHER: dict[str, Any] = {
    "at": "2001-01-01T00:00:00.000000+00:00",
    "actor": "x!",
    "kind": "x!",
    "person": "x!",
    "item": "x!",
    "body": '{"x":1}',
}


@given(chains, st.data())
def test_any_change_of_any_column_is_found(entries: list[Entry], data: st.DataObject) -> None:
    lines = written(entries)
    place = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.sampled_from(sorted(OTHER)))
    lines[place] = replace(lines[place], **{column: OTHER[column]})
    assert verify(lines) == Broken(place + 1, "changed")


@given(chains, st.data())
def test_a_changed_line_hashed_anew_is_found_at_the_next_or_by_a_checkpoint(entries: list[Entry], data: st.DataObject) -> None:
    lines = written(entries)
    trusted = [Head(lines[-1].seq, lines[-1].hash)]
    place = data.draw(st.integers(0, len(lines) - 1))
    before = lines[place - 1].hash if place else GENESIS
    changed = replace(lines[place], actor="x!")
    lines[place] = replace(changed, hash=chain.link(before, changed))
    last = place == len(lines) - 1
    assert verify(lines, trusted) == (Broken(place + 1, "not what a checkpoint signed") if last else Broken(place + 2, "changed"))


@given(chains, st.data())
def test_a_removed_line_is_found(entries: list[Entry], data: st.DataObject) -> None:
    lines = written(entries)
    trusted = [Head(lines[-1].seq, lines[-1].hash)]
    place = data.draw(st.integers(0, len(lines) - 1))
    del lines[place]
    cut = place == len(lines)
    assert verify(lines, trusted) == Broken(place + 1, "missing, though a checkpoint signed it" if cut else "missing")


@given(chains.filter(lambda entries: len(entries) > 1), st.data())
def test_swapped_lines_are_found(entries: list[Entry], data: st.DataObject) -> None:
    lines = written(entries)
    one, other = sorted(data.draw(st.sets(st.integers(0, len(lines) - 1), min_size=2, max_size=2)))
    lines[one], lines[other] = lines[other], lines[one]
    assert verify(lines) == Broken(one + 1, "missing")
    lines[one], lines[other] = replace(lines[one], seq=one + 1), replace(lines[other], seq=other + 1)
    assert verify(lines) == Broken(one + 1, "changed")


def test_an_empty_ledger_is_whole_until_a_checkpoint_says_otherwise() -> None:
    assert verify([]) == verify([], [Head(0, GENESIS)]) == Head(0, GENESIS)
    assert verify([], [Head(0, b"x" * 32)]) == Broken(0, "not what a checkpoint signed")
    assert verify([], [Head(3, b"x" * 32)]) == Broken(1, "missing, though a checkpoint signed it")


def test_of_two_checkpoints_of_one_size_only_one_can_be_true() -> None:
    line = chain.line(WORD, GENESIS)
    true, forged = Head(1, line.hash), Head(1, b"x" * 32)
    assert verify([line], [true, true]) == true
    assert verify([line], [true, forged]) == verify([line], [forged, true]) == Broken(1, "not what a checkpoint signed")


LEFT = chain.line(Entry(1, TODAY, MOTHER, PersonLeft(ANNA, TODAY.date())), GENESIS)
DUTY = chain.line(Entry(1, TODAY, MOTHER, DutyRecorded(ANNA, "office", True)), GENESIS)
SPOKEN = chain.line(WORD, GENESIS)


@pytest.mark.parametrize(
    "kept",
    [
        replace(LEFT, kind="PersonPromoted"),
        replace(LEFT, body="not json"),
        replace(LEFT, body='["on","person"]'),
        replace(LEFT, body='{"person":"anna"}'),
        replace(LEFT, body='{"on":"2026-05-12","person":"anna","x":1}'),
        replace(LEFT, body='{"on":"tomorrow","person":"anna"}'),
        replace(LEFT, body='{"on":20260512,"person":"anna"}'),
        replace(LEFT, body='{"on":null,"person":"anna"}'),
        replace(LEFT, body='{"on":"2026-05-12","person":5}'),
        replace(DUTY, body='{"duty":"office","held":1,"person":"anna"}'),
        replace(DUTY, body='{"duty":"office","held":"no","person":"anna"}'),
        replace(SPOKEN, body=SPOKEN.body.replace('"yes"', '"perhaps"')),
        replace(SPOKEN, body=SPOKEN.body.replace('"notice":1', '"notice":true')),
        replace(LEFT, at="yesterday"),
    ],
)
def test_what_is_not_the_ledgers_is_refused(kept: Line) -> None:
    with pytest.raises(ValueError):
        chain.entry(kept)


def test_a_moment_without_a_zone_is_refused_and_others_become_utc() -> None:
    with pytest.raises(ValueError, match="time zone"):
        chain.timestamp(datetime(2026, 1, 1))  # noqa: DTZ001
    assert chain.timestamp(datetime.fromisoformat("2026-01-01T01:00+01:00")) == "2026-01-01T00:00:00.000000+00:00"
    assert chain.entry(LEFT).at.tzinfo is UTC


@given(st.integers(0, 2**53), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_comes_back_as_it_was(size: int, digest: bytes) -> None:
    text = checkpoint(ORIGIN, Head(size, digest))
    assert text == f"{ORIGIN}\n{size}\n{b64encode(digest).decode()}\n"
    assert parse_checkpoint(text, ORIGIN) == Head(size, digest)


@given(st.integers(0, 2**53), st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_with_a_root_comes_back_as_it_was(size: int, digest: bytes, root: bytes) -> None:
    text = checkpoint(ORIGIN, Head(size, digest, root))
    assert text == f"{ORIGIN}\n{size}\n{b64encode(root).decode()}\nchain {b64encode(digest).decode()}\n"
    assert parse_checkpoint(text, ORIGIN) == Head(size, digest, root)


@given(chains, st.data())
def test_every_root_on_the_way_is_checked(entries: list[Entry], data: st.DataObject) -> None:
    lines = written(entries)
    sizes = data.draw(st.sets(st.integers(1, len(lines)), min_size=1))
    heads = [Head(size, lines[size - 1].hash, tree.root([tree.leaf(line.hash) for line in lines[:size]])) for size in sizes]
    assert verify(lines, heads) == Head(len(lines), lines[-1].hash)
    wrong = data.draw(st.sampled_from(heads))
    assert verify(lines, [*heads, replace(wrong, root=b"x" * 32)]) == Broken(wrong.size, "not what a checkpoint signed")


DIGEST = b64encode(b"x" * 32).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"other.example\n3\n{DIGEST}\n",
        f"{ORIGIN}\n3\n{DIGEST}",
        f"{ORIGIN}\n3\n{DIGEST}\n\n",
        f"{ORIGIN}\n3\n{DIGEST}\nmore",
        f"{ORIGIN}\n-3\n{DIGEST}\n",
        f"{ORIGIN}\n03\n{DIGEST}\n",
        f"{ORIGIN}\n٣\n{DIGEST}\n",
        f"{ORIGIN}\n3\n{DIGEST[:-4]}\n",
        f"{ORIGIN}\n3\nnot base64!\n",
        f"{ORIGIN}\n3\n\n",
        f"{ORIGIN}\n3\n{DIGEST}\n{DIGEST}\n",
        f"{ORIGIN}\n3\n{DIGEST}\nchain\n",
        f"{ORIGIN}\n3\n{DIGEST}\nchain {DIGEST[:-4]}\n",
        f"{ORIGIN}\n3\n{DIGEST}\ntree {DIGEST}\n",
        f"{ORIGIN}\n3\n{DIGEST}\nchain {DIGEST}\nmore\n",
    ],
)
def test_another_form_is_no_checkpoint(text: str) -> None:
    with pytest.raises(ValueError):
        parse_checkpoint(text, ORIGIN)
