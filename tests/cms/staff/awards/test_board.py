import gzip
import re

import pytest

from courses.editions.plan import plan_of
from learners.credentials.issuing import decline_award, propose_award
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from tests.cms.staff.awards.pages import BOARD
from tests.factories.people import make_enrolment, make_user
from tests.learners.credentials.rows import (
    AT,
    LATER,
    administrator,
    make_certificate,
    make_eligible,
    registrar,
)
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def test_cohorts_without_any_and_with_one(second, client_of):
    assert "There is no cohort yet" in text_of(second.get("/staff/awards/"))


def test_cohorts_are_listed_with_their_counts(issued, second):
    page = text_of(second.get("/staff/awards/"))

    assert 'href="/staff/awards/2026-a/">Spring (2026-a)</a>' in page


def test_board_without_learners_says_so(cohort, second):
    assert "Nobody is enrolled in this cohort yet" in text_of(second.get(BOARD))


def test_board_shows_numbers_and_reasons_in_words(cohort, second):
    make_eligible(cohort, "Ready", points=83)
    make_enrolment(cohort, make_user("late@demo.example", "Late"), verified_by=registrar())

    page = text_of(second.get(BOARD))

    assert (
        "2 learners. <strong>1 can be proposed</strong>, 0 wait for approval, 0 issued, 0 revoked, 1 not yet."
        in page
    )
    assert "83 of 100, needed 50 (1 of 1 works graded)." in page
    assert "Meets all 3 rules" in page
    assert "Meets 1 of 3 rules" in page
    assert "Lessons completed, M01: 0 of 2. Needed: 80 per cent." in page


def test_nobody_who_can_be_proposed_is_not_stressed(cohort, second):
    make_enrolment(cohort, make_user("late@demo.example", "Late"))

    page = text_of(second.get(BOARD))

    assert "1 learner. 0 can be proposed, 0 wait for approval" in page


def test_the_sum_of_the_board_adds_up_after_a_revocation(cohort, key, second):
    make_eligible(cohort, "Ready")
    propose_award(make_eligible(cohort, "Waiting"), by=registrar(), at=AT)
    make_certificate(make_eligible(cohort, "Issued"))
    make_enrolment(cohort, make_user("late@demo.example", "Late"))
    revoked = make_certificate(make_eligible(cohort, "Revoked"))
    request = ask_for_revocation(revoked, by=registrar(), at=LATER, reason="Plagiarism.")
    confirm_revocation(request, by=administrator(), at=LATER)

    page = text_of(second.get(BOARD))

    assert (
        "5 learners. <strong>1 can be proposed</strong>, 1 wait for approval, 1 issued, 1 revoked, 1 not yet."
        in page
    )
    assert "For 1 revoked certificate a new one can be proposed: choose the learner in the list." in page


def test_met_rules_are_folded_and_unmet_ones_stand_open(cohort, second):
    make_enrolment(cohort, make_user("late@demo.example", "Late"), verified_by=registrar())

    page = text_of(second.get(BOARD))

    assert (
        "<details><summary>Meets 1 of 3 rules</summary>"
        '<div class="small">✓ Enrolled, identity verified.</div></details>'
        '<div class="small"><b>Not met yet:</b> Lessons completed, M01: 0 of 2. Needed: 80 per cent.</div>'
    ) in page
    assert "Open:" not in page


def boxes(response):
    return re.findall(r'<input type="checkbox" [^>]*aria-label="([^"]*)"', response.content.decode())


def test_only_learners_who_fit_a_deed_have_a_check_box(cohort, key, first, second):
    make_eligible(cohort, "Ready")
    propose_award(make_eligible(cohort, "Waiting"), by=administrator(), at=AT)
    make_certificate(make_eligible(cohort, "Issued"))
    make_enrolment(cohort, make_user("late@demo.example", "Late"))

    assert boxes(first.get(BOARD)) == ["Ready"]
    assert boxes(second.get(BOARD)) == ["Ready", "Waiting"]


def test_board_where_nothing_can_be_chosen_has_no_buttons_for_it(cohort, second):
    make_enrolment(cohort, make_user("late@demo.example", "Late"))

    page = text_of(second.get(BOARD))

    assert ('type="checkbox"' in page, "Propose chosen" in page, "Approve chosen" in page) == (
        False,
        False,
        False,
    )


def test_learner_of_a_revoked_certificate_can_be_chosen_again(cohort, key, first):
    certificate = make_certificate(make_eligible(cohort, "Ana"))
    request = ask_for_revocation(certificate, by=registrar(), at=LATER, reason="Wrong name.")
    confirm_revocation(request, by=administrator(), at=LATER)

    response = first.get(BOARD)

    assert boxes(response) == ["Ana"]
    assert ("Propose chosen" in text_of(response), "Approve chosen" in text_of(response)) == (True, False)


def test_primary_action_stands_before_the_table(cohort, second):
    make_eligible(cohort)

    page = text_of(second.get(BOARD))

    assert page.index("Propose 1 award") < page.index("<table")


def test_person_who_proposed_sees_a_sentence_and_no_approval(cohort, first, second):
    propose_award(make_eligible(cohort), by=administrator(), at=AT)

    own, other = text_of(first.get(BOARD)), text_of(second.get(BOARD))

    assert "You proposed 1 award that is not decided yet. A second person has to approve it." in own
    assert "Approve 1 award" not in own
    assert "Approve 1 award" in other


@pytest.mark.parametrize(
    "query, found",
    [
        ("", ["Ana", "Bo"]),
        ("?name=an", ["Ana"]),
        ("?show=ready", ["Ana"]),
        ("?show=not_yet", ["Bo"]),
        ("?show=issued", []),
        ("?show=nonsense", ["Ana", "Bo"]),
        ("?name=%00&page=x", ["Ana", "Bo"]),
        ("?name=zzz", []),
    ],
)
def test_filter(cohort, second, query, found):
    make_eligible(cohort, "Ana")
    make_enrolment(cohort, make_user("bo@demo.example", "Bo"))

    response = second.get(BOARD + query)

    assert response.status_code == 200
    assert [award.name for award in response.context["page_obj"]] == found


@pytest.mark.parametrize("count", [1, 3])
def test_board_costs_the_same_for_one_and_for_three(cohort, key, second, count, django_assert_num_queries):
    for number in range(count):
        make_certificate(make_eligible(cohort, f"Demo learner {number}"))
        propose_award(make_eligible(cohort, f"Waiting {number}"), by=administrator(), at=AT)
    plan_of(cohort.edition_id)

    with django_assert_num_queries(15):
        second.get(BOARD)


def test_fifty_rows_fit_the_budget(cohort, key, second):
    for number in range(51):
        enrolment = make_eligible(cohort, f"Demo learner {number:02d}")
        if number % 3 == 0:
            propose_award(enrolment, by=administrator(), at=AT)

    response = second.get(BOARD)

    assert len(response.context["page_obj"]) == 50
    assert len(gzip.compress(response.content, 6)) < 20_000


def test_declined_award_tells_its_reason_on_the_board(cohort, first):
    proposal = propose_award(make_eligible(cohort), by=administrator(), at=AT)
    decline_award(proposal, by=registrar(), at=LATER, reason="Check the name.")

    assert (
        'Declined by Demo registrar on 2 September 2026:</div><div class="small">Check the name.</div>'
        in text_of(first.get(BOARD))
    )


def test_home_counts_what_waits(issued, first, second):
    assert "1 decision waits for you" in text_of(first.get("/staff/"))
    assert "Nothing waits for you" in text_of(second.get("/staff/"))
