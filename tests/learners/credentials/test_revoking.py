import pytest

from learners.credentials.models import RevocationRequest
from learners.credentials.revoking import UnableToRevoke, ask_for_revocation, confirm_revocation
from learners.credentials.verifying import Status, verify
from learners.events.models import LearningEvent
from tests.learners.credentials.rows import (
    AT,
    LATER,
    administrator,
    make_certified,
    registrar,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(db):
    return make_certified()


def revocation_verbs():
    names = ("revocation.asked", "certificate.revoked")
    return list(LearningEvent.objects.filter(verb__in=names).order_by("pk").values_list("verb", flat=True))


def test_asking_changes_nothing_for_the_public(certificate):
    request = ask_for_revocation(certificate, by=registrar(), at=AT, reason=" Plagiarism. ")

    assert (request.asked_by, request.reason, request.confirmed_by) == (registrar(), "Plagiarism.", None)
    assert verify(certificate.serial, at=LATER).status == Status.VALID


def test_asking_twice_is_one_request(certificate):
    first = ask_for_revocation(certificate, by=registrar(), at=AT, reason="Plagiarism.")
    second = ask_for_revocation(certificate, by=administrator(), at=AT, reason="Plagiarism.")

    assert first == second
    assert revocation_verbs() == ["revocation.asked"]


def test_asking_needs_a_reason(certificate):
    with pytest.raises(UnableToRevoke, match="Enter the reason for the revocation"):
        ask_for_revocation(certificate, by=registrar(), at=AT, reason=" ")


def test_nobody_asks_for_the_own_certificate(certificate):
    with pytest.raises(UnableToRevoke, match="Nobody decides on the own certificate"):
        ask_for_revocation(certificate, by=certificate.enrolment.user, at=AT, reason="Mine.")


def test_confirming_revokes_for_ever(certificate):
    request = ask_for_revocation(certificate, by=registrar(), at=AT, reason="Plagiarism.")

    revoked = confirm_revocation(request, by=administrator(), at=LATER)

    assert (revoked.revoked_at, revoked.revoked_by, revoked.revoked_reason) == (
        LATER,
        administrator(),
        "Plagiarism.",
    )
    assert verify(certificate.serial, at=LATER).status == Status.REVOKED
    assert revocation_verbs() == ["revocation.asked", "certificate.revoked"]
    with pytest.raises(UnableToRevoke, match="revoked already"):
        ask_for_revocation(certificate, by=registrar(), at=LATER, reason="Again.")


def test_confirming_twice_is_the_same_result(certificate):
    request = ask_for_revocation(certificate, by=registrar(), at=AT, reason="Plagiarism.")

    first = confirm_revocation(request, by=administrator(), at=AT)
    second = confirm_revocation(request, by=administrator(), at=LATER)

    assert (first.revoked_at, second.revoked_at) == (AT, AT)
    assert revocation_verbs() == ["revocation.asked", "certificate.revoked"]


def test_confirming_by_the_one_who_asked_is_refused(certificate):
    request = ask_for_revocation(certificate, by=registrar(), at=AT, reason="Plagiarism.")

    with pytest.raises(UnableToRevoke, match="A second person has to confirm it"):
        confirm_revocation(request, by=registrar(), at=LATER)

    assert RevocationRequest.objects.get().confirmed_at is None


def test_confirming_by_the_holder_is_refused(certificate):
    request = ask_for_revocation(certificate, by=registrar(), at=AT, reason="Plagiarism.")

    with pytest.raises(UnableToRevoke, match="Nobody decides on the own certificate"):
        confirm_revocation(request, by=certificate.enrolment.user, at=LATER)
