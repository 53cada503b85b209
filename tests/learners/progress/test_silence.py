from datetime import UTC, datetime, timedelta

import pytest

from courses.editions.plan import plan_of
from learners.enrolment.models import Enrolment
from learners.events.models import LearningEvent
from learners.progress.completing import open_activity
from learners.progress.silence import days_silent, level_of, note_silence, silent
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_small_programme

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def enrolment():
    return make_enrolment(make_small_programme())


def study(enrolment, at):
    open_activity(enrolment, plan_of(enrolment.cohort.edition_id).activity("M01-L01"), at=at)


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (9, None),
        (10, "A message was sent"),
        (13, "A message was sent"),
        (14, "A tutor calls"),
        (21, "Review the status"),
    ],
)
def test_what_a_silence_leads_to(days, says):
    level = level_of(days)

    assert (str(level.what_to_do) if level else None) == says


def test_silence_begins_with_the_cohort(enrolment):
    assert days_silent(enrolment, None, at=START - 5 * DAY) == 0
    assert days_silent(enrolment, None, at=START + 10 * DAY) == 10


def test_a_deed_ends_the_silence(enrolment):
    assert days_silent(enrolment, START + 9 * DAY, at=START + 10 * DAY) == 1


def test_who_rests_is_not_silent(enrolment):
    enrolment.state = Enrolment.State.INTERRUPTED

    assert days_silent(enrolment, None, at=START + 30 * DAY) == 0


def test_the_list_holds_only_who_did_nothing(enrolment):
    busy = make_enrolment(enrolment.cohort, make_user("busy@demo.example", "Demo learner 08"))
    study(busy, START + 5 * DAY)

    def found(day):
        return [
            each.pk for each in silent(Enrolment.objects.all(), days=10, at=START + day * DAY).order_by("pk")
        ]

    assert [found(day) for day in (9, 10, 14, 15)] == [
        [],
        [enrolment.pk],
        [enrolment.pk],
        [enrolment.pk, busy.pk],
    ]


def test_what_others_do_for_a_learner_is_no_deed_of_the_learner(enrolment):
    office = make_user("pa@demo.example", "Demo administrator")
    LearningEvent.objects.create(verb="extension.granted", enrolment=enrolment, by=office, at=START + 9 * DAY)

    assert silent(Enrolment.objects.all(), days=10, at=START + 10 * DAY).count() == 1


def test_each_silence_is_told_once(enrolment):
    counts = [note_silence(at=START + day * DAY) for day in (9, 10, 11, 20)]
    study(enrolment, START + 21 * DAY)
    counts += [note_silence(at=START + day * DAY) for day in (30, 31, 32)]

    assert counts == [0, 1, 0, 0, 0, 1, 0]
    event = LearningEvent.objects.filter(verb="learner.silent").order_by("pk").first()
    assert (event.enrolment, event.by, event.data) == (enrolment, None, {"days": 10})
