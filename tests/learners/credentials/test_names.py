import pytest

from learners.credentials.names import mixes_alphabets, name_to_print
from learners.enrolment.models import LearnerProfile
from learners.enrolment.names import NotPrintable

pytestmark = pytest.mark.django_db


def printed(enrolment, name):
    LearnerProfile.objects.filter(user=enrolment.user).update(printed_name=name)
    enrolment.user.profile.refresh_from_db()
    return name_to_print(enrolment)


@pytest.mark.parametrize(
    "stored, name",
    [
        ("Suharto", "Suharto"),
        ("Null", "Null"),
        ("<b>Bold</b>", "<b>Bold</b>"),
        ("  Nguye\u0302\u0303n   Thi\u0323 Khai ", "Nguyễn Thị Khai"),
        ("Jan\u200bKowalski", "JanKowalski"),
        ("नी\u200dरा", "नी\u200dरा"),
    ],
)
def test_name_is_composed_and_cleaned(eligible, stored, name):
    assert printed(eligible, stored) == name


@pytest.mark.parametrize(
    "stored", ["Anna\u202egnp.exe", "Bob\r\nBcc: x@example.org", "A\U000e0001B", "A\ue000", "A\u200eB"]
)
def test_name_with_a_hidden_character_is_refused_by_its_code(eligible, stored):
    with pytest.raises(NotPrintable, match=r"The name has a hidden character \(U\+[0-9A-F]{4,6}\)"):
        printed(eligible, stored)


def test_name_that_is_missing_is_refused(eligible):
    with pytest.raises(NotPrintable, match="The name for the certificate is missing"):
        printed(eligible, " \u200b ")


def test_name_without_a_profile_is_refused(eligible):
    eligible.user.profile.delete()
    eligible.user.refresh_from_db()

    with pytest.raises(NotPrintable, match="The name for the certificate is missing"):
        name_to_print(eligible)


def test_name_longer_than_a_certificate_is_refused(eligible):
    with pytest.raises(NotPrintable) as refusal:
        printed(eligible, "A" * 121)

    assert str(refusal.value) == "The name has 121 characters. A certificate has room for 120."


@pytest.mark.parametrize(
    "name, mixed",
    [
        ("Anna Ivanova", False),
        ("\u0410nna Ivanova", True),
        ("Анна Иванова", False),
        ("王 Anna", False),
        ("", False),
    ],
)
def test_letters_of_two_alphabets_are_noticed(name, mixed):
    assert mixes_alphabets(name) is mixed
