from datetime import timedelta

import pytest

from learners.enrolment.dates import learner_dates
from learners.enrolment.models import Extension
from learners.placements.changing import (
    Project,
    end_early,
    extend_internship,
    interrupt,
    report_unsafe,
    resume,
    start_project,
)
from learners.placements.course import course_of
from learners.placements.hosting import HostFacts
from learners.placements.models import Internship
from learners.placements.moving import UnableToPlace
from learners.placements.standing import facts_for, hours_met
from tests.factories.internship import (
    ENDS_ON,
    STARTS_ON,
    evening,
    fresh,
    make_proposed,
    make_running,
    make_signed,
    some_coordinator,
    work_days,
)

pytestmark = pytest.mark.django_db
AT = evening(STARTS_ON + timedelta(days=40))


@pytest.fixture
def by(cohort):
    return some_coordinator(cohort)


def project(**fields) -> Project:
    usual = {
        "task": "Redesign a permit on paper.", "supervisor_name": "Demo tutor", "supervisor_email": "tutor@demo.example",
        "starts_on": AT.date(), "ends_on": ENDS_ON, "hours": 80,
    }  # fmt: skip
    return Project(**(usual | fields))


@pytest.mark.parametrize("make, state", [(make_signed, "planning"), (make_running, "running")])
def test_an_interruption_leads_back_to_where_it_came_from(enrolment, by, make, state):
    placement = make(enrolment)

    interrupt(placement, reason="Illness.", by=by, at=AT)
    assert fresh(placement).state == "interrupted"
    resume(placement, by=by, at=AT)

    assert (fresh(placement).state, fresh(placement).interrupted_at) == (state, None)
    with pytest.raises(UnableToPlace, match="Load the page again"):
        resume(placement, by=by, at=AT)


def test_an_interruption_and_an_end_have_reasons(running, by):
    with pytest.raises(UnableToPlace, match="Write why the placement is interrupted"):
        interrupt(running, reason=" ", by=by, at=AT)
    with pytest.raises(UnableToPlace, match="Write what happened"):
        end_early(running, ending="host", reason=" ", by=by, at=AT)
    for ending in ("withdrawn", "nothing"):
        with pytest.raises(UnableToPlace, match="Choose why the placement ends"):
            end_early(running, ending=ending, reason="So.", by=by, at=AT)


def test_a_change_of_host_keeps_confirmed_hours(running, enrolment, by):
    work_days(running, 5, first=STARTS_ON)

    end_early(running, ending="change", reason="The firm moved.", by=by, at=AT)
    second = make_running(
        enrolment,
        at=AT,
        host=HostFacts("Bank of the Lake", "private", "KE", "Kisumu"),
        hours=80,
        starts_on=AT.date(),
    )
    work_days(second, 2, first=AT.date() + timedelta(days=1))

    assert hours_met(facts_for(enrolment)) == (
        False, "56 of 120 hours confirmed, 56 of them at the host (at least 100).",
    )  # fmt: skip


def test_an_unsafe_placement_stops_at_once_and_is_ended_as_such(running, by):
    with pytest.raises(UnableToPlace, match="Write what is not safe"):
        report_unsafe(running, reason="", at=AT)
    report_unsafe(running, reason="A broken stair.", at=AT)
    assert (fresh(running).state, fresh(running).ending_reason) == ("interrupted", "A broken stair.")

    placement = end_early(running, ending="unsafe", reason="Not repaired.", by=by, at=AT)

    assert (placement.state, placement.failed_without_fault) == ("ended", True)
    with pytest.raises(UnableToPlace, match="Write to the co-ordinator"):
        report_unsafe(placement, reason="Again.", at=AT)


def test_a_proposal_can_be_reported_too(enrolment):
    placement = report_unsafe(make_proposed(enrolment), reason="They asked for money.", at=AT)

    assert (placement.state, placement.ending_reason) == ("proposed", "They asked for money.")


def test_more_weeks_move_the_dates_of_its_steps(running, enrolment, by):
    course = course_of(enrolment.cohort.edition_id)
    before = {each.code: learner_dates(enrolment).of(each).due_at for each in course.activities}
    end_early(running, ending="host", reason="Closed.", by=by, at=AT)

    extend_internship(enrolment, weeks=3, reason="The host closed.", by=by, at=AT)

    after = {each.code: learner_dates(enrolment).of(each).due_at for each in course.activities}
    assert after == {code: due_at + timedelta(weeks=3) for code, due_at in before.items()}
    assert set(after) == {"IL", "IE", "IP", "IV"}
    assert Internship.objects.get().extra_weeks == 3
    with pytest.raises(UnableToPlace, match=r"At most 8 weeks can be given in all. 5 are left"):
        extend_internship(enrolment, weeks=6, reason="More.", by=by, at=AT)
    extend_internship(enrolment, weeks=5, reason="More.", by=by, at=AT)
    assert Internship.objects.get().extra_weeks == 8


@pytest.mark.parametrize("ending", ["change", "learner"])
def test_more_time_and_a_project_are_for_failures_without_fault(running, enrolment, by, ending):
    end_early(running, ending=ending, reason="So.", by=by, at=AT)

    with pytest.raises(UnableToPlace, match="whose placement failed without their fault"):
        extend_internship(enrolment, weeks=2, reason="So.", by=by, at=AT)
    with pytest.raises(UnableToPlace, match="whose placement failed without their fault"):
        start_project(enrolment, project(), by=by, at=AT)
    assert not Extension.objects.exists()


@pytest.mark.parametrize("ending", ["host", "unsafe", "content"])
def test_a_project_begins_with_its_plan_and_needs_no_agreement(running, enrolment, by, ending):
    end_early(running, ending=ending, reason="So.", by=by, at=AT)

    placement = start_project(enrolment, project(), by=by, at=AT)

    assert (placement.kind, placement.state, placement.host, placement.signed_at) == (
        "project",
        "planning",
        None,
        None,
    )


def test_a_project_that_breaks_a_rule_is_refused(running, enrolment, by):
    end_early(running, ending="host", reason="So.", by=by, at=AT)
    for fields, says in (
        ({"task": " "}, "Describe the project"),
        ({"supervisor_name": ""}, "Enter who supervises the project"),
        ({"supervisor_email": "demo.learner.07@demo.example"}, "The learner cannot be the supervisor"),
        ({"hours": 121}, "Enter between 1 and 120 hours"),
        ({"ends_on": AT.date()}, "The project has to end after it starts"),
        ({"ends_on": ENDS_ON + timedelta(days=60)}, "by the last day of the programme"),
    ):
        with pytest.raises(UnableToPlace, match=says):
            start_project(enrolment, project(**fields), by=by, at=AT)
    make_proposed(enrolment)
    with pytest.raises(UnableToPlace, match="The learner has an open placement"):
        start_project(enrolment, project(), by=by, at=AT)


def test_nobody_gives_time_or_a_project_to_themselves(running, enrolment):
    for deed in (
        lambda: extend_internship(enrolment, weeks=1, reason="So.", by=enrolment.user, at=AT),
        lambda: start_project(enrolment, project(), by=enrolment.user, at=AT),
    ):
        with pytest.raises(UnableToPlace, match="Nobody decides about the own placement"):
            deed()
