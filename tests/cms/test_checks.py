import pytest
from django.db import connection

from cms import checks
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


@pytest.fixture
def real(settings):
    """A real installation that has nothing to be told."""
    settings.DEMO_ALLOWED = False
    settings.ALLOWED_HOSTS = ["campus.example.org"]
    settings.KEYS_SECRET = "a secret of its own"
    settings.DEFAULT_FROM_EMAIL = "campus@example.org"
    settings.REDIS_URL = "" if connection.vendor == "sqlite" else "redis://127.0.0.1"
    settings.METRICS_TOKEN, settings.METRICS_ADDRESSES = "t" * 20, ["10.0.0.0/8"]
    return settings


OWN = [
    checks.keys_have_a_secret_of_their_own,
    checks.hosts_are_those_of_people,
    checks.database_serves_every_machine,
    checks.limits_hold_on_every_machine,
    checks.mails_come_from_a_real_address,
    checks.figures_are_not_for_everybody,
]


def warned():
    return [warning.id for check in OWN for warning in check(None)]


def test_a_good_installation_is_told_nothing(real):
    assert warned() == []


@pytest.mark.parametrize(
    "name, value, told",
    [
        ("KEYS_SECRET", "", "campus.W004"),
        ("KEYS_SECRET", "only for tests", "campus.W004"),
        ("ALLOWED_HOSTS", ["campus.example.org", "localhost"], "campus.W005"),
        ("DEFAULT_FROM_EMAIL", "campus@localhost", "campus.W008"),
        ("METRICS_TOKEN", "short", "campus.W009"),
        ("METRICS_ADDRESSES", ["0.0.0.0/0"], "campus.W009"),
    ],
)
def test_a_doubtful_setting_is_told(real, name, value, told):
    setattr(real, name, value)

    assert warned() == [told]


def test_a_database_of_one_machine_with_a_queue_of_several_is_told(real):
    real.REDIS_URL = "redis://127.0.0.1" if connection.vendor == "sqlite" else ""

    assert warned() == ["campus.W006" if connection.vendor == "sqlite" else "campus.W007"]
