"""Voices are told apart by their descriptors alone: mixtures mislead nobody, and two people are never one."""

from itertools import combinations
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis import diarisation
from app.analysis.diarisation import Moments, attribute, voices


def people(count: int, seed: int = 1) -> np.ndarray:
    """Directions of so many people, as far apart as those of real voices: a cosine of about 0.6."""
    chance = np.random.default_rng(seed)
    own = chance.normal(size=(count, 256))
    own -= own.mean(axis=0) * (count > 1)
    common = chance.normal(size=256)
    return unit(unit(own) * np.sqrt(0.4) + unit(common) * np.sqrt(0.6))


def unit(values: np.ndarray) -> np.ndarray:
    return (values / np.linalg.norm(values, axis=-1, keepdims=True)).astype(np.float32)


def moments(who: list[list[int]], seed: int = 2, noise: float = 0.6) -> Moments:
    """Moments in which the people of `who` speak, described as unsteadily as real windows are."""
    everybody, chance = people(1 + max(max(each) for each in who)), np.random.default_rng(seed)
    clean = np.array([unit(everybody[each].sum(axis=0)) for each in who])
    short, long = (unit(clean + unit(chance.normal(size=clean.shape)) * share) for share in (noise * 1.2, noise))
    return Moments(np.arange(len(who)), short, long, np.ones(len(who), bool))


def turns(*lengths: int, of: int) -> list[list[int]]:
    return [[number % of] for number, length in enumerate(lengths) for _ in range(length)]


def names(heard: np.ndarray) -> list[tuple[int, ...]]:
    """Voices of each moment, numbered in order of appearance."""
    order: dict[int, int] = {}
    return [tuple(sorted(order.setdefault(int(voice), len(order)) for voice in np.flatnonzero(column))) for column in heard.T]


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_people_in_turn_are_as_many_voices(count: int) -> None:
    who = turns(*[20] * 4 * count, of=count)
    assert names(attribute(moments(who))) == [tuple(each) for each in who]


def test_a_few_moments_of_two_at_once_are_no_third_voice_and_belong_to_both() -> None:
    who = [*turns(40, of=2), *[[0, 1]] * 6, *[[1]] * 40, *turns(30, 30, of=2)]
    heard = names(attribute(moments(who, noise=0.4)))
    assert max(max(each) for each in heard) == 1
    assert heard[40:46] == [(0, 1)] * 6
    assert sum(len(each) == 2 for each in heard) <= 8


def test_somebody_heard_for_two_seconds_is_a_voice() -> None:
    who = [*turns(60, 60, of=2), *[[2]] * 5, *turns(20, of=1)]
    assert names(attribute(moments(who)))[121:124] == [(2,)] * 3


def test_a_voice_in_two_moods_is_one() -> None:
    """Its two middles are 0.9 alike; its windows agree less than those of one mood do."""
    mood = unit(np.random.default_rng(5).normal(size=256)) * 0.45
    one, other = (unit(people(2)[0] + sign * mood / 2) for sign in (1, -1))
    chance = np.random.default_rng(6)
    windows = unit(np.repeat([one, other], 60, axis=0) + unit(chance.normal(size=(120, 256))) * 0.6)
    assert len(voices(windows)) == 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.lists(st.integers(6, 40), min_size=2, max_size=12), st.integers(2, 5))
def test_two_people_are_never_one_voice(seed: int, lengths: list[int], of: int) -> None:
    """Whatever the turns: no voice has more than a moment here and there of anybody else."""
    who = turns(*lengths, of=of)
    heard = attribute(moments(who, seed))
    speaks = np.array([[person in each for each in who] for person in range(of)])
    for voice in heard:
        shares = sorted((int((voice & person).sum()) for person in speaks), reverse=True)
        assert sum(shares[1:]) <= 2 * len(lengths)


def test_hours_are_told_apart_as_minutes_are() -> None:
    """More moments than are compared at once; the same people go on through all blocks."""
    who = turns(*[50] * 80, of=4)
    heard = attribute(moments(who))
    assert len(heard) == 4
    assert names(heard) == [tuple(each) for each in who]


def test_a_schoolyard_of_voices_is_told_apart_before_anybody_loses_patience() -> None:
    """With every mixture of two written down it took half a minute, and three times as many voices took twenty."""
    heard = np.repeat(people(200), 4, axis=0) + unit(np.random.default_rng(3).normal(size=(800, 256))) * 0.3
    began = process_time()
    assert len(voices(unit(heard))) > 190
    assert process_time() - began < 5


def slow_mixture(middle: np.ndarray, others: np.ndarray) -> bool:
    """The same, with every mixture of two written down."""
    mixtures = [unit(one + share * other) for one, other in combinations(others, 2) for share in diarisation._SHARES]
    return bool(np.max([*others, *mixtures] @ middle) >= diarisation._MIXED)


@given(st.integers(1, 6), st.integers(0, 2**32 - 1), st.floats(0.2, 1))
@settings(max_examples=60, deadline=None)
def test_a_mixture_is_what_it_is_when_written_down(count: int, seed: int, noise: float) -> None:
    others, chance = people(count, seed), np.random.default_rng(seed)
    shares = chance.random(count) * (chance.random(count) < 0.5)
    middle = unit(unit(shares @ others + 1e-6) + unit(chance.normal(size=256)) * noise)
    assert diarisation._is_mixture(others @ middle, others @ others.T) == slow_mixture(middle, others)
