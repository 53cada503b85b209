"""Which attempts there are, and the rows of one answer."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from courses.cohorts.models import Cohort
from courses.cohorts.roles import MarkingScope
from courses.editions.plan import PlannedActivity
from courses.questions.kinds.table import KINDS
from courses.questions.models import Question
from learners.attempts.models import AttemptItem, KeyCorrection, LateAnswer, QuizAttempt
from learners.enrolment.models import Enrolment
from learners.grades.queries import KINDS_TO_RELEASE, has_release, released_grades


def open_attempts_in(cohort) -> int:
    """Attempts of the cohort's learners that are not submitted."""
    return QuizAttempt.objects.filter(enrolment__cohort=cohort, submitted_at=None).count()


def attempts_at(enrolment: Enrolment, activity_id: int) -> QuerySet[QuizAttempt]:
    """All attempts of this learner at this quiz, in whichever edition, the first one first; the resit among them."""
    return QuizAttempt.objects.filter(
        enrolment=enrolment, edition_activity__activity_id=activity_id
    ).order_by("number", "pk")


def items_of(attempt: QuizAttempt) -> QuerySet[AttemptItem]:
    return AttemptItem.objects.filter(attempt=attempt).order_by("order", "pk")


def questions_seen(enrolment: Enrolment, activity_id: int) -> set[int]:
    items = AttemptItem.objects.filter(
        attempt__enrolment=enrolment, attempt__edition_activity__activity_id=activity_id
    )
    return set(items.values_list("question_id", flat=True))


def attempt_to_answer(user, attempt_id: int, *, code: str, number: int) -> QuizAttempt | None:
    """The attempt at this address when it is the user's own and the place in the cohort is active. One query."""
    return (
        QuizAttempt.objects.filter(
            pk=attempt_id,
            number=number,
            edition_activity__activity__code=code,
            enrolment__user=user,
            enrolment__state=Enrolment.State.ACTIVE,
        )
        .select_related("enrolment__cohort", "enrolment__user__profile")
        .first()
    )


def item_to_answer(user, attempt_id: int, *, code: str, number: int, order: int) -> AttemptItem | None:
    """One row of such an attempt with all that saving an answer needs. One query."""
    rows = AttemptItem.objects.filter(
        attempt_id=attempt_id,
        order=order,
        attempt__number=number,
        attempt__edition_activity__activity__code=code,
        attempt__enrolment__user=user,
        attempt__enrolment__state=Enrolment.State.ACTIVE,
    ).select_related("attempt__enrolment__cohort", "attempt__enrolment__user__profile")
    return next(
        iter(rows), None
    )  # at most one, so nothing need be sorted: this is the busiest query of an exam


def overdue(*, at: datetime) -> QuerySet[QuizAttempt]:
    """Attempts that are still open after their deadline, the oldest first."""
    return QuizAttempt.objects.filter(submitted_at=None, deadline_at__lt=at).order_by("deadline_at", "pk")


def is_released(enrolment: Enrolment, planned: PlannedActivity, *, resit: bool = False) -> bool:
    """Whether the learner reads a mark of work that is only shown by release."""
    if planned.kind not in KINDS_TO_RELEASE:
        return False
    grades = released_grades(enrolment)
    return planned.activity_id in (grades.resit if resit else grades.first)


BY_PERSON = [name for name, kind in KINDS.items() if kind.by_person]


@dataclass(frozen=True)
class MarkingPile:
    """All answers of one cohort to one question that a person marks."""

    cohort_code: str
    cohort_title: str
    activity_code: str
    activity_kind: str
    question_id: int
    stem: str
    waiting: int
    marked: int


def in_modules(scope: MarkingScope, attempt: str) -> Q:
    """Of the modules that the person marks. attempt: the path to it."""
    within = Q(pk=None)
    for cohort_id, module_code in scope.modules:
        own = Q(**{f"{attempt}__enrolment__cohort": cohort_id})
        module = Q(**{f"{attempt}__edition_activity__module__code": module_code}) if module_code else Q()
        within |= own & module
    return within


def _answers_to_mark(scope: MarkingScope, *, reader) -> QuerySet[AttemptItem]:
    """Nobody finds the own answers."""
    items = AttemptItem.objects.filter(
        question__kind__in=BY_PERSON, closed_at__isnull=False, response__isnull=False
    ).exclude(attempt__enrolment__user=reader)
    return items.filter(in_modules(scope, "attempt"))


def marking_piles(scope: MarkingScope, *, reader) -> list[MarkingPile]:
    """What there is to mark, question by question. One query."""
    keys = {
        "cohort_code": "attempt__enrolment__cohort__code",
        "cohort_title": "attempt__enrolment__cohort__title",
        "activity_code": "attempt__edition_activity__activity__code",
        "activity_kind": "attempt__edition_activity__activity__kind",
        "question_id": "question_id",
        "stem": "question__stem",
    }
    rows = (
        _answers_to_mark(scope, reader=reader)
        .values(*keys.values())
        .annotate(
            waiting=Count("pk", filter=Q(marked_at__isnull=True)),
            marked=Count("pk", filter=Q(marked_at__isnull=False)),
        )
        .order_by(keys["cohort_code"], keys["activity_code"], "question__code", "question_id")
    )
    return [
        MarkingPile(
            **{name: row[key] for name, key in keys.items()}, waiting=row["waiting"], marked=row["marked"]
        )
        for row in rows
    ]


def exams_on_the_way(scope: MarkingScope, *, reader) -> int:
    """How many exams of cohorts have all answers marked and no released marks: they are moderated and released. One query."""
    released = has_release(
        enrolment="attempt__enrolment",
        activity="attempt__edition_activity__activity",
        resit="attempt__resit",
    )
    rows = (
        _answers_to_mark(scope, reader=reader)
        .filter(~released)
        .values("attempt__enrolment__cohort", "attempt__edition_activity__activity")
        .annotate(waiting=Count("pk", filter=Q(marked_at__isnull=True)))
    )
    return rows.filter(waiting=0).count()


def pile_of(
    scope: MarkingScope, *, cohort_code: str, activity_code: str, question_id: int, reader
) -> list[tuple[int, bool]]:
    """The answers of one pile, each with whether it is marked. One query.

    Their order says nothing: neither who wrote them nor when they came.
    """
    items = _answers_to_mark(scope, reader=reader).filter(
        attempt__enrolment__cohort__code=cohort_code,
        attempt__edition_activity__activity__code=activity_code,
        question=question_id,
    )
    rows = items.values_list("pk", "marked_at")
    return sorted(((pk, marked is not None) for pk, marked in rows), key=lambda row: _shuffled(row[0]))


def _shuffled(item_id: int) -> str:
    return hashlib.sha256(f"pile:{item_id}".encode()).hexdigest()


def late_answers(scope: MarkingScope, *, reader) -> QuerySet[LateAnswer]:
    """Of the modules that the person marks: late answers that nobody has accepted, the oldest first, with all that the page about them shows."""
    late = (
        LateAnswer.objects.filter(accepted_at=None)
        .exclude(item__attempt__enrolment__user=reader)
        .select_related(
            "item__question",
            "item__attempt__enrolment__cohort",
            "item__attempt__edition_activity__activity",
        )
        .order_by("received_at", "pk")
    )
    return late.filter(in_modules(scope, "item__attempt"))


def attempts_asking(questions: Collection[Question]) -> QuerySet[AttemptItem]:
    """The answers to any of these versions, the newest attempt first, with what a list of them shows."""
    return (
        AttemptItem.objects.filter(question__in=questions)
        .select_related("question", "attempt__enrolment__cohort", "attempt__edition_activity__activity")
        .order_by("-attempt__started_at", "-pk")
    )


def version_asked(cohort: Cohort, code: str) -> Question | None:
    """The newest version of the question that somebody of the cohort has answered, or was asked until the end."""
    asked = AttemptItem.objects.filter(attempt__enrolment__cohort=cohort, closed_at__isnull=False)
    versions = Question.objects.filter(code__iexact=code, pk__in=asked.values("question"))
    return versions.order_by("-version", "pk").first()


def key_corrections(cohort_ids: Collection[int] | None) -> QuerySet[KeyCorrection]:
    """Those that wait first, then the latest; of these cohorts, or of all for None."""
    rows = KeyCorrection.objects.select_related(
        "question", "corrected__lesson", "cohort", "proposed_by", "confirmed_by"
    )
    if cohort_ids is not None:
        rows = rows.filter(cohort__in=cohort_ids)
    waits = Q(done_at__isnull=True, dropped_at__isnull=True)
    return rows.annotate(waits=ExpressionWrapper(waits, output_field=BooleanField())).order_by(
        "-waits", "-proposed_at", "-pk"
    )


def attempts_of_cohort(cohort: Cohort, activity_id: int) -> list[QuizAttempt]:
    """All attempts of its learners at this quiz or exam, in an order that says nothing of who wrote them. One query."""
    found = QuizAttempt.objects.filter(
        enrolment__cohort=cohort, edition_activity__activity=activity_id
    ).select_related("enrolment__user")
    return sorted(found, key=lambda attempt: _shuffled(attempt.pk))
