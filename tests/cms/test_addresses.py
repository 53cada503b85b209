"""The names by which addresses are made."""

from collections import Counter

from django.urls import URLPattern, get_resolver


def names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        elif not pattern.namespace:
            yield from names(pattern.url_patterns)


def test_no_two_addresses_of_ours_have_one_name():
    """The second would silently take the place of the first in every link."""
    twice = [
        name for name, count in Counter(names(get_resolver().url_patterns)).items() if name and count > 1
    ]

    assert twice == []
