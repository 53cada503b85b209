import pytest
from wagtail.models import Site

from content.pages.addressing import keep_site_at, place_of
from tests.factories.programme import make_home, make_programme


@pytest.mark.parametrize(
    "address, place",
    [
        ("https://campus.example.org", ("campus.example.org", 443)),
        ("http://campus.example.org", ("campus.example.org", 80)),
        ("http://localhost:8123", ("localhost", 8123)),
    ],
)
def test_place_of_an_address(address, place):
    assert place_of(address) == place


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["https://campus.example.org", "http://localhost:8123"])
def test_links_of_pages_begin_with_the_address(address):
    programme = make_programme()

    keep_site_at(address)

    assert programme.full_url == f"{address}/programme/"


@pytest.mark.django_db
def test_the_same_address_again_writes_nothing(django_assert_num_queries):
    make_home()
    keep_site_at("http://localhost:8123")

    with django_assert_num_queries(1):
        keep_site_at("http://localhost:8123")

    assert Site.objects.get().port == 8123


@pytest.mark.django_db
def test_without_a_site_nothing_is_written():
    keep_site_at("http://localhost:8123")

    assert not Site.objects.exists()
