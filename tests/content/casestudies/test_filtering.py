import pytest

from content.casestudies.filtering import FILTERS, CaseFacts, begun, find, most_alike, nearest, stage


def case(pk: int, **values: str) -> CaseFacts:
    given = {name: frozenset(values.get(name, "").split()) for name in FILTERS}
    return CaseFacts(pk, given)


KENYA = case(1, principle="1 3", region="Africa", outcome="success")
TOGO = case(2, principle="1", region="Africa", outcome="failure")
CHILE = case(3, principle="9", region="America", outcome="failure")
ALL = [KENYA, TOGO, CHILE]


def test_without_filters_all_are_found_and_every_value_is_counted():
    found = find(ALL, {})

    assert found.pks == [1, 2, 3]
    assert found.counts["principle"] == {"1": 2, "3": 1, "9": 1}
    assert found.counts["region"] == {"Africa": 2, "America": 1}


def test_filters_are_taken_together():
    found = find(ALL, {"region": "Africa", "outcome": "failure"})

    assert (found.pks, found.chosen) == ([2], {"region": "Africa", "outcome": "failure"})


@pytest.mark.parametrize("asked", [{}, {"region": "Africa"}, {"region": "Africa", "outcome": "failure"}])
def test_each_count_is_what_the_choice_gives(asked):
    found = find(ALL, asked)

    for name in FILTERS:
        for value, count in found.counts[name].items():
            assert len(find(ALL, asked | {name: value}).pks) == count


def test_unknown_values_are_left_out_and_named():
    found = find(ALL, {"region": "Atlantis", "outcome": "failure", "colour": "red", "principle": ""})

    assert (found.pks, found.chosen, found.unknown) == ([2, 3], {"outcome": "failure"}, ["Atlantis"])


def test_the_nearest_miss_the_fewest_filters():
    assert nearest(ALL, {"principle": "9", "region": "Africa", "outcome": "failure"}, most=2) == [2, 3]
    assert nearest([CHILE], {"principle": "1", "region": "Africa"}, most=3) == []


def test_the_most_alike_share_principles_first():
    assert most_alike(ALL, KENYA, most=5) == [2, 3]
    assert most_alike(ALL, CHILE, most=1) == [1]


@pytest.mark.parametrize(
    "years, period, now",
    [
        ("1998-ongoing", {"before-2005"}, {"running"}),
        ("2004-2013", {"before-2005"}, {"ended"}),
        ("2005-2021", {"2005-2009"}, {"ended"}),
        ("2014", {"2010-2014"}, {"ended"}),
        ("2019-2022", {"2015-2019"}, {"ended"}),
        ("2024-ongoing", {"2020-now"}, {"running"}),
        ("", set(), set()),
        ("since the reform", set(), {"ended"}),
    ],
)
def test_years_say_when_it_began_and_whether_it_runs(years, period, now):
    assert (begun(years), stage(years)) == (period, now)
