from collections import Counter
from datetime import date

import pytest

from learners.admissions.countries import COUNTRIES, Group, Region, country_name, group_on

DAY = date(2026, 11, 25)


def test_each_country_is_in_one_region():
    assert Counter(country.region for country in COUNTRIES.values()) == {
        Region.AFRICA: 58,
        Region.AMERICAS: 50,
        Region.ASIA: 50,
        Region.EUROPE: 51,
        Region.NORTH_AMERICA: 5,
        Region.OCEANIA: 27,
    }


def test_groups_have_the_sizes_of_the_lists_of_the_united_nations():
    """44 least developed less Lao PDR; 32 landlocked less the 15 that are least developed; 53 island States less 7."""
    assert Counter(group_on(code, DAY) for code in COUNTRIES) == {
        Group.LEAST_DEVELOPED: 43,
        Group.LANDLOCKED: 17,
        Group.SMALL_ISLAND: 46,
        Group.DEVELOPING: 72,
        Group.OTHER: 63,
    }


@pytest.mark.parametrize(
    "code, group",
    [
        ("ET", "least_developed"),  # landlocked too
        ("KI", "least_developed"),  # an island State too
        ("BD", "least_developed"),
        ("BT", "landlocked"),
        ("MD", "landlocked"),
        ("ST", "small_island"),
        ("NU", "small_island"),
        ("KE", "developing"),
        ("HK", "developing"),
        ("KR", "other"),
        ("FR", "other"),
    ],
)
def test_country_is_in_the_first_group_that_fits(code, group):
    assert group_on(code, DAY) == group


@pytest.mark.parametrize(
    "code, last_day, after",
    [
        ("LA", date(2026, 11, 23), "landlocked"),
        ("SB", date(2027, 12, 12), "small_island"),
        ("KH", date(2029, 12, 18), "developing"),
        ("SN", date(2029, 12, 18), "developing"),
    ],
)
def test_country_leaves_the_least_developed_on_its_day(code, last_day, after):
    assert group_on(code, last_day) == "least_developed"
    assert group_on(code, date.fromordinal(last_day.toordinal() + 1)) == after


def test_name_of_an_unknown_code_is_empty():
    assert (country_name("KE"), country_name("XX")) == ("Kenya", "")
