import gzip

import pytest

from cms.accounts.models import User
from cms.accounts.roles import Role
from courses.editions.plan import plan_of
from learners.credentials.issuing import decline_award, propose_award
from learners.credentials.models import AwardProposal, Certificate, RevocationRequest
from learners.credentials.revoking import ask_for_revocation
from learners.enrolment.models import LearnerProfile
from learners.events.models import LearningEvent
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_cohort
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

BOARD = "/staff/awards/2026-a/"


def text(response):
    return " ".join(response.content.decode().split())


def told(response):
    """The messages that the next page shows."""
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def issued(cohort, key):
    certificate = make_certificate(make_eligible(cohort))
    ask_for_revocation(certificate, by=registrar(), at=LATER, reason="Plagiarism.")
    return certificate.enrolment


PAGES = ["", "propose/", "approve/", "{id}/", "{id}/certificate.pdf"]
DEEDS = ["propose/", "approve/", "{id}/decline/", "{id}/revocation/", "{id}/revocation/confirm/"]


@pytest.mark.parametrize("method, path", [("get", p) for p in PAGES] + [("post", d) for d in DEEDS])
def test_strangers(issued, client_of, client, method, path):
    address = BOARD + path.format(id=issued.pk)
    strangers = {
        "anonymous": client,
        "learner": client_of(issued.user),
        "instructor": client_of(make_staff(Role.INSTRUCTOR)),
        "tutor": client_of(make_staff(Role.TUTOR)),
        "superuser": client_of(
            User.objects.create_superuser("root@demo.example", "a long pass phrase", name="R")
        ),
    }
    before = list(LearningEvent.objects.values_list("pk"))

    statuses = {who: getattr(browser, method)(address).status_code for who, browser in strangers.items()}

    assert statuses == {"anonymous": 302, "learner": 404, "instructor": 403, "tutor": 403, "superuser": 403}
    assert list(LearningEvent.objects.values_list("pk")) == before


@pytest.mark.parametrize("path", [*PAGES, *DEEDS])
def test_get_changes_nothing(issued, second, path):
    before = (
        LearningEvent.objects.count(),
        AwardProposal.objects.count(),
        Certificate.objects.get().revoked_at,
    )

    second.get(BOARD + path.format(id=issued.pk))

    after = (
        LearningEvent.objects.count(),
        AwardProposal.objects.count(),
        Certificate.objects.get().revoked_at,
    )
    assert after == before


@pytest.mark.parametrize("path", DEEDS[2:])
def test_deeds_on_one_learner_are_posts_only(issued, second, path):
    assert second.get(BOARD + path.format(id=issued.pk)).status_code == 405


@pytest.mark.parametrize("path", ["{id}/", "{id}/certificate.pdf"])
def test_learner_of_another_cohort_does_not_exist_here(issued, second, path):
    other = make_cohort(issued.cohort.edition, "2026-b")
    foreign = second.get(f"/staff/awards/{other.code}/{path.format(id=issued.pk)}")
    missing = second.get(f"/staff/awards/{other.code}/{path.format(id=999_999)}")

    assert (foreign.status_code, missing.status_code) == (404, 404)


@pytest.mark.parametrize("path", DEEDS[2:])
def test_deeds_on_a_learner_of_another_cohort_do_not_exist(issued, first, path):
    make_cohort(issued.cohort.edition, "2026-b")

    response = first.post(f"/staff/awards/2026-b/{path.format(id=issued.pk)}", {"revocation-reason": "No."})

    assert response.status_code == 404
    assert Certificate.objects.get().revoked_at is None


@pytest.mark.parametrize("deed", ["propose/", "approve/"])
def test_choosing_a_learner_of_another_cohort_does_not_work(cohort, key, second, deed):
    stranger = make_eligible(make_cohort(cohort.edition, "2026-b"))
    propose_award(stranger, by=administrator(), at=AT)

    assert second.post(BOARD + deed, {"who": str(stranger.pk)}).status_code == 404
    assert not Certificate.objects.exists()


def test_unknown_cohort_is_404(second):
    assert second.get("/staff/awards/nowhere/").status_code == 404


def test_cohorts_without_any_and_with_one(second, client_of):
    assert "There is no cohort yet" in text(second.get("/staff/awards/"))


def test_cohorts_are_listed_with_their_counts(issued, second):
    page = text(second.get("/staff/awards/"))

    assert 'href="/staff/awards/2026-a/">Spring (2026-a)</a>' in page


def test_board_without_learners_says_so(cohort, second):
    assert "Nobody is enrolled in this cohort yet" in text(second.get(BOARD))


def test_board_shows_numbers_and_reasons_in_words(cohort, second):
    make_eligible(cohort, "Ready", points=83)
    make_enrolment(cohort, make_user("late@demo.example", "Late"), verified_by=registrar())

    page = text(second.get(BOARD))

    assert (
        "2 learners. <strong>1 can be proposed</strong>, 0 wait for your approval, 0 issued, 1 not yet."
        in page
    )
    assert "83 of 100, needed 50 (1 of 1 works graded)." in page
    assert "Meets all 3 rules" in page
    assert "Meets 1 of 3 rules" in page
    assert "Lessons completed, M01: 0 of 2. Needed: 80 per cent." in page


def test_primary_action_stands_before_the_table(cohort, second):
    make_eligible(cohort)

    page = text(second.get(BOARD))

    assert page.index("Propose 1 award") < page.index("<table")


def test_person_who_proposed_sees_a_sentence_and_no_approval(cohort, first, second):
    propose_award(make_eligible(cohort), by=administrator(), at=AT)

    own, other = text(first.get(BOARD)), text(second.get(BOARD))

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

    with django_assert_num_queries(10):
        second.get(BOARD)


def test_fifty_rows_fit_the_budget(cohort, key, second):
    for number in range(51):
        enrolment = make_eligible(cohort, f"Demo learner {number:02d}")
        if number % 3 == 0:
            propose_award(enrolment, by=administrator(), at=AT)

    response = second.get(BOARD)

    assert len(response.context["page_obj"]) == 50
    assert len(gzip.compress(response.content, 6)) < 20_000


def test_review_lists_everybody_who_can_be_proposed(cohort, first):
    make_eligible(cohort, "Ana")
    make_eligible(cohort, "Bo")
    make_enrolment(cohort, make_user("late@demo.example", "Late"))

    response = first.get(f"{BOARD}propose/")

    assert [award.name for award in response.context["awards"]] == ["Ana", "Bo"]
    assert "Propose 2 awards" in text(response)
    assert not AwardProposal.objects.exists()


def test_review_of_the_chosen_names_who_is_left_out(cohort, first):
    ana = make_eligible(cohort, "Ana")
    make_eligible(cohort, "Bo")
    late = make_enrolment(cohort, make_user("late@demo.example", "Late"), verified_by=registrar())

    response = first.get(f"{BOARD}propose/?chosen=1&learner={ana.pk}&learner={late.pk}&learner=x")

    assert [award.name for award in response.context["awards"]] == ["Ana"]
    assert "Late: Lessons completed, M01: 0 of 2." in text(response)


def test_review_of_nobody_goes_back_with_a_sentence(cohort, first):
    make_eligible(cohort)

    response = first.get(f"{BOARD}propose/?chosen=1", follow=True)

    assert (response.redirect_chain, told(response)) == ([(BOARD, 302)], ["Choose at least one learner."])


def test_review_marks_letters_of_two_alphabets(cohort, first):
    LearnerProfile.objects.filter(user=make_eligible(cohort).user).update(printed_name="\u0410nna Ivanova")

    assert "Letters of two alphabets" in text(first.get(f"{BOARD}propose/"))


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


def test_posts_without_a_token_are_refused(cohort, client_of):
    browser = client_of(registrar())
    browser.handler.enforce_csrf_checks = True

    assert browser.post(f"{BOARD}propose/", {"who": str(make_eligible(cohort).pk)}).status_code == 403
    assert not AwardProposal.objects.exists()


def test_decline_through_the_record(cohort, second):
    enrolment = make_eligible(cohort)
    propose_award(enrolment, by=administrator(), at=AT)

    response = second.post(
        f"{BOARD}{enrolment.pk}/decline/", {"decline-reason": "Check the name."}, follow=True
    )

    assert response.redirect_chain == [(f"{BOARD}{enrolment.pk}/", 302)]
    assert "Declined by Demo registrar" in text(response)
    assert "Check the name." in text(response)
    assert AwardProposal.objects.get().decision == "declined"


def test_decline_without_a_reason_shows_the_field(cohort, second):
    enrolment = make_eligible(cohort)
    propose_award(enrolment, by=administrator(), at=AT)

    response = second.post(f"{BOARD}{enrolment.pk}/decline/", {"decline-reason": " "})

    assert response.status_code == 422
    assert "There is a problem" in text(response)
    assert 'href="#id_decline-reason"' in text(response)
    assert AwardProposal.objects.get().decision == "open"


def test_decline_of_the_own_proposal_is_refused(cohort, first):
    enrolment = make_eligible(cohort)
    propose_award(enrolment, by=administrator(), at=AT)

    response = first.post(f"{BOARD}{enrolment.pk}/decline/", {"decline-reason": "No."}, follow=True)

    assert told(response) == ["You proposed this award. A second person has to approve it."]


def test_decline_of_what_nobody_proposed_is_refused(cohort, second):
    enrolment = make_eligible(cohort)

    response = second.post(f"{BOARD}{enrolment.pk}/decline/", {"decline-reason": "No."}, follow=True)

    assert told(response) == ["This award is not proposed yet."]


def test_declined_award_tells_its_reason_on_the_board(cohort, first):
    proposal = propose_award(make_eligible(cohort), by=administrator(), at=AT)
    decline_award(proposal, by=registrar(), at=LATER, reason="Check the name.")

    assert (
        'Declined by Demo registrar on 2 September 2026:</div><div class="small">Check the name.</div>'
        in text(first.get(BOARD))
    )


def test_record_shows_every_rule_and_the_certificate(issued, first):
    page = text(first.get(f"{BOARD}{issued.pk}/"))

    certificate = Certificate.objects.get()
    assert "3 of 3 rules are met today." in page
    assert "Enrolled, identity verified." in page
    assert certificate.serial in page
    assert "Revoke the certificate of Demo learner 07?" in page


def test_revocation_through_the_pages(issued, first, second):
    own = second.post(f"{BOARD}{issued.pk}/revocation/confirm/", follow=True)
    done = first.post(f"{BOARD}{issued.pk}/revocation/confirm/", follow=True)

    assert told(own) == ["You asked for this revocation. A second person has to confirm it."]
    assert "Revoked" in text(done)
    assert Certificate.objects.get().revoked_by == administrator()


def test_asking_for_revocation_needs_a_reason(cohort, key, second):
    enrolment = make_certificate(make_eligible(cohort)).enrolment

    response = second.post(f"{BOARD}{enrolment.pk}/revocation/", {"revocation-reason": ""})

    assert response.status_code == 422
    assert not RevocationRequest.objects.exists()


def test_asking_to_revoke_what_is_revoked_is_refused(issued, first, second):
    first.post(f"{BOARD}{issued.pk}/revocation/confirm/")

    response = second.post(f"{BOARD}{issued.pk}/revocation/", {"revocation-reason": "Again."}, follow=True)

    assert told(response) == ["This certificate is revoked already."]


@pytest.mark.parametrize("path", ["revocation/", "revocation/confirm/"])
def test_revocation_without_a_certificate_does_not_exist(cohort, second, path):
    enrolment = make_eligible(cohort)

    response = second.post(f"{BOARD}{enrolment.pk}/{path}", {"revocation-reason": "No."})

    assert response.status_code == 404


def test_certificate_for_staff_is_a_pdf_and_stays_out_of_caches(issued, second):
    response = second.get(f"{BOARD}{issued.pk}/certificate.pdf")

    assert (response["Content-Type"], response.content[:8]) == ("application/pdf", b"%PDF-1.7")
    assert response["Cache-Control"] == "private, no-store"


def test_home_counts_what_waits(issued, first, second):
    assert "1 decision waits for you" in text(first.get("/staff/"))
    assert "Nothing waits for you" in text(second.get("/staff/"))
