"""The addresses of a quiz, what a reader sees there, and how its state is brought about."""

import re

from django.utils.timezone import now

from courses.cohorts.models import DateOverride
from courses.editions.questions import frozen_pool
from learners.attempts.closing import submit_attempt
from learners.attempts.models import QuizAttempt
from learners.attempts.tokens import token_of
from learners.progress.models import ActivityProgress
from tests.learners.attempts.sheets import MINUTE, answer_all

QUIZ = "/learn/Q1/"
START = "/learn/Q1/attempt/"
SHEET = "/learn/Q1/attempt/1/"
FIRST = "/learn/Q1/attempt/1/1/"
SAVE = "/learn/Q1/attempt/1/save/"
CHECK = "/learn/Q1/attempt/1/check/"
SUBMIT = "/learn/Q1/attempt/1/submit/"
REVIEW = "/learn/Q1/attempt/1/review/"
OF_AN_ATTEMPT = [SHEET, FIRST, CHECK, REVIEW, SUBMIT]
JSON = {"headers": {"accept": "application/json"}}


def close_the_quiz(enrolment):
    DateOverride.objects.filter(cohort=enrolment.cohort).update(due_at=now() - MINUTE)


def let_time_pass(attempt):
    """The attempt began so long ago that its time is over."""
    QuizAttempt.objects.filter(pk=attempt.pk).update(
        started_at=now() - 30 * MINUTE, deadline_at=now() - 10 * MINUTE
    )
    ActivityProgress.objects.filter(enrolment=attempt.enrolment).update(opened_at=now() - 30 * MINUTE)
    attempt.refresh_from_db()


def submitted(attempt, *, right=2):
    answer_all(attempt, right=right, at=now())
    return submit_attempt(attempt, by=attempt.enrolment.user, at=now())


def text_of(response) -> str:
    """What a reader sees in the main part of the page, in one line."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.S)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def sent(order=1, *, place="1", sequence=1, **more):
    return {f"answer-{order}": place, f"sequence-{order}": str(sequence), **more}


def save(client, attempt, data, **options):
    """Post answers as the page of this attempt does."""
    return client.post(SAVE, {"attempt": token_of(attempt)} | data, **options)


def assert_no_key(html, attempt):
    for question in frozen_pool(attempt.edition_activity_id).values():
        for choice in question.choices:
            assert choice.explanation not in html
        assert question.explanation not in html
    main = html[html.index("<main") : html.index("</main>")]
    assert not re.search(r"correct|Right answer|Your answer|class=\"(right|wrong)\"", main)
