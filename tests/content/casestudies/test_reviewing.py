from datetime import date

import pytest

from content.casestudies.publishing import UnableToPublish, check_publishable
from content.casestudies.reviewing import cases_to_review
from tests.factories.cases import READ, make_library_case

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)


def due(**fields) -> bool:
    make_library_case(**fields)
    return bool(cases_to_review(on=TODAY))


@pytest.mark.parametrize("year, expected", [(2022, True), (2023, False), (2026, False), (None, True)])
def test_facts_older_than_three_years_are_due(year, expected):
    assert due(source=READ | {"year": year}) is expected


@pytest.mark.parametrize("day, expected", [(date(2025, 11, 1), False), (date(2025, 10, 31), True)])
def test_who_has_looked_within_a_year_need_not_look_again(day, expected):
    assert due(source=READ | {"year": 2015}, reviewed_on=day) is expected


def test_the_oldest_come_first_and_drafts_do_not_come():
    make_library_case("newer", source=READ | {"year": 2020})
    make_library_case("older", source=READ | {"year": 2012})
    make_library_case("draft", source=READ | {"year": 2001}, live=False)

    assert [(each.case.slug, each.newest) for each in cases_to_review(on=TODAY)] == [
        ("older", 2012),
        ("newer", 2020),
    ]


def test_a_case_without_a_source_that_was_read_stays_a_draft():
    check_publishable(make_library_case("read"))

    for slug, source in (("none", None), ("heard", READ | {"excerpt_read": False})):
        with pytest.raises(UnableToPublish, match="names no source that was read"):
            check_publishable(make_library_case(slug, source=source, live=False))
