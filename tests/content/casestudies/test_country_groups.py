import pytest

from content.casestudies.country_groups import countries_of, groups_of


@pytest.mark.parametrize(
    "country, islands",
    [
        ("Jamaica", True),
        ("Trinidad and Tobago", True),
        ("Dominica, Grenada", True),
        ("Dominica and Grenada", True),
        ("Kenya", False),
        ("Estonia and Finland", False),
        ("Guinea", False),
        ("", False),
    ],
)
def test_small_island_states_are_known_by_their_names(country, islands):
    assert groups_of(country, "developing") == {"developing"} | ({"small-islands"} if islands else set())


@pytest.mark.parametrize(
    "country, names",
    [
        ("Dominica, Grenada", {"Dominica", "Grenada"}),
        ("Trinidad and Tobago", {"Trinidad and Tobago"}),
        ("Kenya,", {"Kenya"}),
        ("", set()),
    ],
)
def test_a_case_of_several_countries_is_found_by_each(country, names):
    assert countries_of(country) == names
