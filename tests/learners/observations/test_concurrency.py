"""Two people at once: one judgement in each place, one answer to one version, one release."""

import pytest
from django.db import connection

from learners.grades.models import GradeEvent
from learners.observations.contributing import save_contribution
from learners.observations.judging import Judgement, complete_observation
from learners.observations.models import Observation
from learners.observations.releasing import release
from learners.submissions.models import Reply, Work
from learners.submissions.replying import reply_to
from tests.learners.admissions.test_concurrency import at_once
from tests.learners.observations.rows import judge, over
from tests.learners.submissions.rows import in_week_2, make_handed_in, make_marker

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _row_locks(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    if connection.vendor != "postgresql":
        pytest.skip("needs the row locks of PostgreSQL")


def first(enrolment, planned, by):
    judgement = Judgement([60] * 4, "Good.")
    return complete_observation(enrolment, planned, judgement, sequence=1, by=by, at=over(enrolment.cohort))


def test_a_defence_has_two_examiners_however_many_come(cohort, learner, defence):
    examiners = [make_marker(cohort, number) for number in (1, 2, 3, 4)]

    told = at_once(*[lambda by=by: first(learner, defence, by) for by in examiners])

    assert told.count("done") == 2
    assert sorted(Observation.objects.values_list("role", flat=True)) == ["first", "second"]


def test_one_of_two_who_judge_a_discussion_is_told_of_the_other(cohort, learner, discussion, examiners):
    told = at_once(*[lambda by=by: first(learner, discussion, by) for by in examiners])

    assert told.count("done") == 1
    assert (Observation.objects.count(), Observation.objects.get().version) == (1, 1)


def test_telling_and_judging_at_once_make_one_work(cohort, learner, discussion, examiners):
    told = at_once(
        lambda: save_contribution(learner, discussion, text="One post.", at=in_week_2(cohort)),
        lambda: first(learner, discussion, examiners[0]),
    )

    assert "done" in told
    assert Work.objects.count() == 1


def test_releasing_twice_at_once_adds_one_line(cohort, learner, discussion, examiners):
    judge(learner, examiners[0], 60)

    told = at_once(*[lambda: release(cohort, discussion, by=examiners[0], at=over(cohort))] * 4)

    assert told == ["No mark waits for release."] * 3 + ["done"]
    assert GradeEvent.objects.count() == 1


def test_two_who_answer_a_proposal_at_once_approve_it_once(cohort, learner, examiners):
    work = make_handed_in(learner, "CPP").work

    at_once(
        *[
            lambda by=by: reply_to(work, decision="approved", note="", seen=1, by=by, at=in_week_2(cohort))
            for by in examiners
        ]
    )

    assert Reply.objects.count() == 1
