from functools import partial

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
    checks.services_of_other_machines_are_asked_in_secret,
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


FAR = "10.0.0.9"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def services(settings, monkeypatch):
    """What is said of these services, and of nothing else elsewhere."""
    return partial(_said_of, settings, monkeypatch)


def _said_of(settings, monkeypatch, *, database=None, redis="", mail=None, store=None):
    for name, value in {"HOST": "", "OPTIONS": {}, **(database or {})}.items():
        monkeypatch.setitem(settings.DATABASES["default"], name, value)
    settings.REDIS_URL = redis
    settings.MAIL_THROUGH = SMTP if mail else "django.core.mail.backends.filebased.EmailBackend"
    for name, value in {
        "EMAIL_HOST": FAR,
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
        **(mail or {}),
    }.items():
        setattr(settings, name, value)
    options = {"OPTIONS": {"endpoint_url": store}} if store else {}
    settings.STORAGES = {**settings.STORAGES, "private": {"BACKEND": "x", **options}}
    return [warning.msg for warning in checks.services_of_other_machines_are_asked_in_secret(None)]


def told(service, host=FAR):
    return [
        f"{service} is on another machine ({host}) and the connection is not encrypted with a checked certificate."
    ]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {
            "database": {"HOST": "127.0.0.1"},
            "redis": "redis://localhost:6379/0",
            "mail": {"EMAIL_HOST": "localhost"},
        },
        {
            "database": {"HOST": "/run/postgresql"},
            "redis": "redis://[::1]:6379/0",
            "store": "http://127.0.0.1:9000",
        },
        {"database": {"HOST": FAR, "OPTIONS": {"sslmode": "verify-full"}}},
        {"redis": f"rediss://{FAR}:6379/0"},
        {"redis": f"rediss://{FAR}:6379/0?ssl_cert_reqs=required"},
        {"mail": {"EMAIL_USE_TLS": True}},
        {"mail": {"EMAIL_USE_SSL": True}},
        {"store": "https://store.example.org"},
    ],
)
def test_services_here_and_safe_ones_elsewhere_are_fine(services, given):
    assert services(**given) == []


@pytest.mark.parametrize("mode", [None, "disable", "prefer", "require", "verify-ca"])
def test_a_database_elsewhere_without_a_checked_name_is_told(services, mode):
    database = {"HOST": FAR, "OPTIONS": {"sslmode": mode} if mode else {}}

    assert services(database=database) == told("PostgreSQL")


def test_one_of_two_databases_elsewhere_is_told(services):
    assert services(database={"HOST": f"localhost,{FAR}"}) == told("PostgreSQL", f"localhost,{FAR}")


@pytest.mark.parametrize("address", ["redis://10.0.0.9/0", "rediss://10.0.0.9/0?ssl_cert_reqs=none"])
def test_a_redis_elsewhere_in_the_clear_or_unchecked_is_told(services, address):
    assert services(redis=address) == told("Redis")


def test_a_mail_server_and_a_store_elsewhere_in_the_clear_are_told(services):
    assert services(mail={"EMAIL_HOST": FAR}, store="http://store.example.org") == [
        *told("The mail server"),
        *told("The store of files", "store.example.org"),
    ]
