from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import ModelLogEntry

from learners.credentials.issuing import UnableToAward, approve_award, decline_award, propose_award
from learners.credentials.models import AwardProposal, Certificate, NameConfirmation
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.signing import NoSigningKey, is_signed_by, make_signing_key
from learners.credentials.verifying import Status, verify
from learners.enrolment.models import LearnerProfile
from learners.enrolment.names import NotPrintable
from learners.events.models import Delivery, LearningEvent
from tests.conftest import make_wagtail_root
from tests.factories.people import make_enrolment
from tests.factories.programme import make_small_programme
from tests.learners.credentials.rows import (
    AT,
    LATER,
    administrator,
    grade,
    make_certificate,
    make_eligible,
    registrar,
)

pytestmark = pytest.mark.django_db


def verbs():
    return list(
        LearningEvent.objects.exclude(verb="grade.recorded").order_by("pk").values_list("verb", flat=True)
    )


def logged():
    entries = ModelLogEntry.objects.order_by("pk")
    return [(entry.action, entry.user.email, entry.label, entry.timestamp) for entry in entries]


def rename(enrolment, name):
    """And the learner confirms it, so that only printing can refuse it."""
    LearnerProfile.objects.filter(user=enrolment.user).update(printed_name=name)
    NameConfirmation.objects.get_or_create(enrolment=enrolment, name=name, defaults={"confirmed_at": AT})


def test_propose_writes_one_row_one_event_one_log_entry(eligible):
    proposal = propose_award(eligible, by=administrator(), at=AT)

    assert (proposal.enrolment, proposal.proposed_by, proposed_at(proposal)) == (
        eligible,
        administrator(),
        AT,
    )
    assert proposal.decision == AwardProposal.Decision.OPEN
    assert verbs() == ["award.proposed"]
    assert logged() == [("campus.award_proposed", "administrator@demo.example", "Demo learner 07", AT)]


def proposed_at(proposal):
    return AwardProposal.objects.get(pk=proposal.pk).proposed_at


def test_propose_twice_is_one_proposal(eligible):
    first = propose_award(eligible, by=administrator(), at=AT)
    second = propose_award(eligible, by=registrar(), at=LATER)

    assert first == second
    assert verbs() == ["award.proposed"]


def test_propose_who_is_not_eligible_is_refused_with_every_reason(cohort):
    enrolment = make_enrolment(cohort, verified_by=registrar())

    with pytest.raises(UnableToAward) as refusal:
        propose_award(enrolment, by=administrator(), at=AT)

    assert str(refusal.value) == (
        "The award cannot be made yet. "
        "At least 80 per cent of lessons of each module completed: "
        "Lessons completed, M01: 0 of 2. Needed: 80 per cent. "
        "Overall mark of at least 50: 0 of 100, needed 50 (0 of 1 works graded)."
    )
    assert not AwardProposal.objects.exists()


def test_propose_own_award_is_refused(eligible):
    with pytest.raises(UnableToAward, match="Nobody proposes or approves the own award"):
        propose_award(eligible, by=eligible.user, at=AT)


def test_propose_name_that_no_font_can_print_is_refused_and_names_the_character(eligible):
    rename(eligible, "Ana \U0001f9ff")

    with pytest.raises(NotPrintable) as refusal:
        propose_award(eligible, by=administrator(), at=AT)

    assert str(refusal.value) == (
        "The character “\U0001f9ff” in the certificate of Ana \U0001f9ff cannot be printed: "
        "this server has no font for it. Install the font and try again."
    )
    assert not AwardProposal.objects.exists()


def test_approve_freezes_and_signs_the_facts(eligible, key, settings):
    settings.SITE_ADDRESS = "https://campus.example.org"
    settings.ISSUER_NAME = "Institute"

    certificate = make_certificate(eligible)

    serial = certificate.serial
    assert certificate.facts == {
        "form": 1,
        "serial": serial,
        "name": "Demo learner 07",
        "award": "Certificate of Advanced Study",
        "programme": "Certificate of Advanced Study",
        "classification": "",
        "hours": 300,
        "studied_from": "2026-03-02",
        "studied_to": "2026-08-30",
        "issued_on": "2026-09-02",
        "issuer": "Institute",
        "signatories": ["Demo administrator", "Demo registrar"],
        "address": f"https://campus.example.org/verify/{serial}/",
    }
    assert is_signed_by(certificate.facts, certificate.signature, key=key)
    assert (certificate.issued_by, certificate.approved_by, certificate.issued_at) == (
        administrator(),
        registrar(),
        LATER,
    )
    assert verify(serial, at=LATER).status == Status.VALID


def test_approve_tells_everybody_once(eligible, key):
    certificate = make_certificate(eligible)

    assert verbs() == ["award.proposed", "certificate.issued"]
    assert LearningEvent.objects.get(verb="certificate.issued").data == {"certificate": certificate.pk}
    assert [delivery.receiver for delivery in Delivery.objects.all()] == [
        "learners.notices.sending.send_notice"
    ]
    assert logged()[1:] == [("campus.certificate_issued", "registrar@demo.example", "Demo learner 07", LATER)]


def test_credits_are_stated_only_when_the_institution_has_confirmed_them(cohort, key):
    cohort.edition.frame["credits_ects"] = "12.0"
    cohort.edition.save()

    assert make_certificate(make_eligible(cohort)).facts["credits_ects"] == "12.0"


def test_approve_by_the_person_who_proposed_is_refused(eligible, key):
    proposal = propose_award(eligible, by=administrator(), at=AT)

    with pytest.raises(UnableToAward, match="A second person has to approve it"):
        approve_award(proposal, by=administrator(), at=LATER)

    assert not Certificate.objects.exists()


def test_approve_own_award_is_refused(eligible, key):
    proposal = propose_award(eligible, by=administrator(), at=AT)

    with pytest.raises(UnableToAward, match="Nobody proposes or approves the own award"):
        approve_award(proposal, by=eligible.user, at=LATER)


def test_approve_twice_returns_the_same_certificate(eligible, key):
    proposal = propose_award(eligible, by=administrator(), at=AT)

    first = approve_award(proposal, by=registrar(), at=LATER)
    second = approve_award(proposal, by=registrar(), at=LATER)

    assert first == second
    assert verbs() == ["award.proposed", "certificate.issued"]


def test_approve_after_the_eligibility_was_lost_is_refused_and_leaves_the_proposal_open(eligible, key):
    proposal = propose_award(eligible, by=administrator(), at=AT)
    grade(eligible, 10)

    with pytest.raises(UnableToAward, match="10 of 100, needed 50"):
        approve_award(proposal, by=registrar(), at=LATER)

    proposal.refresh_from_db()
    assert (proposal.decision, proposal.decided_by) == (AwardProposal.Decision.OPEN, None)


def test_approve_after_the_name_became_unprintable_is_refused(eligible, key):
    proposal = propose_award(eligible, by=administrator(), at=AT)
    rename(eligible, "Ana \U0001f9ff")

    with pytest.raises(NotPrintable):
        approve_award(proposal, by=registrar(), at=LATER)

    proposal.refresh_from_db()
    assert proposal.decision == AwardProposal.Decision.OPEN


def test_approve_takes_the_name_of_the_moment_and_keeps_it(eligible, key):
    proposal = propose_award(eligible, by=administrator(), at=AT)
    rename(eligible, "Amina Odhiambo")

    certificate = approve_award(proposal, by=registrar(), at=LATER)
    rename(eligible, "Somebody else")

    certificate.refresh_from_db()
    assert certificate.facts["name"] == "Amina Odhiambo"


def test_approve_without_a_signing_key_is_refused_and_nothing_is_half_done(eligible):
    proposal = propose_award(eligible, by=administrator(), at=AT)

    with pytest.raises(NoSigningKey, match="There is no key to sign with"):
        approve_award(proposal, by=registrar(), at=LATER)

    proposal.refresh_from_db()
    assert proposal.decision == AwardProposal.Decision.OPEN
    assert verbs() == ["award.proposed"]


def test_approve_when_the_private_half_of_the_key_is_gone_is_refused(eligible, key, settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path / "elsewhere"
    proposal = propose_award(eligible, by=administrator(), at=AT)

    with pytest.raises(NoSigningKey):
        approve_award(proposal, by=registrar(), at=LATER)


def test_decline_needs_a_reason(eligible):
    proposal = propose_award(eligible, by=administrator(), at=AT)

    with pytest.raises(UnableToAward, match="Enter the reason"):
        decline_award(proposal, by=registrar(), at=LATER, reason="  ")


def test_decline_by_the_person_who_proposed_is_refused(eligible):
    proposal = propose_award(eligible, by=administrator(), at=AT)

    with pytest.raises(UnableToAward, match="A second person has to approve it"):
        decline_award(proposal, by=administrator(), at=LATER, reason="No.")


def test_declined_award_cannot_be_approved_but_proposed_again(eligible, key):
    declined = decline_award(
        propose_award(eligible, by=administrator(), at=AT), by=registrar(), at=LATER, reason="Check the name."
    )

    with pytest.raises(UnableToAward, match="This proposal is decided already"):
        approve_award(declined, by=registrar(), at=LATER)
    again = propose_award(eligible, by=registrar(), at=LATER)
    certificate = approve_award(again, by=administrator(), at=LATER)

    assert again != declined
    assert (declined.decision, declined.decided_by, declined.reason) == (
        "declined",
        registrar(),
        "Check the name.",
    )
    assert certificate.proposal == again
    assert verbs() == ["award.proposed", "award.declined", "award.proposed", "certificate.issued"]


def test_approved_award_cannot_be_declined(eligible, key):
    certificate = make_certificate(eligible)

    with pytest.raises(UnableToAward, match="decided already"):
        decline_award(certificate.proposal, by=registrar(), at=LATER, reason="Too late.")


def test_new_certificate_takes_the_place_of_a_revoked_one(eligible, key):
    old = make_certificate(eligible)
    assert propose_award(eligible, by=administrator(), at=LATER) == old.proposal
    confirm_revocation(
        ask_for_revocation(old, by=registrar(), at=LATER, reason="Wrong name."), by=administrator(), at=LATER
    )

    proposal = propose_award(eligible, by=administrator(), at=LATER)
    new = approve_award(proposal, by=registrar(), at=LATER)

    assert (new.replaces, new.serial == old.serial) == (old, False)
    old_page, new_page = verify(old.serial, at=LATER), verify(new.serial, at=LATER)
    assert (old_page.status, old_page.successor, new_page.status) == (
        Status.REPLACED,
        new.serial,
        Status.VALID,
    )


def test_database_refuses_a_second_certificate_in_force(eligible, key):
    first = make_certificate(eligible)
    proposal = AwardProposal.objects.create(enrolment=eligible, proposed_by=administrator(), proposed_at=AT)

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            enrolment=eligible,
            proposal=proposal,
            serial="other",
            facts={},
            signature="",
            key=first.key,
            issued_at=AT,
            issued_by=administrator(),
            approved_by=registrar(),
        )


def test_database_refuses_one_person_as_both(eligible):
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardProposal.objects.create(
            enrolment=eligible,
            proposed_by=registrar(),
            proposed_at=AT,
            decision="approved",
            decided_by=registrar(),
            decided_at=AT,
        )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", ["approve", "propose"])
def test_twenty_at_once_make_one(deed):
    if connection.vendor != "postgresql":
        pytest.skip("needs the row locks of PostgreSQL")
    make_wagtail_root()  # an earlier test without rollback has emptied the tables
    make_signing_key(at=AT)
    enrolment = make_eligible(make_small_programme())
    proposal = propose_award(enrolment, by=administrator(), at=AT) if deed == "approve" else None
    second, results, barrier = registrar(), [], Barrier(20)

    def one():
        barrier.wait()
        try:
            if proposal:
                results.append(approve_award(proposal, by=second, at=LATER).pk)
            else:
                results.append(propose_award(enrolment, by=second, at=LATER).pk)
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(results), len(set(results))) == (20, 1)
    assert (AwardProposal.objects.count(), Certificate.objects.count()) == (1, 1 if proposal else 0)
    assert verbs() == ["award.proposed", "certificate.issued"][: 2 if proposal else 1]
