import pytest

from learners.credentials.confirming import UnableToConfirm
from learners.credentials.issuing import UnableToAward
from learners.credentials.models import Certificate, NameConfirmation, RevocationRequest
from learners.credentials.replacing import ask_for_replacement, chain_of, confirm_replacement
from learners.credentials.revoking import UnableToRevoke, ask_for_revocation
from learners.credentials.verifying import Status, verify
from learners.enrolment.models import LearnerProfile
from tests.learners.credentials.rows import (
    AT,
    LATER,
    administrator,
    confirm,
    grade,
    make_certified,
    registrar,
)

pytestmark = pytest.mark.django_db
WHY = "The name was misspelt."


@pytest.fixture
def certificate(db):
    return make_certified()


def rename(enrolment, name="Demo learner seven"):
    LearnerProfile.objects.filter(user=enrolment.user).update(printed_name=name)
    confirm(enrolment)


def test_old_one_is_revoked_and_the_new_one_stands_in_its_place(certificate):
    rename(certificate.enrolment)
    request = ask_for_replacement(certificate, by=registrar(), at=LATER, reason=WHY)
    assert verify(certificate.serial, at=LATER).status == Status.VALID

    successor = confirm_replacement(request, by=administrator(), at=LATER)

    certificate.refresh_from_db()
    assert (certificate.revoked_reason, certificate.revoked_by) == (WHY, administrator())
    assert (successor.replaces, successor.facts["name"]) == (certificate, "Demo learner seven")
    assert (successor.issued_by, successor.approved_by) == (registrar(), administrator())
    old = verify(certificate.serial, at=LATER)
    assert (old.status, old.successor) == (Status.REPLACED, successor.serial)
    assert chain_of(successor) == [successor, certificate]


def test_confirmed_or_asked_twice_is_the_same_result(certificate):
    request = ask_for_replacement(certificate, by=registrar(), at=LATER, reason=WHY)
    assert ask_for_replacement(certificate, by=registrar(), at=AT, reason=WHY) == request

    first = confirm_replacement(request, by=administrator(), at=LATER)

    assert confirm_replacement(request, by=administrator(), at=LATER) == first
    assert Certificate.objects.count() == 2


def test_chain_of_three_leads_on_only_while_the_holder_shares_it(certificate):
    second = confirm_replacement(
        ask_for_replacement(certificate, by=registrar(), at=LATER, reason=WHY), by=administrator(), at=LATER
    )
    third = confirm_replacement(
        ask_for_replacement(second, by=registrar(), at=LATER, reason=WHY), by=administrator(), at=LATER
    )
    Certificate.objects.filter(pk=third.pk).update(page_closed_at=LATER)

    assert chain_of(third) == [third, second, certificate]
    assert verify(certificate.serial, at=LATER).successor == second.serial
    closed = verify(second.serial, at=LATER)
    assert (closed.status, closed.successor) == (Status.REPLACED, "")


@pytest.mark.parametrize("break_it", ["rule", "name"])
def test_what_cannot_be_issued_is_not_revoked_either(certificate, break_it):
    request = ask_for_replacement(certificate, by=registrar(), at=LATER, reason=WHY)
    if break_it == "rule":
        grade(certificate.enrolment, 10)
    else:
        NameConfirmation.objects.all().delete()

    with pytest.raises((UnableToAward, UnableToConfirm)):
        confirm_replacement(request, by=administrator(), at=LATER)

    certificate.refresh_from_db()
    assert certificate.revoked_at is None
    assert verify(certificate.serial, at=LATER).status == Status.VALID


def test_same_person_missing_reason_and_other_requests_are_refused(certificate):
    with pytest.raises(UnableToRevoke, match="Enter the reason"):
        ask_for_replacement(certificate, by=registrar(), at=LATER, reason=" ")
    request = ask_for_replacement(certificate, by=registrar(), at=LATER, reason=WHY)
    with pytest.raises(UnableToRevoke, match="A second person has to confirm it"):
        confirm_replacement(request, by=registrar(), at=LATER)
    RevocationRequest.objects.all().delete()
    plain = ask_for_revocation(certificate, by=administrator(), at=AT, reason="Doubt.")

    with pytest.raises(UnableToRevoke, match="Decide that first"):
        ask_for_replacement(certificate, by=registrar(), at=LATER, reason=WHY)
    with pytest.raises(UnableToRevoke, match="asks for a revocation alone"):
        confirm_replacement(plain, by=registrar(), at=LATER)
