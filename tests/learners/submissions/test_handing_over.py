from datetime import timedelta

import pytest
from django.core import mail

from courses.cohorts.models import TeachingRole
from courses.cohorts.roles import marking_scope
from courses.cohorts.staffing import UnableToStaff
from learners.events.delivering import deliver_all_open
from learners.events.models import LearningEvent
from learners.submissions.handing_over import end_teaching, works_that_go_back
from learners.submissions.marking import LEASE, claim, claim_next, marking_queue, save_mark
from learners.submissions.models import Mark
from learners.submissions.standing import standing_of
from tests.factories.people import make_user
from tests.factories.works import teach
from tests.learners.submissions.rows import after_grace, judgement, make_handed_in, make_marker, mark

MINUTE = timedelta(minutes=1)


@pytest.fixture
def at(cohort):
    return after_grace(cohort)


@pytest.fixture
def office():
    return make_user("pa@demo.example", "Demo administrator")


@pytest.fixture
def one(cohort):
    return make_marker(cohort, 1)


def role_of(user, kind="instructor"):
    return TeachingRole.objects.select_related("user", "cohort").get(user=user, kind=kind)


def taken(submission, by, at):
    return claim(standing_of(submission.work.code), by=by, at=at)


def test_a_work_that_is_being_marked_goes_back_with_what_is_written(cohort, learner, one, office, at):
    submission = make_handed_in(learner)
    taken(submission, one, at)
    save_mark(
        standing_of(submission.work.code),
        "first",
        judgement((80, None, None, None)),
        sequence=1,
        by=one,
        at=at,
    )
    two, role = make_marker(cohort, 2), role_of(one)

    going = end_teaching(role, by=office, at=at + MINUTE)

    again = claim_next(marking_scope(two), by=two, at=at + MINUTE)
    assert [each.work.code for each in going] == [submission.work.code]
    assert (again.work, again.marker, again.points) == (submission.work, two, [80, None, None, None])
    assert marking_queue(marking_scope(one), one.pk, at=at + MINUTE) == []
    event = LearningEvent.objects.get(verb="team.left")
    assert (event.by, event.at, event.data) == (
        office,
        at + MINUTE,
        {
            "cohort": cohort.pk,
            "user": one.pk,
            "kind": "instructor",
            "module": "",
            "works": [submission.work.code],
        },
    )


def test_what_another_role_still_covers_stays(cohort, learner, one, office, at):
    teach(cohort, one, "marker")
    submission = make_handed_in(learner)
    held = taken(submission, one, at)

    going = end_teaching(role_of(one), by=office, at=at + MINUTE)

    assert (going, Mark.objects.get().lease_until) == ([], held.lease_until)


def test_only_works_under_the_hand_now_are_said(cohort, learner, one, office, at):
    """Neither a completed mark nor one whose time is over."""
    mark(make_handed_in(learner, "AS1"), one, 60, 60, 60, 60, at=at)
    taken(make_handed_in(learner, "AS3"), one, at)
    role = role_of(one)

    assert [each.work.activity.code for each in works_that_go_back(role, at=at + MINUTE)] == ["AS3"]
    assert works_that_go_back(role, at=at + LEASE) == []


def test_a_journal_goes_back_with_the_tutor(cohort, learner, office, at):
    tutor = make_marker(cohort, 3, kind="tutor")
    teach(cohort, tutor, "marker")
    taken(make_handed_in(learner, "J1"), tutor, at)

    works = [each.work.activity.code for each in works_that_go_back(role_of(tutor, "tutor"), at=at)]

    assert (works, works_that_go_back(role_of(tutor, "marker"), at=at)) == (["J1"], [])


def test_ended_twice_is_one_event_and_one_mail(cohort, one, office, at):
    role = role_of(one)

    for _click in range(2):
        assert end_teaching(role, by=office, at=at) == []

    deliver_all_open(at=at)
    assert LearningEvent.objects.filter(verb="team.left").count() == 1
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["demo.marker.1@demo.example"], "Your role in Spring has ended")
    ]


def test_nobody_ends_the_own_role(cohort, learner, one, at):
    held = taken(make_handed_in(learner), one, at)

    with pytest.raises(UnableToStaff):
        end_teaching(role_of(one), by=one, at=at)

    assert (Mark.objects.get().lease_until, TeachingRole.objects.count()) == (held.lease_until, 1)
