"""Two people at once: one version, one marker, one release, one correction."""

from datetime import timedelta

import pytest
from django.db import connection

from learners.grades.models import GradeEvent
from learners.submissions.correcting import ask_correction, decide_correction
from learners.submissions.handing_in import hand_in
from learners.submissions.marking import claim
from learners.submissions.models import Mark, Submission
from learners.submissions.moderating import moderate
from learners.submissions.releasing import release
from learners.submissions.standing import standing_of
from tests.learners.admissions.test_concurrency import at_once
from tests.learners.submissions.rows import (
    due,
    in_week_2,
    make_handed_in,
    make_marker,
    make_released,
    mark,
    write,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _row_locks():
    if connection.vendor != "postgresql":
        pytest.skip("needs the row locks of PostgreSQL")


@pytest.fixture
def at(cohort):
    return due(cohort) + timedelta(days=2)


def test_handing_in_ten_times_at_once_is_one_version(learner, planned):
    draft = write(learner)

    told = at_once(
        *[lambda: hand_in(learner, planned, sequence=draft.sequence, at=in_week_2(learner.cohort))] * 10
    )

    assert (told, Submission.objects.count()) == (["done"] * 10, 1)


def test_a_work_has_one_marker(cohort, learner, at):
    code = make_handed_in(learner).work.code
    markers = [make_marker(cohort, number) for number in (1, 2, 3, 4)]

    told = at_once(*[lambda by=by: claim(standing_of(code), by=by, at=at) for by in markers])

    assert (told.count("done"), Mark.objects.count()) == (1, 1)


def test_releasing_twice_at_once_adds_one_line(cohort, learner, planned, at):
    one, two = make_marker(cohort, 1), make_marker(cohort, 2)
    submission = make_handed_in(learner)
    mark(submission, one, 60, 60, 60, 60, at=at)
    moderate(standing_of(submission.work.code), verdict="agreed", note="", by=two, at=at)

    told = at_once(*[lambda: release(cohort, planned, by=one, at=at)] * 4)

    assert told == ["No mark waits for release."] * 3 + ["done"]
    assert GradeEvent.objects.count() == 1


def test_a_correction_is_confirmed_once(cohort, learner, planned, at):
    work = make_released(make_handed_in(learner).work, planned, at=at)
    one, two, three = (make_marker(cohort, number) for number in (1, 2, 3))
    asked = ask_correction(work, mark=70, reason="Read wrongly.", by=one, at=at)

    at_once(*[lambda by=by: decide_correction(asked, confirm=True, by=by, at=at) for by in (two, three, two)])

    assert GradeEvent.objects.count() == 2
