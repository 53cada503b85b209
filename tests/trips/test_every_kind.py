"""One of each kind of assessment, taken, judged and released through the pages alone, and counted as a sum by hand.

The internship's steps and the self-assessment are not in it: they have places of their own.
"""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from courses.cohorts.schedule import week_ends_at
from courses.editions.plan import plan_of
from courses.programme.models import AssessmentComponent
from learners.attempts.models import AttemptItem, QuizAttempt
from learners.attempts.tokens import token_of
from learners.grades.queries import released_grades
from learners.grades.results import final_result
from learners.peerreviews.models import PeerReview
from learners.peerreviews.tasks import work_on_rounds
from learners.progress.models import ActivityProgress
from learners.submissions.models import Submission, Work
from tests.factories.programme import (
    make_bank,
    make_cohort,
    make_edition,
    make_exam,
    make_module,
    make_programme,
    make_quiz,
)
from tests.factories.works import (
    make_assignment,
    make_defence,
    make_discussion,
    make_journal,
    make_proposal,
    make_task,
    make_webinar,
)
from tests.learners.attempts.pages import text_of
from tests.learners.attempts.sheets import places
from tests.learners.submissions.rows import TEXT, in_week_2, make_learner, make_marker

pytestmark = pytest.mark.django_db
SCHEME = [("QZ", 10), ("DS", 10), ("AS1", 8), ("RJ", 6), ("EX", 10), ("CP", 20), ("IN", 36)]


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def cohort():
    programme = make_programme()
    programme.components.all().delete()
    for order, (code, weight) in enumerate(SCHEME):
        AssessmentComponent.objects.create(
            programme=programme, order=order, code=code, title=code, kind=code.lower(), weight=weight
        )
    module, bank = make_module(programme), make_bank()
    make_quiz(module, bank)
    make_discussion(module, "D1", share=10)
    make_discussion(module, "DD", share=40, weeks=2)
    make_assignment(module, "AS1")
    make_journal(module)
    make_proposal(module)
    make_assignment(module, "CPR", component="CP", share=75, marking="second", after="CPP")
    make_defence(module, "CPD", share=25)
    make_exam(module, component="EX")
    make_task(module, "L1")
    make_task(module, "PR1", completion="reviews")
    make_webinar(module)
    return make_cohort(make_edition(programme))


@pytest.fixture
def clock(cohort):
    with time_machine.travel(in_week_2(cohort), tick=False) as clock:
        yield clock


def browser_of(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def post(browser: Client, address: str, data: dict | None = None) -> str:
    """Sent, taken, and led on."""
    answer = browser.post(address, data or {})
    assert answer.status_code == 302, (address, text_of(answer))
    return answer["Location"]


def hand_in(browser: Client, code: str, text: str = TEXT) -> None:
    save_draft(browser, code, text)
    post(browser, f"/learn/{code}/work/check/", {"sequence": "1"})


def save_draft(browser: Client, code: str, text: str = TEXT) -> None:
    data = {"text": text, "uses_tools": "no", "sequence": "1", "go": "check"}
    post(browser, f"/learn/{code}/work/save/", data)


def sit(browser: Client, enrolment, code: str, *, right: int) -> QuizAttempt:
    """So many objective questions right, the others wrong; essays are written."""
    start = f"/learn/{code}/attempt/"
    post(browser, start)
    attempt = QuizAttempt.objects.get(enrolment=enrolment, edition_activity__activity__code=code)
    for item in attempt.items.select_related("question").order_by("order"):
        essay = item.question.kind == "essay"
        answer = "My view." if essay else places(attempt, item.order, right=item.order <= right)[0]
        data = {f"answer-{item.order}": answer, f"sequence-{item.order}": "1", "attempt": token_of(attempt)}
        post(browser, f"{start}1/save/", data)
    post(browser, f"{start}1/submit/")
    return attempt


def points(value: int) -> dict:
    return {f"points-{place}": str(value) for place in range(4)}


def mark_works(code: str, *values: int, by: list[Client], moderator: Client | None = None) -> None:
    """Each of the markers gives one value for all criteria; then the mark is released."""
    work = Work.objects.get(activity__code=code, submissions__number=1).code
    for marker, value, role in zip(by, values, ("first", "second"), strict=False):
        post(marker, f"/staff/marking/work/{work}/take/")
        judged = points(value) | {"next_step": "Ask people.", "sequence": "1", "role": role, "deed": "save"}
        post(marker, f"/staff/marking/work/{work}/save/", judged)
    if moderator:
        post(moderator, f"/staff/marking/work/{work}/moderation/", {"verdict": "agreed"})
    post(by[0], f"/staff/marking/2026-a/{code}/release/")


def judge(browser: Client, enrolment, code: str, value: int) -> None:
    data = points(value) | {"sequence": "1", "deed": "save", "remark": "Clear."}
    post(browser, f"/staff/observed/2026-a/{code}/{enrolment.pk}/", data)


def mark_exam(browser: Client, attempt: QuizAttempt, *, moderator: Client) -> None:
    """Half of what each written answer can earn. Somebody else looks at it before the release."""
    for item in AttemptItem.objects.filter(attempt=attempt, question__kind="essay"):
        address = f"/staff/marking/exams/2026-a/EX/{item.question_id}/{item.pk}/"
        seen = browser.get(address).context["form"].initial["seen"]
        post(browser, address, {"points": str(item.max_points / 2), "feedback": "Clear.", "seen": seen})
    one = f"/staff/marking/exams/2026-a/EX/sittings/{attempt.pk}/"
    seen = moderator.get(one).context["form"].initial["seen"]
    post(moderator, one, {"verdict": "agreed", "seen": seen})
    post(browser, "/staff/marking/exams/2026-a/EX/release/")


def review_each_other(learners: list, code: str) -> None:
    for enrolment in learners:
        review = PeerReview.objects.get(reviewer=enrolment)
        data = points(75) | {
            "strength": "Complete.",
            "change": "Name who loses.",
            "sequence": "1",
            "deed": "send",
        }
        post(browser_of(enrolment.user), f"/learn/{code}/reviews/{review.code}/", data)


def completed(enrolment) -> set[str]:
    rows = ActivityProgress.objects.filter(enrolment=enrolment).exclude(completed_at=None)
    return set(rows.values_list("activity__code", flat=True))


def test_one_of_each_kind_amounts_to_the_sum_by_hand(cohort, clock):
    learner, other = make_learner(cohort, 7), make_learner(cohort, 8)
    markers = [make_marker(cohort, number) for number in (1, 2)]
    tutor, browser = make_marker(cohort, 3, kind="tutor"), browser_of(learner.user)
    one, two = map(browser_of, markers)

    # The learner's weeks.
    sit(browser, learner, "Q1", right=2)
    post(browser, "/learn/D1/contribution/", {"text": "One post, two replies."})
    for code in ("AS1", "J1", "L1", "PR1"):
        hand_in(browser, code)
    hand_in(browser_of(other.user), "PR1")
    post(browser, "/learn/WB/attendance/", {"way": "live"})
    hand_in(browser, "CPP")
    save_draft(browser, "CPR")
    refused = text_of(browser.get("/learn/CPR/work/check/"))
    browser.post("/learn/CPR/work/check/", {"sequence": "1"})
    too_early = Submission.objects.filter(work__activity__code="CPR").count()
    post(one, f"/staff/tasks/2026-a/CPP/{learner.pk}/", {"deed": "approved", "note": "Good.", "seen": "1"})
    post(browser, "/learn/CPR/work/check/", {"sequence": "1"})
    clock.move_to(week_ends_at(cohort, 2) - timedelta(hours=10))
    browser.force_login(learner.user)
    attempt = sit(browser, learner, "EX", right=13)  # 26 of 40

    # After the grace the works are read.
    clock.move_to(week_ends_at(cohort, 2) + timedelta(days=3))
    browser, one, two = browser_of(learner.user), browser_of(markers[0]), browser_of(markers[1])
    work_on_rounds()
    review_each_other([learner, other], "PR1")
    mark_works("AS1", 60, by=[one], moderator=two)
    mark_works("CPR", 58, 64, by=[one, two])
    tutors = browser_of(tutor)
    work = Work.objects.get(activity__code="J1").code
    post(tutors, f"/staff/marking/work/{work}/take/")
    journal = {"points-0": "55", "next_step": "Go on.", "sequence": "1", "role": "first", "deed": "save"}
    post(tutors, f"/staff/marking/work/{work}/save/", journal)
    post(one, "/staff/marking/2026-a/J1/release/")
    mark_exam(one, attempt, moderator=two)  # 16 of 32 and 14 of 28
    for code, value in (("D1", 80), ("DD", 65)):
        judge(tutors, learner, code, value)
        absent = points(0) | {"sequence": "1", "deed": "absent", "absence": "No post."}
        post(tutors, f"/staff/observed/2026-a/{code}/{other.pk}/", absent)
        post(one, f"/staff/observed/2026-a/{code}/release/")
    for examiner, value in ((one, 70), (two, 76)):
        judge(examiner, learner, "CPD", value)
        absent = {"sequence": "1", "deed": "absent", "absence": "Did not come."}
        post(examiner, f"/staff/observed/2026-a/CPD/{other.pk}/", absent)
    post(one, "/staff/observed/2026-a/CPD/release/")

    result = final_result(plan_of(cohort.edition_id), released_grades(learner))
    assert {each.code: str(each.mark) for each in result.components} == {
        "QZ": "66.7",  # 2 of 3
        "DS": "68.0",  # (10 x 80 + 40 x 65) of 50
        "AS1": "60.0",
        "RJ": "55.0",
        "EX": "56.0",  # 26 + 16 + 14
        "CP": "64.0",  # 75 x 61, the mean of 58 and 64, and 25 x 73, the mean of 70 and 76
    }
    # 667 + 680 + 480 + 330 + 560 + 1280 = 3997, of 64 per cent: 62.45
    assert (result.overall, result.graded, result.works) == (62, 8, 8)
    assert "You can hand this in once “Proposal” is approved. It waits for an answer." in refused
    assert too_early == 0
    assert completed(learner) == {
        "Q1", "D1", "DD", "AS1", "J1", "CPP", "CPR", "CPD", "EX", "L1", "PR1", "WB",
    }  # fmt: skip
    results = text_of(browser.get("/learn/results/"))
    assert "Judged by the rubric: 65.0." in results
    assert "Mean of the marks of the examiners Demo marker 1 and Demo marker 2: 73.0." in results
    assert "You took no part, so the mark is 0: No post." in text_of(browser_of(other.user).get("/learn/D1/"))
