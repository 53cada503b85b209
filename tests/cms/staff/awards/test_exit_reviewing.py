from datetime import timedelta

import pytest
from django.utils.timezone import now

from courses.cohorts.models import Cohort
from learners.credentials.awarding import propose_all
from learners.credentials.exit_awarding import exit_board
from learners.credentials.models import AwardProposal, Certificate, IssuingRun, NameConfirmation
from learners.enrolment.models import Enrolment
from tests.cms.staff.awards.pages import BOARD, told
from tests.factories.people import make_enrolment, make_user
from tests.learners.credentials.rows import (
    AT,
    administrator,
    complete_lessons,
    make_certificate,
    make_eligible,
    registrar,
)
from tests.pages import text_of

pytestmark = pytest.mark.django_db
EXITS = f"{BOARD}exit/"


def who(*enrolments, parts=("record-M01",)) -> dict:
    return {"who": ",".join(f"{enrolment.pk}.{part}" for enrolment in enrolments for part in parts)}


def parts_of(response) -> list[tuple[str, str]]:
    return [(award.name, award.standing.key) for award in response.context["awards"]]


def test_review_lists_all_that_can_be_proposed(cohort, first):
    make_eligible(cohort, "Ana")
    make_eligible(cohort, "Bo")

    response = first.get(f"{EXITS}propose/")

    assert parts_of(response) == [
        ("Ana", "statement-A1"),
        ("Ana", "record-M01"),
        ("Bo", "statement-A1"),
        ("Bo", "record-M01"),
    ]
    assert "Propose 4 awards" in text_of(response)
    assert not AwardProposal.objects.exists()


def test_who_studies_on_or_has_the_certificate_gets_a_record_only_when_chosen(cohort, key, first):
    ana, bo, cy = (make_eligible(cohort, name) for name in ("Ana", "Bo", "Cy"))
    make_certificate(ana)
    today = now().date()
    Cohort.objects.update(starts_on=today - timedelta(weeks=2, days=today.weekday()))
    Enrolment.objects.filter(pk=cy.pk).update(state=Enrolment.State.WITHDRAWN)

    listed = first.get(EXITS)
    everybody = first.get(f"{EXITS}propose/")
    chosen = first.get(f"{EXITS}propose/?chosen=1&learner={ana.pk}.record-M01&learner={bo.pk}.record-M01")

    assert parts_of(everybody) == [("Cy", "statement-A1"), ("Cy", "record-M01")]
    assert parts_of(chosen) == [("Ana", "record-M01"), ("Bo", "record-M01")]
    assert "4 can be proposed" in text_of(listed)
    assert "The button leaves out those who still study and those who have the certificate." in text_of(
        listed
    )
    assert ("Ana", "statement-A1") not in [
        (each.name, each.standing.key) for each in listed.context["page_obj"]
    ]


def test_review_of_the_chosen_takes_these_parts_only(cohort, first):
    ana, bo = make_eligible(cohort, "Ana"), make_eligible(cohort, "Bo")
    near = make_enrolment(cohort, make_user("near@demo.example", "Near"))
    complete_lessons(near)

    chosen = f"learner={ana.pk}.record-M01&learner={bo.pk}.statement-A1&learner={bo.pk}&learner=x"
    response = first.get(f"{EXITS}propose/?chosen=1&{chosen}&learner={near.pk}.record-M01")

    assert parts_of(response) == [("Ana", "record-M01"), ("Bo", "statement-A1")]


def test_review_names_what_was_chosen_and_does_not_fit(cohort, first):
    ana = make_eligible(cohort, "Ana")
    Enrolment.objects.update(identity_verified_at=None, identity_verified_by=None)

    response = first.get(f"{EXITS}propose/?chosen=1&learner={ana.pk}.record-M01")

    assert parts_of(response) == []
    assert "Ana, Module M01, Module M01: The identity is not verified yet." in text_of(response)
    assert "None of the learners that you have chosen fits." in text_of(response)


def test_review_says_whose_name_is_not_confirmed(cohort, first):
    make_eligible(cohort, "Ana")
    NameConfirmation.objects.all().delete()

    assert text_of(first.get(f"{EXITS}propose/")).count("Name not confirmed yet") == 2


def test_review_of_nothing_goes_back_with_a_sentence(cohort, first):
    make_eligible(cohort)

    response = first.get(f"{EXITS}approve/?chosen=1", follow=True)

    assert (response.redirect_chain, told(response)) == ([(EXITS, 302)], ["Choose at least one learner."])


@pytest.mark.parametrize(
    "deed, sentence",
    [
        ("propose", "There is nothing to propose: no part of the programme can be attested now."),
        ("approve", "There is nothing to approve: no exit award in this cohort waits for you."),
    ],
)
def test_review_with_nothing_to_do_says_so(cohort, first, deed, sentence):
    make_enrolment(cohort, make_user("late@demo.example", "Late"))

    response = first.get(f"{EXITS}{deed}/")

    assert sentence in text_of(response)
    assert 'name="who"' not in text_of(response)


def test_a_page_holds_so_many_and_tells_of_the_rest(cohort, first, monkeypatch):
    monkeypatch.setattr("cms.staff.awards.reviewing.MOST_ON_A_PAGE", 3)
    make_eligible(cohort, "Ana")
    make_eligible(cohort, "Bo")

    response = first.get(f"{EXITS}propose/")

    assert parts_of(response) == [("Ana", "statement-A1"), ("Ana", "record-M01"), ("Bo", "statement-A1")]
    assert "1 more does not fit on this page. Come back for it afterwards." in text_of(response)


def test_propose_then_approve_through_the_pages(cohort, key, first, second):
    chosen = who(make_eligible(cohort, "Ana"), make_eligible(cohort, "Bo"))

    proposed = first.post(f"{EXITS}propose/", chosen, follow=True)
    listed = second.get(EXITS)
    approved = second.post(f"{EXITS}approve/", chosen, follow=True)

    assert told(proposed) == ["2 awards are proposed. A second person has to approve them."]
    assert "Approve 2 awards" in text_of(listed)
    assert told(approved) == ["2 documents are issued. The learners get a mail within a minute."]
    assert approved.redirect_chain == [(EXITS, 302)]
    assert list(Certificate.objects.order_by("pk").values_list("kind", "scope")) == [("record", "M01")] * 2


def test_refusals_are_listed_and_the_others_go_through(cohort, key, first, second):
    ana, bo = make_eligible(cohort, "Ana"), make_eligible(cohort, "Bo")
    first.post(f"{EXITS}propose/", who(ana, bo))
    Enrolment.objects.filter(pk=bo.pk).update(identity_verified_at=None, identity_verified_by=None)

    response = second.post(f"{EXITS}approve/", who(ana, bo), follow=True)

    assert told(response) == [
        "1 document is issued. The learner gets a mail within a minute.",
        "Bo: The award cannot be made yet. Identity has been verified: The identity is not verified yet.",
    ]
    assert Certificate.objects.get().enrolment == ana


def test_one_reason_for_many_awards_is_one_sentence(cohort, first):
    chosen = who(make_eligible(cohort, "Ana"), parts=("statement-A1", "record-M01"))
    NameConfirmation.objects.all().delete()

    response = first.post(f"{EXITS}propose/", chosen, follow=True)

    assert told(response) == ["Ana, 2 awards: The learner has not confirmed the printed name yet."]


def test_approve_by_the_same_person_is_refused_in_words(cohort, key, first):
    chosen = who(make_eligible(cohort, "Ana"))
    first.post(f"{EXITS}propose/", chosen, follow=True)

    response = first.post(f"{EXITS}approve/", chosen, follow=True)

    assert told(response) == ["Ana: You proposed this award. A second person has to approve it."]
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("choice", ["", "x", "1.", "1.record-M01;2", "1.record/M01", f"1.{'a' * 30}"])
def test_list_that_no_page_of_ours_has_made_is_refused(cohort, second, choice):
    make_eligible(cohort)

    response = second.post(f"{EXITS}propose/", {"who": choice}, follow=True)

    assert told(response) == ["Choose the learners on the board again."]


def test_part_of_another_cohort_is_not_there(cohort, second):
    make_eligible(cohort)

    assert second.post(f"{EXITS}propose/", {"who": "987654.record-M01"}).status_code == 404


def test_many_are_issued_in_the_background_and_refusals_name_the_part(
    cohort, key, second, django_capture_on_commit_callbacks
):
    made = [make_eligible(cohort, f"Learner {number}") for number in range(3)]
    propose_all(exit_board(cohort, viewer=administrator(), at=AT).awards, by=administrator(), at=AT)
    Enrolment.objects.filter(pk=made[2].pk).update(identity_verified_at=None, identity_verified_by=None)

    with django_capture_on_commit_callbacks(execute=True):
        answer = second.post(f"{EXITS}approve/", who(*made, parts=("statement-A1", "record-M01")))
    page = second.get(answer["Location"])

    run = IssuingRun.objects.get()
    assert answer["Location"] == f"{BOARD}runs/{run.pk}/"
    assert "6 of 6 are done" in text_of(page)
    assert [(item.proposal.kind, item.refusal) for item in page.context["refused"]] == [
        (kind, "The award cannot be made yet. Identity has been verified: The identity is not verified yet.")
        for kind in ("statement", "record")
    ]
    assert f'href="{EXITS.replace("exit/", "")}{made[2].pk}/exit/record-M01/"' in text_of(page)
    assert Certificate.objects.count() == 4


def test_list_is_filtered_by_name_state_and_kind(cohort, first):
    make_eligible(cohort, "Ana")
    make_eligible(cohort, "Bo")

    def shown(query: str) -> list[tuple[str, str]]:
        return [(award.name, award.kind) for award in first.get(f"{EXITS}?{query}").context["page_obj"]]

    assert shown("name=ana&kind=record") == [("Ana", "record")]
    assert shown("show=ready&kind=statement") == [("Ana", "statement"), ("Bo", "statement")]
    assert shown("show=issued") == []
    assert "No award fits these filters." in text_of(first.get(f"{EXITS}?show=issued"))


def test_revocation_that_waits_stands_on_the_list(cohort, key, first, second):
    ana = make_eligible(cohort, "Ana")
    first.post(f"{EXITS}propose/", who(ana))
    second.post(f"{EXITS}approve/", who(ana))
    first.post(f"{BOARD}{ana.pk}/exit/record-M01/revoke/", {"revocation-reason": "Error."})

    assert "Demo administrator asks to revoke what was issued to Ana: Module M01" in text_of(
        second.get(EXITS)
    )
    assert "asks to revoke" not in text_of(first.get(EXITS))


def test_learner_of_the_cohort_proposes_nothing_for_oneself(cohort, key, first):
    own = make_eligible(cohort, user=administrator())
    make_eligible(cohort, "Bo")

    assert parts_of(first.get(f"{EXITS}propose/")) == [("Bo", "statement-A1"), ("Bo", "record-M01")]
    refused = first.post(f"{EXITS}propose/", who(own), follow=True)
    assert told(refused) == ["Demo administrator: Nobody proposes or approves the own award."]


def test_stranger_and_office_without_the_right_do_not_pass(cohort, client, client_of):
    learner = make_eligible(cohort).user

    for deed in ("propose", "approve"):
        assert client.get(f"{EXITS}{deed}/").status_code == 302
        assert client_of(learner).get(f"{EXITS}{deed}/").status_code == 404
    assert client_of(registrar()).get(f"{EXITS}propose/").status_code == 200
