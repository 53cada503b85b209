import pytest

from learners.credentials.issuer import issuer_address


@pytest.mark.parametrize("sender", ["office@example.org", "Campus <office@example.org>"])
def test_address_stands_alone(settings, sender):
    settings.DEFAULT_FROM_EMAIL = sender

    assert issuer_address() == "office@example.org"


def test_an_office_of_its_own_comes_first(settings):
    settings.DEFAULT_FROM_EMAIL = "robot@example.org"
    settings.OFFICE_EMAIL = "Programme office <office@example.org>"

    assert issuer_address() == "office@example.org"
