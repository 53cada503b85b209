import pytest

from learners.credentials.issuing import propose_award
from learners.credentials.models import AwardProposal, Certificate
from learners.enrolment.models import LearnerProfile
from tests.cms.staff.awards.pages import BOARD, told
from tests.factories.people import make_enrolment, make_user
from tests.learners.credentials.rows import (
    AT,
    administrator,
    grade,
    make_eligible,
    registrar,
)
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def test_review_lists_everybody_who_can_be_proposed(cohort, first):
    make_eligible(cohort, "Ana")
    make_eligible(cohort, "Bo")
    make_enrolment(cohort, make_user("late@demo.example", "Late"))

    response = first.get(f"{BOARD}propose/")

    assert [award.name for award in response.context["awards"]] == ["Ana", "Bo"]
    assert "Propose 2 awards" in text_of(response)
    assert not AwardProposal.objects.exists()


def test_review_of_the_chosen_names_who_is_left_out(cohort, first):
    ana = make_eligible(cohort, "Ana")
    make_eligible(cohort, "Bo")
    late = make_enrolment(cohort, make_user("late@demo.example", "Late"), verified_by=registrar())

    response = first.get(f"{BOARD}propose/?chosen=1&learner={ana.pk}&learner={late.pk}&learner=x")

    assert [award.name for award in response.context["awards"]] == ["Ana"]
    assert "Late: Lessons completed, M01: 0 of 2." in text_of(response)


def test_review_of_nobody_goes_back_with_a_sentence(cohort, first):
    make_eligible(cohort)

    response = first.get(f"{BOARD}propose/?chosen=1", follow=True)

    assert (response.redirect_chain, told(response)) == ([(BOARD, 302)], ["Choose at least one learner."])


@pytest.mark.parametrize(
    "deed, sentence",
    [
        ("propose", "There is nothing to propose: nobody in this cohort can be awarded now."),
        ("approve", "There is nothing to approve: no award in this cohort waits for you."),
    ],
)
def test_review_with_nothing_to_do_says_so(cohort, first, deed, sentence):
    propose_award(make_eligible(cohort), by=administrator(), at=AT)

    response = first.get(f"{BOARD}{deed}/")

    assert response.status_code == 200
    assert sentence in text_of(response)
    assert 'name="who"' not in text_of(response)


def test_review_marks_letters_of_two_alphabets(cohort, first):
    LearnerProfile.objects.filter(user=make_eligible(cohort).user).update(printed_name="\u0410nna Ivanova")

    assert "Letters of two alphabets" in text_of(first.get(f"{BOARD}propose/"))


def test_propose_then_approve_through_the_pages(cohort, key, first, second):
    who = ",".join(str(make_eligible(cohort, name).pk) for name in ("Ana", "Bo"))

    proposed = first.post(f"{BOARD}propose/", {"who": who}, follow=True)
    approved = second.post(f"{BOARD}approve/", {"who": who}, follow=True)

    assert told(proposed) == ["2 awards are proposed. A second person has to approve them."]
    assert told(approved) == ["2 certificates are issued. The learners get a mail within a minute."]
    assert Certificate.objects.count() == 2


def test_refusals_are_listed_and_the_others_go_through(cohort, key, first, second):
    ana, bo = make_eligible(cohort, "Ana"), make_eligible(cohort, "Bo")
    who = {"who": f"{ana.pk},{bo.pk}"}
    first.post(f"{BOARD}propose/", who)
    grade(bo, 10)

    response = second.post(f"{BOARD}approve/", who, follow=True)

    assert told(response) == [
        "1 certificate is issued. The learner gets a mail within a minute.",
        "Bo: The award cannot be made yet. Overall mark of at least 50: 10 of 100, needed 50 (1 of 1 works graded).",
    ]
    assert Certificate.objects.get().enrolment == ana


def test_approve_by_the_same_person_is_refused_in_words(cohort, key, first):
    who = {"who": str(make_eligible(cohort, "Ana").pk)}
    first.post(f"{BOARD}propose/", who, follow=True)

    response = first.post(f"{BOARD}approve/", who, follow=True)

    assert told(response) == ["Ana: You proposed this award. A second person has to approve it."]
    assert not Certificate.objects.exists()


def test_approve_without_a_key_is_a_sentence_not_an_error(cohort, first, second):
    who = {"who": str(make_eligible(cohort, "Ana").pk)}
    first.post(f"{BOARD}propose/", who)

    response = second.post(f"{BOARD}approve/", who, follow=True)

    assert told(response) == [
        "Ana: There is no key to sign with. Run “manage.py make_signing_key” and try again."
    ]


@pytest.mark.parametrize("who", ["", "x", "1,,2", "1;2", "9" * 30, "-1"])
def test_list_that_no_page_of_ours_has_made_is_refused(cohort, second, who):
    make_eligible(cohort)

    response = second.post(f"{BOARD}propose/", {"who": who}, follow=True)

    assert told(response) == ["Choose the learners on the board again."]
