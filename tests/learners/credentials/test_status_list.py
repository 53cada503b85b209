import pytest
from django.core.cache import cache

from learners.credentials import status_list as lists
from learners.credentials.models import Certificate
from learners.credentials.proofs import Proof
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.status_list import LENGTH, ListIsFull, bit_of, encoded, free_index, status_list
from tests.learners.credentials.badges import proof_of
from tests.learners.credentials.rows import LATER, administrator, make_certified, registrar

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(db):
    return make_certified()


def bit(certificate) -> bool:
    made = status_list(at=LATER)
    assert proof_of(made) == Proof.GOOD
    return bit_of(made["credentialSubject"]["encodedList"], certificate.status_index)


def test_a_revocation_turns_the_bit_of_this_certificate(certificate):
    before = bit(certificate)
    request = ask_for_revocation(certificate, by=registrar(), at=LATER, reason="Error")
    confirm_revocation(request, by=administrator(), at=LATER)

    assert (before, bit(certificate)) == (False, True)


def test_first_bit_is_the_leftmost_and_the_list_has_the_length_of_the_standard():
    listed = encoded([0, 9])

    assert [bit_of(listed, place) for place in (0, 1, 8, 9, LENGTH - 1)] == [True, False, False, True, False]
    with pytest.raises(ValueError, match="outside"):
        bit_of(listed, LENGTH)


@pytest.mark.parametrize("garbage", ["", "u", "uAAAA", "u!!"])
def test_garbage_is_no_list(garbage):
    with pytest.raises(ValueError):  # noqa: PT011 -- several libraries word it
        bit_of(garbage, 0)


def test_places_are_drawn_by_chance_and_never_twice(monkeypatch, certificate):
    drawn = iter([certificate.status_index, certificate.status_index, 77])
    monkeypatch.setattr(lists.secrets, "randbelow", lambda _length: next(drawn))

    assert free_index() == 77


def test_full_list_refuses(monkeypatch, certificate):
    monkeypatch.setattr(lists.secrets, "randbelow", lambda _length: certificate.status_index)

    with pytest.raises(ListIsFull):
        free_index()


def test_list_is_signed_once_as_long_as_nothing_changes(certificate, django_assert_num_queries):
    cache.clear()
    first = status_list(at=LATER)

    with django_assert_num_queries(3):
        assert status_list(at=LATER) == first


def test_list_and_keys_may_be_kept_for_a_minute(certificate, client):
    answers = [client.get("/verify/status/1"), client.get("/.well-known/did.json")]

    assert [(a.status_code, a["Cache-Control"], a["Content-Type"]) for a in answers] == [
        (200, "public, max-age=60", "application/vc"),
        (200, "public, max-age=60", "application/did+json"),
    ]


def test_without_a_key_the_list_says_so(client):
    assert Certificate.objects.count() == 0
    answer = client.get("/verify/status/1")

    assert (answer.status_code, "no key to sign with" in answer.content.decode()) == (503, True)
