"""The figures of the bench are worth what their arithmetic is worth."""

import threading

import pytest

from tests.bench.browsers import Browser
from tests.bench.pace import Deed, Outcome, carry_out, percentile, rising, spread
from tests.bench.sitters import Sitter
from tests.faults.__main__ import faults_of
from tests.load.laws import slope
from tests.load.phases import SAVES, Lengths, answers_and_submits


def test_spread_is_even_and_ends_before_the_end():
    assert spread(4, 2.0) == [0.0, 0.5, 1.0, 1.5]


def test_rising_reaches_its_rate_in_the_last_second():
    moments = rising(50, 60)

    assert len(moments) == 1500
    assert sum(1 for moment in moments if moment >= 59) == 49  # of 0.8 to 50
    assert moments == sorted(moments)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 51), (0.95, 96), (0.99, 100), (1, 100)])
def test_percentile_of_a_hundred(share, expected):
    assert percentile(range(1, 101), share) == expected


def test_slope_tells_linear_from_quadratic():
    sizes = (500, 5_000, 50_000)

    assert round(slope(sizes, [size * 0.01 for size in sizes]), 6) == 1
    assert round(slope(sizes, [size**2 * 0.01 for size in sizes]), 6) == 2


def test_a_slow_deed_makes_the_next_one_wait_and_the_wait_counts():
    gate = threading.Event()
    threading.Timer(0.2, gate.set).start()
    deeds = [Deed(0, "slow", lambda: gate.wait(5)), Deed(0.01, "next", lambda: True)]

    first, second = carry_out(deeds, threads=1)

    assert (first.kind, second.kind, second.done) == ("slow", "next", True)
    assert second.seconds > 0.1


def test_whoever_has_submitted_is_asked_no_more():
    sitters = [Sitter(number, "", "", 10, Browser(0)) for number in range(600)]

    deeds = answers_and_submits(sitters, Lengths(peak=40, last=15, readers=10))

    submitted = {}
    for deed in deeds:
        if deed.kind == "submit":
            submitted[deed.do.__self__.attempt_id] = deed.due
    late = [
        deed
        for deed in deeds
        if deed.kind == "save" and deed.due >= submitted.get(deed.do.__self__.attempt_id, 99)
    ]
    assert (len(submitted), late) == (375, [])
    assert sum(1 for deed in deeds if deed.kind == "save") == SAVES * 40


def test_outcome_of_a_deed_that_failed_is_told():
    assert carry_out([Deed(0, "save", lambda: False)], threads=1)[0] == Outcome(
        "save", False, pytest.approx(0, abs=1)
    )


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"lost": 0, "own page": True, "rows and files differ": []}, []),
        ({"lost": 1}, ["lost"]),
        ({"own page both times": False}, ["own page both times"]),
        ({"rows and files differ": ["private/work/x"]}, ["rows and files differ"]),
        ({"mails sent again with the same number": 3, "killed": {"web": 2}}, []),
        ({"back later than the goal": ["web"], "too slow": True, "mails parked": 2}, ["mails parked"]),
    ],
)
def test_which_facts_are_faults(facts, wrong):
    assert faults_of(facts) == wrong
