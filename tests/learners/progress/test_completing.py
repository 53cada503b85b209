from datetime import UTC, datetime, timedelta

import pytest

from courses.editions.plan import plan_of
from learners.enrolment.access import NotOpen
from learners.events.models import LearningEvent
from learners.progress.completing import complete, open_activity
from learners.progress.models import ActivityProgress
from tests.factories.people import make_enrolment
from tests.factories.programme import IN_WEEK_1, make_small_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return make_enrolment(make_small_programme())


def planned(enrolment, code):
    return plan_of(enrolment.cohort.edition_id).activity(code)


def test_complete_marks_the_activity_and_tells_it_once(enrolment):
    lesson = planned(enrolment, "M01-L01")

    first = complete(enrolment, lesson, by=enrolment.user, at=IN_WEEK_1)
    second = complete(enrolment, lesson, by=enrolment.user, at=IN_WEEK_1.replace(hour=18))

    assert first.completed_at == second.completed_at == IN_WEEK_1
    assert ActivityProgress.objects.count() == 1
    verbs = list(LearningEvent.objects.order_by("pk").values_list("verb", "activity_id"))
    assert verbs == [("activity.opened", lesson.activity_id), ("activity.completed", lesson.activity_id)]


def test_a_clock_that_is_behind_the_one_that_noted_the_opening_completes_no_earlier(enrolment):
    lesson = planned(enrolment, "M01-L01")
    open_activity(enrolment, lesson, at=IN_WEEK_1)

    progress = complete(enrolment, lesson, by=enrolment.user, at=IN_WEEK_1 - timedelta(seconds=2))

    assert progress.completed_at == IN_WEEK_1
    assert LearningEvent.objects.get(verb="activity.completed").at == IN_WEEK_1


def test_open_before_its_week_is_refused_and_says_when(enrolment):
    lesson = planned(enrolment, "M01-L02")

    with pytest.raises(NotOpen) as refusal:
        open_activity(enrolment, lesson, at=IN_WEEK_1)

    assert str(refusal.value) == "“Lesson M01-L02” opens on Monday 9 March, 03:00 (Nairobi) (week 2)."
    assert not ActivityProgress.objects.exists()


def test_open_exactly_at_the_start_of_its_week(enrolment):
    at = datetime(2026, 3, 9, tzinfo=UTC)

    progress = open_activity(enrolment, planned(enrolment, "M01-L02"), at=at)

    assert (progress.opened_at, progress.completed_at) == (at, None)
