import pytest

from courses.editions.plan import plan_of
from learners.credentials.awarding import State, approve_all, award_board, award_of, propose_all
from learners.credentials.issuing import decline_award, propose_award
from learners.credentials.models import AwardProposal, Certificate, NameConfirmation
from learners.credentials.queries import award_cohorts, waiting_for
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.enrolment.models import LearnerProfile
from tests.factories.people import make_enrolment, make_user
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


def names(awards):
    return [award.name for award in awards]


@pytest.fixture
def mixed(cohort, key):
    """One learner of each state."""
    make_eligible(cohort, "Ready")
    make_enrolment(cohort, make_user("late@demo.example", "Late"))
    propose_award(make_eligible(cohort, "Waiting"), by=administrator(), at=AT)
    make_certificate(make_eligible(cohort, "Issued"))
    revoked = make_certificate(make_eligible(cohort, "Revoked"))
    request = ask_for_revocation(revoked, by=registrar(), at=LATER, reason="Plagiarism.")
    confirm_revocation(request, by=administrator(), at=LATER)
    declined = propose_award(make_eligible(cohort, "Declined"), by=administrator(), at=AT)
    decline_award(declined, by=registrar(), at=LATER, reason="Check the name.")
    return cohort


def test_state_of_each_learner(mixed):
    board = award_board(mixed, viewer=registrar())

    assert [(award.name, award.state) for award in board.awards] == [
        ("Declined", State.READY),
        ("Issued", State.ISSUED),
        ("Late", State.NOT_YET),
        ("Ready", State.READY),
        ("Revoked", State.REVOKED),
        ("Waiting", State.WAITING),
    ]
    assert [award.declined.reason for award in board.awards if award.declined] == ["Check the name."]


def test_board_tells_each_person_the_own_deeds(mixed):
    first, second = (award_board(mixed, viewer=person) for person in (administrator(), registrar()))

    assert names(first.to_propose) == names(second.to_propose) == ["Declined", "Ready"]
    assert (names(first.to_approve), names(first.proposed_by_viewer)) == ([], ["Waiting"])
    assert (names(second.to_approve), names(second.proposed_by_viewer)) == (["Waiting"], [])


def test_revoked_certificate_is_replaced_only_by_choice(mixed):
    revoked = award_board(mixed, viewer=registrar()).of_state(State.REVOKED)[0]

    assert revoked.can_be_proposed_by(administrator())
    assert "Revoked" not in names(award_board(mixed, viewer=administrator()).to_propose)


def test_nobody_finds_the_own_award_among_the_deeds(cohort):
    own = make_eligible(cohort, "Staff who learns")
    propose_award(own, by=administrator(), at=AT)

    board = award_board(cohort, viewer=own.user)

    assert (board.to_propose, board.to_approve, waiting_for(own.user)) == ([], [], 0)


@pytest.mark.parametrize(
    "name, show, found",
    [
        ("", "", ["Declined", "Issued", "Late", "Ready", "Revoked", "Waiting"]),
        ("re", "", ["Ready", "Revoked"]),
        ("RE ok", "", ["Revoked"]),
        ("", "issued", ["Issued"]),
        ("late", "not_yet", ["Late"]),
        ("late", "issued", []),
    ],
)
def test_matching_by_name_and_state(mixed, name, show, found):
    assert names(award_board(mixed, viewer=registrar()).matching(name=name, show=show)) == found


@pytest.mark.parametrize("count", [1, 3])
def test_board_costs_nine_queries(cohort, key, count, django_assert_num_queries):
    for number in range(count):
        certificate = make_certificate(make_eligible(cohort, f"Demo learner {number}"))
        ask_for_revocation(certificate, by=registrar(), at=LATER, reason="Plagiarism.")
    plan_of(cohort.edition_id)
    viewer = administrator()

    with django_assert_num_queries(9):
        board = award_board(cohort, viewer=viewer)
        assert len(board.to_confirm) == count


def test_each_learner_is_a_transaction_of_its_own(cohort, key):
    enrolments = [make_eligible(cohort, f"Demo learner {number}") for number in range(3)]
    awards = award_board(cohort, viewer=administrator()).awards
    LearnerProfile.objects.filter(user=enrolments[1].user).update(printed_name="\U0001f9ff")
    NameConfirmation.objects.create(enrolment=enrolments[1], name="\U0001f9ff", confirmed_at=AT)

    proposed = propose_all(awards, by=administrator(), at=AT)
    grade(enrolments[2], 0)
    approved = approve_all(award_board(cohort, viewer=registrar()).to_approve, by=registrar(), at=LATER)

    assert names(proposed.done) == ["Demo learner 0", "Demo learner 2"]
    assert [(award.name, reason[:14]) for award, reason in proposed.refused] == [
        ("Demo learner 1", "The character ")
    ]
    assert names(approved.done) == ["Demo learner 0"]
    assert [award.name for award, _reason in approved.refused] == ["Demo learner 2"]
    assert (AwardProposal.objects.count(), Certificate.objects.count()) == (2, 1)


def test_approving_what_nobody_proposed_is_refused(eligible, key):
    outcome = approve_all([award_of(eligible)], by=registrar(), at=AT)

    assert [reason for _award, reason in outcome.refused] == ["This award is not proposed yet."]
    assert not Certificate.objects.exists()


def test_waiting_counts_proposals_and_revocations_of_others(mixed):
    certificate = Certificate.objects.get(revoked_at=None)
    ask_for_revocation(certificate, by=registrar(), at=LATER, reason="Plagiarism.")

    assert (waiting_for(administrator()), waiting_for(registrar())) == (1, 1)


def test_cohorts_are_counted(mixed):
    counted = [(c.learners, c.issued, c.waiting) for c in award_cohorts(registrar())]

    assert counted == [(6, 1, 1)]
    assert [c.waiting for c in award_cohorts(administrator())] == [0]


def test_letters_of_two_alphabets_are_shown_to_staff(eligible):
    LearnerProfile.objects.filter(user=eligible.user).update(printed_name="\u0410nna Ivanova")
    eligible.refresh_from_db()

    assert award_of(eligible).name_is_doubtful
