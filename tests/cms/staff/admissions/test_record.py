import pytest
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from cms.accounts.roles import Role
from learners.admissions.letters import letter_for
from learners.admissions.models import Decision, Review
from learners.admissions.reviewing import declare_conflict, score
from learners.events.models import LearningEvent
from tests.factories.people import make_staff, make_user
from tests.factories.programme import make_cohort
from tests.learners.admissions.rows import (
    AT,
    SCORES,
    administrator,
    decided,
    make_draft,
    make_intake,
    make_offered,
    make_scored,
    make_sent,
    registrar,
    second_reader,
)
from tests.pages import text_of

RECORD = "/staff/admissions/2026-a/A-2026-0001/"
POINTS = {f"score-{name}": str(points) for name, points in SCORES.items()}
DEEDS = ["scores/", "conflict/", "identity/"]


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_record_shows_answers_documents_and_what_can_be_decided(intake, first):
    make_sent(intake)

    response = first.get(RECORD)

    page = text_of(response)
    assert "Head of digital services" in page
    assert "Curriculum vitae</a>" in page
    assert [str(outcome.label) for outcome in response.context["outcomes"]] == [
        "Offer a place",
        "Put on the waiting list",
        "Invite to an interview",
        "Ask for more",
        "Refuse",
    ]


def test_draft_is_nobodys_but_the_applicants(intake, first):
    make_draft(intake)

    assert first.get(RECORD).status_code == 404


def test_scores_are_saved(intake, first):
    make_sent(intake)

    response = first.post(f"{RECORD}scores/", POINTS | {"score-relevance_note": "Fits."}, follow=True)

    assert told(response) == ["Your scores are saved."]
    assert "67.5 of 100 by one reader" in text_of(response)
    assert "<strong>Demo administrator, Relevance:</strong> Fits." in text_of(response)


@pytest.mark.parametrize("points", ["", "101", "-1", "x", "7.5"])
def test_missing_or_wrong_score_is_422_and_nothing_is_lost(intake, first, points):
    make_sent(intake)
    data = POINTS | {"score-diversity": points, "score-relevance_note": "A long thought."}

    response = first.post(f"{RECORD}scores/", data)

    assert response.status_code == 422
    assert "(20 %): Enter a whole number from 0 to 100." in text_of(response)
    assert "A long thought." in text_of(response)
    assert not Review.objects.exists()


def test_scores_of_others_stand_after_the_own_with_the_spread(intake, first):
    application = make_sent(intake)
    score(application, dict.fromkeys(SCORES, 91), by=second_reader(), at=AT)

    before = text_of(first.get(RECORD))
    after = text_of(first.post(f"{RECORD}scores/", POINTS, follow=True))

    assert "1 colleague has read this application. You see the scores after you have saved yours." in before
    assert "91.0" not in before
    assert "Mean 79.2 of 100, spread 23.5 points: the readers should talk" in after


def test_conflict_of_interest_closes_the_decision(intake, first):
    make_sent(intake)

    response = first.post(f"{RECORD}conflict/", {"conflict-reason": "My cousin."}, follow=True)

    assert told(response) == [
        "Your conflict of interest is noted. Colleagues read and decide this application."
    ]
    assert "Conflict of interest: My cousin." in text_of(response)
    assert response.context["outcomes"] == []


def test_conflict_without_a_reason_is_422(intake, first):
    make_sent(intake)

    response = first.post(f"{RECORD}conflict/")

    assert response.status_code == 422
    assert "Enter how you know the applicant. Colleagues read it." in text_of(response)


@pytest.mark.parametrize("outcome", Decision.Outcome.values)
def test_decision_page_holds_the_letter_ready(intake, first, outcome):
    application = make_sent(intake)

    page = first.get(f"{RECORD}decide/{outcome}/").context["form"]["letter"].value()

    assert page.startswith("Dear Demo applicant 01,")
    assert page.splitlines()[2:4] == letter_for(application, outcome, at=AT).splitlines()[2:4]


def test_decision_page_of_somebody_without_a_degree_counts_such_places(intake, first):
    make_sent(intake, degree="on_file")

    assert "This person has no degree. 0 of at most 0 such places are offered or taken." in text_of(
        first.get(f"{RECORD}decide/offer/")
    )


def test_decision_that_is_not_possible_leads_back_to_the_record(intake, first):
    make_offered(intake)

    response = first.get(f"{RECORD}decide/offer/", follow=True)

    assert response.redirect_chain == [(RECORD, 302)]
    assert told(response) == ["This cannot be decided now. The page shows what can."]


def decide_through_the_page(client, outcome, **changed):
    data = {"letter": "Dear Demo applicant 01, yes.", "seen": "under_review", "reason": ""} | changed
    return client.post(f"{RECORD}decide/{outcome}/", data, follow=True)


def test_decision_and_letter_in_one_step(intake, first):
    application = make_scored(intake)

    response = decide_through_the_page(first, "offer")

    application.refresh_from_db()
    decision = Decision.objects.get()
    assert told(response) == ["The decision is made and the letter is on its way."]
    assert (application.state, decision.letter, decision.by) == (
        "accepted",
        "Dear Demo applicant 01, yes.",
        administrator(),
    )


@pytest.mark.parametrize(
    "outcome, changed, sentence",
    [
        ("offer", {"letter": ""}, "Letter: Enter the letter. The applicant reads it with the decision."),
        ("reject", {"letter": "[Reason]"}, "Replace the text in square brackets in the letter by your own."),
        ("offer", {"seen": "submitted"}, "A colleague or the applicant changed this application"),
    ],
)
def test_decision_that_is_refused_keeps_the_letter(intake, first, outcome, changed, sentence):
    make_scored(intake)

    response = decide_through_the_page(first, outcome, **changed | {"reason": "Kept text."})

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert "Kept text." in text_of(response)
    assert 'name="seen" value="under_review"' in text_of(response)
    assert not Decision.objects.exists()


def test_offer_before_two_readers_asks_for_a_reason(intake, first):
    make_sent(intake)

    response = decide_through_the_page(first, "offer", seen="submitted")

    assert "0 of 2 readers have scored. Enter a reason to offer a place now." in text_of(response)


def test_offer_beyond_the_capacity_is_a_sentence(db, first):
    intake = make_intake(capacity=1)
    make_scored(intake, 1)
    make_offered(intake, 2)

    response = decide_through_the_page(first, "offer")

    assert response.status_code == 422
    assert "Cohort 2026-a has no place left: all 1 places are taken or offered." in text_of(response)


def test_without_a_free_place_the_offer_leads_to_the_waiting_list(db, first):
    intake = make_intake(capacity=1)
    make_scored(intake, 1)
    make_offered(intake, 2)

    offer, waiting = (text_of(first.get(f"{RECORD}decide/{outcome}/")) for outcome in ("offer", "waitlist"))

    waits = f'<a href="{RECORD}decide/waitlist/">Put on the waiting list</a>'
    assert ("No place is left." in offer, waits in offer, "before two readers" in offer) == (True, True, True)
    assert ("No place is left." in waiting, "before two readers" in waiting) == (False, False)


def test_unknown_outcome_is_404(intake, first):
    make_sent(intake)

    assert first.get(f"{RECORD}decide/enrol/").status_code == 404


@pytest.mark.parametrize("who", ["first", "second"])
def test_administrator_and_registrar_verify_the_identity(intake, request, who):
    application = make_sent(intake)

    response = request.getfixturevalue(who).post(f"{RECORD}identity/", follow=True)

    application.refresh_from_db()
    assert told(response) == ["The identity is verified and the document is deleted."]
    assert 'Proof of identity <span class="small">deleted on' in text_of(response)
    assert application.identity_verified_at is not None


def test_registrar_reads_and_does_not_decide(intake, second):
    make_scored(intake)

    response = second.get(RECORD)

    assert (response.context["outcomes"], response.context["may_score"]) == ([], False)
    assert second.get(f"{RECORD}decide/offer/").status_code == 403


def test_own_application_offers_no_deed(intake, client_of):
    application = make_sent(intake)
    own = application.user
    own.is_staff = True
    own.save()
    own.groups.add(administrator().groups.get())

    response = client_of(own).get(RECORD)

    assert (response.context["outcomes"], response.context["may_score"], response.context["may_verify"]) == (
        [],
        False,
        False,
    )


def test_document_is_an_attachment(intake, first):
    application = make_sent(intake)
    document = application.documents.get(kind="cv")

    response = first.get(f"{RECORD}documents/{document.stored_name}/")

    assert response["Content-Disposition"] == 'attachment; filename="A-2026-0001-cv.pdf"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("who", ["first", "registrar"])
def test_each_opening_of_a_document_by_staff_stands_in_the_log(intake, client_of, who):
    document = make_sent(intake).documents.get(kind="cv")
    user = administrator() if who == "first" else registrar()

    client_of(user).get(f"{RECORD}documents/{document.stored_name}/")

    entry = ModelLogEntry.objects.get(action="campus.document_opened")
    assert (entry.user, entry.label, entry.data) == (
        user,
        "A-2026-0001",
        {"document": document.pk, "kind": "cv", "sha256": document.sha256},
    )


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.TUTOR, None])
def test_document_is_refused_to_roles_that_read_no_applications(intake, client_of, role):
    document = make_sent(intake).documents.get(kind="cv")
    user = make_staff(role) if role else make_user("root@demo.example", is_staff=True, is_superuser=True)

    response = client_of(user).get(f"{RECORD}documents/{document.stored_name}/")

    assert response.status_code == 403
    assert not ModelLogEntry.objects.filter(action="campus.document_opened").exists()


def test_number_of_a_document_is_no_address(intake, first):
    document = make_sent(intake).documents.get(kind="cv")

    assert first.get(f"{RECORD}documents/{document.pk}/").status_code == 404
    assert len(document.stored_name) == 40


def test_history_tells_each_step(intake, first):
    make_offered(intake)

    assert [change.state for change in first.get(RECORD).context["changes"]] == [
        "accepted",
        "under_review",
        "submitted",
    ]


def test_documents_and_records_of_another_intake_do_not_exist_here(intake, first):
    application = make_sent(intake)
    document = application.documents.first()
    other = type(intake).objects.create(
        cohort=make_cohort(intake.cohort.edition, "2026-b"),
        opens_at=intake.opens_at,
        closes_at=intake.closes_at,
    )

    foreign = RECORD.replace("2026-a", other.cohort.code)

    assert [
        first.get(f"{foreign}{end}").status_code for end in ("", f"documents/{document.stored_name}/")
    ] == [
        404,
        404,
    ]
    assert first.post(f"{foreign}scores/", POINTS).status_code == 404


@pytest.mark.parametrize("deed", DEEDS)
def test_address_of_a_deed_that_is_opened_leads_to_the_record(intake, first, deed):
    make_sent(intake)

    assert first.get(RECORD + deed)["Location"] == RECORD


@pytest.mark.parametrize("count", [1, 3])
def test_record_costs_the_same_for_one_reader_and_for_three(intake, first, count, django_assert_num_queries):
    application = make_sent(intake)
    for number in range(count):
        reader = make_staff(Role.ADMINISTRATOR, f"reader{number}@demo.example")
        declare_conflict(application, by=reader, at=AT, reason="A colleague.")
    decided(application, "waitlist")

    with django_assert_num_queries(9):  # one to note who looked
        first.get(RECORD)


@pytest.mark.parametrize("path", ["", "decide/offer/", *DEEDS])
def test_strangers(intake, client, client_of, path):
    application = make_sent(intake)
    strangers = {
        "anonymous": client,
        "applicant": client_of(application.user),
        "instructor": client_of(make_staff(Role.INSTRUCTOR)),
        "tutor": client_of(make_staff(Role.TUTOR)),
        "superuser": client_of(
            User.objects.create_superuser("root@demo.example", "a long pass phrase", name="R")
        ),
    }
    before = LearningEvent.objects.count()

    statuses = {who: browser.post(RECORD + path).status_code for who, browser in strangers.items()}

    refused = 405 if path == "" else 302
    assert statuses["applicant"] in (404, 405)
    assert statuses["anonymous"] == refused
    assert {statuses[who] for who in ("instructor", "tutor", "superuser")} <= {403, 405}
    assert LearningEvent.objects.count() == before
