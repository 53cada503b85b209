import pytest
from django.utils.timezone import now

from cms.demo.loading import load_demo
from courses.cohorts.roles import marking_scope
from courses.editions.plan import plan_of
from learners.credentials.models import Certificate
from learners.credentials.signing import make_signing_key
from learners.observations.piles import piles_of
from learners.peerreviews.models import PeerReview
from learners.progress.models import ActivityProgress
from learners.submissions.answering import task_piles
from learners.submissions.marking import claim_next
from tests.factories.library import make_whole_programme


@pytest.mark.django_db
def test_the_whole_programme_makes_a_demo_with_work_to_mark_and_a_certificate(settings, tmp_path):
    settings.KEYS_FOLDER, settings.DATA_FOLDER = tmp_path / "keys", tmp_path
    at = now()
    make_whole_programme()
    make_signing_key(at=at)

    cohort = load_demo(password="campus-demo", at=at)

    instructor = cohort.teaching_roles.get(kind="instructor").user
    mark = claim_next(marking_scope(instructor), by=instructor, at=at)
    assert (mark.work.activity.code, mark.work.enrolment.user.email) == ("AS1", "learner@demo.example")
    graduate = Certificate.objects.get().enrolment
    assert graduate.cohort == cohort
    plan = plan_of(cohort.edition_id)
    completed = ActivityProgress.objects.exclude(completed_at=None)
    others = completed.exclude(enrolment=graduate).values_list("activity_id", flat=True)
    assert set(completed.filter(enrolment=graduate).values_list("activity_id", flat=True)) >= _lessons(
        plan.activities
    )
    assert set(others) & _lessons(plan.activities) == _lessons(plan.modules[0].activities)
    scope = marking_scope(instructor)
    discussion = next(pile for pile in piles_of(scope) if pile.planned.code == "D1")
    assert (discussion.learners, discussion.judged, discussion.released) == (30, 9, 9)
    assert {pile.planned.code: pile.waits for pile in task_piles(scope) if pile.handed_in} == {
        "CPP": 1,
        "PR1": 0,
    }
    assert PeerReview.objects.count() == 8


def _lessons(activities) -> set[int]:
    return {planned.activity_id for planned in activities if planned.kind == "lesson"}
