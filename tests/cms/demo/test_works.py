import pytest
from django.utils.timezone import now

from cms.demo.loading import load_demo
from courses.cohorts.roles import marking_scope
from courses.editions.plan import plan_of
from courses.library.loading import load_programme
from learners.credentials.models import Certificate
from learners.credentials.signing import make_signing_key
from learners.progress.models import ActivityProgress
from learners.submissions.marking import claim_next
from tests.factories.library import REAL


@pytest.mark.django_db
def test_the_whole_programme_makes_a_demo_with_work_to_mark_and_a_certificate(settings, tmp_path):
    settings.KEYS_FOLDER, settings.DATA_FOLDER = tmp_path / "keys", tmp_path
    at = now()
    load_programme(REAL, overwrite=False, at=at)
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


def _lessons(activities) -> set[int]:
    return {planned.activity_id for planned in activities if planned.kind == "lesson"}
