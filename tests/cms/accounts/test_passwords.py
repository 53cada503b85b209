"""Words of the house make no password."""

from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.accounts.passwords import WORDS, NoWordsOfTheHouse
from courses.programme.models import ProgrammePage
from tests.factories.people import make_user
from tests.factories.programme import make_programme

pytestmark = pytest.mark.django_db
SENTENCE = "Do not use the name of this site, of the programme or of a role. Choose words of your own."


@pytest.fixture
def names(settings):
    settings.SITE_NAME, settings.ISSUER_NAME = "Sunrise School", "Ministry of Rivers"


def told(password: str, words=()) -> list[str]:
    try:
        NoWordsOfTheHouse(words).validate(password)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        "campus2026!", "CAMPUS-CAMPUS", "c@mpus-2026", "Cámpus 12345", "e-governance", "E-Governance#1", "2026oecd2026",
        "Sunrise School", "sunriseschool99", "!!Sunrise2026", "ministry-of-rivers", "RIVERS 000 rivers", "admin@campus1",
        "registrar2026x", "5unr153-school",
    ],
)  # fmt: skip
def test_words_of_the_house_are_refused_in_whatever_dress(names, password):
    assert told(password) == [SENTENCE]


@pytest.mark.parametrize(
    "password",
    [
        "my walk to the campus each morning",
        "governance of seven lemons",
        "elevenletter",
        "1234567890",
        "é" * 64,
    ],
)
def test_words_of_ones_own_are_taken(names, password):
    assert told(password) == []


def test_programme_and_certificate_are_words_of_the_house_too(names):
    assert told("watershed-2026") == []
    make_programme()
    ProgrammePage.objects.update(title="Watershed", award="Diploma of Lakes")

    assert [told(each) for each in ("watershed-2026", "Diploma.of.Lakes.1")] == [[SENTENCE]] * 2


def test_an_installation_adds_its_own(names):
    assert (told("bluewhale-77"), told("bluewhale-77", ["Blue Whale"])) == ([], [SENTENCE])


def test_the_form_says_it_in_a_sentence(client):
    user = make_user()
    client.force_login(user)

    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": "a long pass phrase", "password1": "Campus-2026-!", "password2": "Campus-2026-!"},
    )

    assert SENTENCE in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password("a long pass phrase")


def test_the_site_asks_for_it():
    with pytest.raises(ValidationError, match="Choose words of your own"):
        validate_password("Campus-2026-!")


def test_the_words_are_written_down(settings):
    page = (Path(settings.BASE_DIR) / "docs" / "security.md").read_text(encoding="utf-8")

    assert ", ".join(WORDS) in page
