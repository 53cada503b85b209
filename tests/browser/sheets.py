"""A cohort of its own with a quiz of all kinds of questions and the final exam, for the browser tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.timezone import now

from cms.accounts.models import User
from courses.assessments.models import ExamPage, QuizPage
from courses.cohorts.models import Cohort, TeachingRole
from courses.editions.freezing import freeze
from courses.editions.plan import plan_of
from courses.editions.questions import frozen_pool
from courses.programme.models import ModulePage
from learners.attempts.closing import submit_attempt
from learners.attempts.lateness import keep_late
from learners.attempts.marking import mark_item
from learners.attempts.models import AttemptItem, QuizAttempt
from learners.attempts.places import as_sent
from learners.attempts.queries import items_of
from learners.attempts.taking import Answer, save_response, start_attempt
from learners.enrolment.models import Enrolment, LearnerProfile
from tests.factories.programme import make_exam, make_quiz_of_all_kinds
from tests.learners.attempts.sheets import open_now, the_item

AT_ALL_KINDS = "kinds.01@demo.example"
MARKED = "kinds.02@demo.example"
UNMARKED = "kinds.03@demo.example"
FRESH = [f"kinds.{number:02d}@demo.example" for number in range(4, 14)]
"""Learners who have not begun."""
RIGHT = {
    "matching": lambda question: [[choice.id, choice.id] for choice in question.choices],
    "ordering": lambda question: [[choice.id, place] for place, choice in enumerate(question.choices, 1)],
    "numeric": lambda question: "12.5",
    "short_text": lambda question: question.choices[0].text,
    "essay": lambda question: (
        "In our ministry the registry and the tax office hold the same data twice. " * 6
    ).strip(),
}


@dataclass(frozen=True)
class Sheets:
    orders: dict[str, int]
    """Where in the open attempt the question of each kind stands."""
    answer: str
    """The address of an answer that waits for its marker."""
    moderated: str
    """That of an exam that waits for its moderator."""


def make_sheets(first: Cohort, at: datetime) -> Sheets:
    cohort = _cohort(first)
    for number in range(1, 14):
        user = User.objects.create(
            email=f"kinds.{number:02d}@demo.example", name=f"Kinds learner {number:02d}"
        )
        LearnerProfile.objects.create(user=user, printed_name=user.name)
        Enrolment.objects.create(user=user, cohort=cohort, enrolled_at=at)
    running = start_attempt(place(AT_ALL_KINDS), activity(cohort, "QK"), at=now())
    marker = User.objects.get(email="instructor@demo.example")
    TeachingRole.objects.create(cohort=cohort, user=marker, kind=TeachingRole.Kind.INSTRUCTOR)
    done = sit(MARKED, "QK")
    [essay] = items_of(done).filter(question__kind="essay")
    mark_item(
        essay, points=Decimal("0.5"), feedback="Name one law that would have to change.", by=marker, at=now()
    )
    waiting = sit(UNMARKED, "QK")
    exam = sit(UNMARKED, "EX")
    colleague = User.objects.get(email="instructor2@demo.example")
    for answer in items_of(exam).filter(question__kind="essay"):
        text = "Clear. Name who decides."
        mark_item(answer, points=answer.max_points / 2, feedback=text, by=colleague, at=now())
    [essay] = items_of(waiting).filter(question__kind="essay")
    keep_late(
        essay, response="A better text that came too late.", sequence=9, at=now() + timedelta(minutes=3)
    )
    kinds = {item.question.kind: item.order for item in items_of(running).select_related("question")}
    return Sheets(
        kinds,
        f"/staff/marking/exams/kinds/QK/{essay.question_id}/{essay.pk}/",
        f"/staff/marking/exams/kinds/EX/sittings/{exam.pk}/",
    )


def _cohort(first: Cohort) -> Cohort:
    """On an edition of its own. The pages are taken back afterwards, so nobody else meets them."""
    module = ModulePage.objects.get(code="M01")
    make_quiz_of_all_kinds(module, review="each_attempt")
    make_exam(module)
    programme = first.edition.programme
    policy = programme.award_policies.order_by("pk").first()
    edition = freeze(programme, policy=policy, label="Kinds", by=None, at=now())
    for page in (QuizPage.objects.get(activity__code="QK"), ExamPage.objects.get()):
        page.unpublish()
    cohort = Cohort.objects.create(
        edition=edition,
        code="kinds",
        title="Kinds",
        starts_on=first.starts_on,
        published_at=first.published_at,
    )
    for code in ("QK", "EX"):
        open_now(cohort, activity(cohort, code))
    return cohort


def activity(cohort: Cohort, code: str):
    return plan_of(cohort.edition_id).activity(code)


def place(email: str) -> Enrolment:
    return Enrolment.objects.select_related("cohort", "user__profile").get(user__email=email)


def sit(email: str, code: str) -> QuizAttempt:
    """Started and submitted, each answer right as far as a machine can tell."""
    enrolment = place(email)
    attempt = start_attempt(enrolment, activity(enrolment.cohort, code), at=now())
    for item in items_of(attempt):
        raw = list(right_answer(attempt, item))
        save_response(the_item(attempt, item.order), Answer(item.order, raw, False, 1), at=now())
    return submit_attempt(attempt, by=enrolment.user, at=now())


def right_answer(attempt: QuizAttempt, item: AttemptItem) -> tuple[str, ...]:
    """As the page would send it."""
    question = frozen_pool(attempt.edition_activity_id)[item.question_id]
    chosen = [choice.id for choice in question.choices if choice.correct]
    response = RIGHT.get(question.kind, lambda _question: chosen)(question)
    return as_sent(attempt, question, response)
