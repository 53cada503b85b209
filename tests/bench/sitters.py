"""Simulated learners in a quiz: each with a session, an open attempt, and a journal of what the server acknowledged."""

import http.client
import json
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

TIMEOUT = 4
CSRF = "a" * 32


@dataclass
class Sitter:
    attempt_id: int
    path: str
    cookie: str
    token: str
    questions: int
    acknowledged: dict[int, int] = field(default_factory=dict)
    """Question -> the highest sequence that the server said it had saved."""
    replies: int = 0
    retries: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    _connection: http.client.HTTPConnection | None = None

    def answer(self, port: int, order: int, sequence: int) -> bool:
        """Send one answer once. True when it is acknowledged."""
        told = self.post(
            port, "save/", {f"answer-{order}": place_of(sequence), f"sequence-{order}": sequence}
        )
        if told is None:
            self.retries += 1
            return False
        status, text = told
        self.replies += 1
        if status != 200 or not json.loads(text)["saved"]:
            return False
        self.acknowledged[order] = max(sequence, self.acknowledged.get(order, 0))
        return True

    def answer_until_taken(self, port: int, order: int, sequence: int, *, until: float) -> None:
        """As the script of the page does: again and again with the same sequence."""
        while not self.answer(port, order, sequence) and time.monotonic() < until:
            time.sleep(0.3)

    def post(self, port: int, end: str, data: dict) -> tuple[int, str] | None:
        """None when the line broke or the server failed."""
        body = urlencode({"attempt": self.token, "csrfmiddlewaretoken": CSRF} | data)
        headers = {
            "Cookie": self.cookie,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
            self._connection.request("POST", self.path + end, body, headers)
            response = self._connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException):
            self.hang_up()
            return None
        return None if response.status >= 500 else (response.status, text)

    def hang_up(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None


def place_of(sequence: int) -> str:
    """What is chosen with this sequence: the first and the second option take turns."""
    return str(1 + sequence % 2)


def make_sitters(count: int, *, minutes: float | None = None) -> list[Sitter]:
    """New learners of the demo cohort with an open attempt at its first quiz, from now on for its time or for so many minutes."""
    from datetime import timedelta  # noqa: PLC0415 -- all after the settings

    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.utils.timezone import now  # noqa: PLC0415

    from cms.accounts.models import User  # noqa: PLC0415
    from courses.cohorts.models import Cohort  # noqa: PLC0415
    from courses.editions.plan import plan_of  # noqa: PLC0415
    from learners.attempts.models import QuizAttempt  # noqa: PLC0415
    from learners.attempts.taking import start_attempt  # noqa: PLC0415
    from learners.attempts.tokens import token_of  # noqa: PLC0415
    from learners.enrolment.models import Enrolment, LearnerProfile  # noqa: PLC0415

    cohort = Cohort.objects.select_related("edition").get(code="demo")
    quiz = plan_of(cohort.edition_id).activity("Q1")
    sitters, first = [], User.objects.count()
    for number in range(first, first + count):
        user = User.objects.create(email=f"sitting.{number}@demo.example", name=f"Sitting learner {number}")
        LearnerProfile.objects.create(user=user, printed_name=user.name)
        enrolment = Enrolment.objects.create(user=user, cohort=cohort, enrolled_at=now())
        attempt = start_attempt(enrolment, quiz, at=now())
        if minutes is not None:
            deadline_at = now() + timedelta(minutes=minutes)
            QuizAttempt.objects.filter(pk=attempt.pk).update(deadline_at=deadline_at)
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session.create()
        path = f"/learn/Q1/attempt/{attempt.number}/"
        cookie = f"sessionid={session.session_key}; csrftoken={CSRF}"
        sitters.append(Sitter(attempt.pk, path, cookie, token_of(attempt), attempt.items.count()))
    return sitters


@dataclass(frozen=True)
class Audit:
    """What the database has of what was acknowledged."""

    acknowledged: int
    stored: int
    lost: int
    """Acknowledged, and neither stored nor replaced by a later answer of the same learner."""
    duplicated: int
    """Attempts submitted or graded more than once, questions asked twice."""


def audit(sitters: list[Sitter]) -> Audit:
    from collections import Counter  # noqa: PLC0415

    from courses.editions.questions import frozen_pool  # noqa: PLC0415
    from learners.attempts.models import QuizAttempt  # noqa: PLC0415
    from learners.attempts.places import as_sent  # noqa: PLC0415
    from learners.events.models import LearningEvent  # noqa: PLC0415
    from learners.grades.models import GradeEvent  # noqa: PLC0415

    attempts = QuizAttempt.objects.prefetch_related("items").in_bulk([s.attempt_id for s in sitters])
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
    enrolments = [attempt.enrolment_id for attempt in attempts.values()]
    for rows in (
        LearningEvent.objects.filter(verb="quiz.submitted", enrolment__in=enrolments),
        GradeEvent.objects.filter(enrolment__in=enrolments),
    ):
        duplicated += sum(
            times - 1 for times in Counter(rows.values_list("enrolment_id", flat=True)).values()
        )
    return Audit(stored + lost, stored, lost, duplicated)
