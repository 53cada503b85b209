import pytest
from django.db import IntegrityError, transaction

from learners.credentials.exit_awarding import exit_awards_of, exit_board
from learners.credentials.exit_issuing import approve_exit_award, propose_exit_award
from learners.credentials.issuing import UnableToAward, approve_award, decline_award, propose_award
from learners.credentials.models import AwardProposal, Certificate, NameConfirmation
from learners.credentials.queries import latest_certificate
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.verifying import Status, verify
from learners.enrolment.models import Enrolment
from tests.learners.credentials.badges import badge_of, proof_of
from tests.learners.credentials.rows import AT, LATER, administrator, make_certificate, registrar

pytestmark = pytest.mark.django_db
STATEMENT = {"kind": "statement", "scope": "A1"}
RECORD = {"kind": "record", "scope": "M01"}


def issued(enrolment, part=STATEMENT) -> Certificate:
    proposal = propose_exit_award(enrolment, **part, by=administrator(), at=AT)
    return approve_exit_award(proposal, by=registrar(), at=LATER)


def test_statement_says_what_it_is_and_what_it_is_not(eligible, key, settings):
    settings.SITE_ADDRESS = "https://campus.example.org"
    settings.ISSUER_NAME = "Institute"

    certificate = issued(eligible)

    assert (certificate.kind, certificate.scope) == ("statement", "A1")
    assert certificate.facts == {
        "form": 1,
        "serial": certificate.serial,
        "name": "Demo learner 07",
        "kind": "statement",
        "scope": "A1",
        "award": "Statement of attainment",
        "part": "Area A1, Leadership and management",
        "programme": "Certificate of Advanced Study",
        "reached": "2 of 2 lessons completed. Each at least 50: Quizzes 80.0.",
        "is_not": "It is not the Certificate of Advanced Study and does not take its place.",
        "classification": "",
        "studied_from": "2026-03-02",
        "studied_to": "2026-09-01",
        "issued_on": "2026-09-02",
        "issuer": "Institute",
        "signatories": ["Demo administrator", "Demo registrar"],
        "address": f"https://campus.example.org/verify/{certificate.serial}/",
    }
    verdict = verify(certificate.serial, at=LATER)
    assert (verdict.status, verdict.is_of_a_part) == (Status.VALID, True)
    assert verdict.award == "Statement of attainment: Area A1, Leadership and management"


def test_its_badge_is_no_certificate(eligible, key):
    certificate = issued(eligible, RECORD)

    badge = badge_of(certificate)

    assert str(proof_of(badge)) == "good"
    achievement = badge["credentialSubject"]["achievement"]
    assert badge["name"] == "Record of participation: Module M01, Module M01"
    assert achievement["achievementType"] == "Achievement"
    assert achievement["criteria"] == {
        "narrative": "Any module with all lessons completed and its quiz at least 60."
    }
    assert "It is not the Certificate of Advanced Study" in achievement["description"]


def test_it_is_never_taken_for_the_certificate(eligible, key):
    issued(eligible)

    assert latest_certificate(eligible) is None
    certificate = make_certificate(eligible)
    assert (certificate.replaces, latest_certificate(eligible)) == (None, certificate)


def test_two_ways_of_approving_do_not_mix(eligible, key):
    exit_proposal = propose_exit_award(eligible, **RECORD, by=administrator(), at=AT)
    main = propose_award(eligible, by=administrator(), at=AT)

    with pytest.raises(AwardProposal.DoesNotExist):
        approve_award(exit_proposal, by=registrar(), at=LATER)
    with pytest.raises(AwardProposal.DoesNotExist):
        approve_exit_award(main, by=registrar(), at=LATER)


def test_proposed_or_approved_twice_is_the_same_result(eligible, key):
    first = propose_exit_award(eligible, **RECORD, by=administrator(), at=AT)
    assert propose_exit_award(eligible, **RECORD, by=registrar(), at=AT) == first

    certificate = approve_exit_award(first, by=registrar(), at=LATER)

    assert approve_exit_award(first, by=registrar(), at=LATER) == certificate
    assert propose_exit_award(eligible, **RECORD, by=registrar(), at=AT) == first


def test_same_person_own_award_and_unmet_rule_are_refused(eligible, key):
    proposal = propose_exit_award(eligible, **RECORD, by=administrator(), at=AT)
    with pytest.raises(UnableToAward, match="A second person has to approve it"):
        approve_exit_award(proposal, by=administrator(), at=LATER)
    with pytest.raises(UnableToAward, match="Nobody proposes or approves the own award"):
        propose_exit_award(eligible, **STATEMENT, by=eligible.user, at=AT)
    with pytest.raises(UnableToAward, match="knows no such award"):
        propose_exit_award(eligible, kind="statement", scope="A3", by=administrator(), at=AT)

    Enrolment.objects.update(identity_verified_at=None, identity_verified_by=None)
    with pytest.raises(UnableToAward) as refusal:
        approve_exit_award(proposal, by=registrar(), at=LATER)

    assert str(refusal.value) == (
        "The award cannot be made yet. Identity has been verified: The identity is not verified yet."
    )
    assert not Certificate.objects.exists()


def test_name_that_nobody_confirmed_is_refused(eligible, key):
    NameConfirmation.objects.all().delete()

    with pytest.raises(Exception, match="has not confirmed the printed name yet"):
        propose_exit_award(eligible, **RECORD, by=administrator(), at=AT)


def test_declined_and_proposed_again(eligible, key):
    first = propose_exit_award(eligible, **RECORD, by=administrator(), at=AT)
    decline_award(first, by=registrar(), at=AT, reason="Wait.")

    assert propose_exit_award(eligible, **RECORD, by=administrator(), at=LATER) != first


def test_revoked_is_replaced_by_the_same_part_only(eligible, key):
    record = issued(eligible, RECORD)
    request = ask_for_revocation(record, by=administrator(), at=LATER, reason="Error")
    confirm_revocation(request, by=registrar(), at=LATER)

    statement, again = issued(eligible, STATEMENT), issued(eligible, RECORD)

    assert (statement.replaces, again.replaces) == (None, record)


@pytest.mark.parametrize("kind, scope", [("certificate", "A1"), ("statement", ""), ("badge", "A1")])
def test_the_database_refuses_a_scope_that_does_not_fit(eligible, kind, scope):
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardProposal.objects.create(
            enrolment=eligible, kind=kind, scope=scope, proposed_by=administrator(), proposed_at=AT
        )


def test_the_database_holds_one_in_force_for_each_part(eligible, key):
    first = issued(eligible, RECORD)
    issued(eligible, STATEMENT)
    other = AwardProposal.objects.create(
        enrolment=eligible, **RECORD, proposed_by=administrator(), proposed_at=AT
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            enrolment=eligible, proposal=other, **RECORD, serial="another", facts={}, signature="", key=first.key,
            issued_at=AT, issued_by=administrator(), approved_by=registrar(),
        )  # fmt: skip


def test_board_shows_what_is_reached_and_the_learner_sees_all(eligible, cohort, key):
    issued(eligible, RECORD)

    board = exit_board(cohort, viewer=registrar(), at=LATER)

    assert [(award.standing.key, award.state) for award in board.awards] == [
        ("statement-A1", "ready"),
        ("record-M01", "issued"),
    ]
    assert [award.state for award in exit_awards_of(eligible, at=LATER)] == ["ready", "issued"]
