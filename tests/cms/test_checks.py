import pytest

from cms.checks import pages_stand_at_the_address
from tests.factories.programme import make_home

pytestmark = pytest.mark.django_db


def test_a_site_at_another_address_is_told(settings):
    settings.SITE_ADDRESS = "https://campus.example.org"
    make_home()

    [warning] = pages_stand_at_the_address(None)

    assert (warning.id, warning.msg) == (
        "campus.W003",
        "Wagtail's links name http://localhost, the site's address is https://campus.example.org.",
    )


@pytest.mark.parametrize("there", [True, False])
def test_a_site_at_its_address_and_no_site_are_fine(settings, there):
    settings.SITE_ADDRESS = "http://localhost"
    if there:
        make_home()

    assert pages_stand_at_the_address(None) == []
