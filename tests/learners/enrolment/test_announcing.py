from datetime import UTC, datetime

import pytest

from courses.editions.plan import plan_of
from learners.enrolment.announcing import back_to_rule, change_dates, publish_dates
from learners.events.models import LearningEvent
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import IN_WEEK_1, make_cohort, make_small_programme

pytestmark = pytest.mark.django_db
AT = IN_WEEK_1
NEW = {"opens_at": None, "due_at": datetime(2026, 4, 1, tzinfo=UTC), "reason": "A strike."}


@pytest.fixture
def office():
    return make_user("pa@demo.example", "Demo administrator")


@pytest.fixture
def draft():
    return make_cohort(make_small_programme().edition, "2026-b", published_at=None)


def verbs() -> list[str]:
    return list(LearningEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_publishing_tells_each_learner_once(draft, office):
    for number in (1, 2):
        make_enrolment(draft, make_user(f"l{number}@demo.example", f"Demo learner {number:02d}"))

    publish_dates(draft, by=office, at=AT)
    publish_dates(draft, by=office, at=AT)

    assert verbs() == ["schedule.published"] * 2


def test_before_the_publication_changes_are_not_told(draft, office):
    make_enrolment(draft)
    quiz = plan_of(draft.edition_id).activity("Q1")

    change_dates(draft, quiz, **NEW, by=office, at=AT)

    assert verbs() == []


def test_after_it_they_are(office):
    cohort = make_small_programme()
    make_enrolment(cohort)
    quiz = plan_of(cohort.edition_id).activity("Q1")

    change_dates(cohort, quiz, **NEW, by=office, at=AT)
    back_to_rule(cohort, quiz, by=office, at=AT)

    assert (
        list(LearningEvent.objects.order_by("pk").values_list("verb", "activity"))
        == [("schedule.changed", quiz.activity_id)] * 2
    )
