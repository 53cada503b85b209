"""Simulated learners in a quiz: each with a session, an open attempt, and a journal of what the server acknowledged."""

import json
import threading
import time
from dataclasses import dataclass, field

from tests.bench.browsers import Browser, Reply
from tests.bench.people import cookies_of, enrol_many


@dataclass
class Sitter:
    attempt_id: int
    path: str
    token: str
    questions: int
    browser: Browser
    acknowledged: dict[int, int] = field(default_factory=dict)
    """Question -> the highest sequence that the server said it had saved."""
    submitted: bool = False
    """The server said so."""
    sequence: int = 0
    replies: int = 0
    retries: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer_next(self) -> bool:
        """Send one more answer, one question after the other. True when it is acknowledged."""
        with self.lock:
            self.sequence += 1
            return self.answer(1 + self.sequence % self.questions, self.sequence)

    def answer(self, order: int, sequence: int) -> bool:
        """Send one answer once. True when it is acknowledged."""
        reply = self.post("save/", {f"answer-{order}": place_of(sequence), f"sequence-{order}": sequence})
        if reply is None:
            self.retries += 1
            return False
        self.replies += 1
        if reply.status != 200 or not json.loads(reply.text)["saved"]:
            return False
        self.acknowledged[order] = max(sequence, self.acknowledged.get(order, 0))
        return True

    def answer_until_taken(self, order: int, sequence: int, *, until: float) -> None:
        """As the script of the page does: again and again with the same sequence."""
        while not self.answer(order, sequence) and time.monotonic() < until:
            time.sleep(0.3)

    def submit(self) -> bool:
        with self.lock:
            reply = self.post("submit/", {})
        done = reply is not None and reply.status == 302 and reply.location.endswith("/review/")
        self.submitted = self.submitted or done
        return done

    def post(self, end: str, data: dict) -> Reply | None:
        """None when the line broke or the server failed."""
        reply = self.browser.post(self.path + end, {"attempt": self.token} | data)
        return None if reply is None or reply.status >= 500 else reply


def place_of(sequence: int) -> str:
    """What is chosen with this sequence: the first and the second option take turns."""
    return str(1 + sequence % 2)


def make_sitters(
    count: int, *, port: int, minutes: float | None = None, cohort_code: str = "demo"
) -> list[Sitter]:
    """New learners of the cohort with an open attempt at its first quiz, from now on for its time or for so many minutes."""
    from datetime import timedelta  # noqa: PLC0415 -- all after the settings

    from django.utils.timezone import now  # noqa: PLC0415

    from courses.cohorts.models import Cohort  # noqa: PLC0415
    from courses.editions.plan import plan_of  # noqa: PLC0415
    from learners.attempts.models import QuizAttempt  # noqa: PLC0415
    from learners.attempts.taking import start_attempt  # noqa: PLC0415
    from learners.progress.models import ActivityProgress  # noqa: PLC0415

    cohort = Cohort.objects.select_related("edition").get(code=cohort_code)
    quiz = plan_of(cohort.edition_id).activity("Q1")
    places = enrol_many(cohort, count, at=now())
    attempts = [start_attempt(place, quiz, at=now()) for place in places]
    if minutes is not None:
        ends = now() + timedelta(minutes=minutes)
        starts = ends - timedelta(hours=1)
        rows = QuizAttempt.objects.filter(pk__in=[attempt.pk for attempt in attempts])
        rows.update(deadline_at=ends, started_at=starts)
        opened = ActivityProgress.objects.filter(enrolment__in=places, activity_id=quiz.activity_id)
        opened.update(opened_at=starts)
    cookies = cookies_of(place.user for place in places)
    return seated(attempts, [Browser(port, cookie) for cookie in cookies])


def seated(attempts: list, browsers: list[Browser]) -> list[Sitter]:
    """Whoever has an attempt at the first quiz, with the own browser."""
    from learners.attempts.models import AttemptItem  # noqa: PLC0415 -- all after the settings
    from learners.attempts.tokens import token_of  # noqa: PLC0415

    questions = AttemptItem.objects.filter(attempt=attempts[0]).count()
    return [
        Sitter(attempt.pk, f"/learn/Q1/attempt/{attempt.number}/", token_of(attempt), questions, browser)
        for attempt, browser in zip(attempts, browsers, strict=True)
    ]


@dataclass(frozen=True)
class Audit:
    """What the database has of what was acknowledged."""

    acknowledged: int
    stored: int
    lost: int
    """Acknowledged, and neither stored nor replaced by a later answer of the same learner; submits too."""
    duplicated: int
    """Attempts submitted or graded more than once, questions asked twice."""


def audit(sitters: list[Sitter]) -> Audit:
    from courses.editions.questions import frozen_pool  # noqa: PLC0415
    from learners.attempts.models import QuizAttempt  # noqa: PLC0415
    from learners.attempts.places import as_sent  # noqa: PLC0415

    rows = QuizAttempt.objects.select_related("edition_activity").prefetch_related("items")
    attempts = rows.in_bulk([sitter.attempt_id for sitter in sitters])
    lost = stored = duplicated = 0
    for sitter in sitters:
        attempt = attempts[sitter.attempt_id]
        pool = frozen_pool(attempt.edition_activity_id)
        items = {item.order: item for item in attempt.items.all()}
        duplicated += len(attempt.items.all()) - len({item.question_id for item in items.values()})
        for order, sequence in sitter.acknowledged.items():
            item = items[order]
            right = as_sent(attempt, pool[item.question_id], item.response) == (place_of(item.sequence),)
            stored += item.sequence >= sequence and right
            lost += item.sequence < sequence or not right
        if sitter.submitted:
            stored += attempt.submitted_at is not None
            lost += attempt.submitted_at is None
    duplicated += _twice(list(attempts.values()))
    return Audit(stored + lost, stored, lost, duplicated)


def _twice(attempts: list) -> int:
    """Submits and marks that stand there more than once, or one without the other."""
    from collections import Counter  # noqa: PLC0415

    from learners.events.models import LearningEvent  # noqa: PLC0415
    from learners.grades.models import GradeEvent  # noqa: PLC0415

    of = {
        "enrolment__in": [attempt.enrolment_id for attempt in attempts],
        "activity__in": {attempt.edition_activity.activity_id for attempt in attempts},
    }
    submits = LearningEvent.objects.filter(verb="quiz.submitted", **of)
    submitted, marked = (
        Counter(rows.values_list("enrolment_id", flat=True))
        for rows in (submits, GradeEvent.objects.filter(**of))
    )
    doubled = sum(times - 1 for found in (submitted, marked) for times in found.values())
    return doubled + len(set(submitted) ^ set(marked))
