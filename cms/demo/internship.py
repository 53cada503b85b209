"""Internships of the demo cohort: one in the middle of its hours, one proposal to read, hosts with an offer."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from courses.cohorts.models import Cohort, TeachingRole
from learners.enrolment.models import Enrolment
from learners.placements.agreeing import (
    Terms,
    make_agreement,
    newest_agreement,
    sign_by_link,
    sign_in_account,
    terms_of,
)
from learners.placements.confirming import confirm_hours, query_hours
from learners.placements.course import course_of, last_day
from learners.placements.entering import Work, log_hours, today_of
from learners.placements.hosting import HostFacts, publish_offer, register_host
from learners.placements.models import Placement
from learners.placements.planning import Aim, Written, approve_plan, approve_plan_as_supervisor, send_plan
from learners.placements.proposing import Proposal, approve_proposal, propose

MINISTRY = HostFacts("Demo ministry of public works", "government", "KE", "Nairobi")
AGENCY = HostFacts("Demo digital agency", "private", "PE", "Lima")
ASSOCIATION = HostFacts("Demo village association", "nonprofit", "NP", "Pokhara")
DAYS = 8
"""Worked so far, seven hours each."""
_DONE = (
    "Talked to the counter staff about the papers that they ask for.",
    "Drew the way of one application through four offices.",
    "Wrote the questions of the new form in plain words.",
    "Tested the form with five applicants on their phones.",
)


def load_demo_internships(
    cohort: Cohort, enrolments: list[Enrolment], staff, *, at: datetime
) -> Placement | None:
    """Nothing for an edition without an internship."""
    if course_of(cohort.edition_id) is None:
        return None
    TeachingRole.objects.create(cohort=cohort, user=staff.instructor, kind=TeachingRole.Kind.COORDINATOR)
    began = at - timedelta(days=13)
    for facts in (MINISTRY, AGENCY, ASSOCIATION):
        register_host(facts, by=staff.administrator, at=began)
    placement = _signed(enrolments[0], staff, began)
    _plan(placement, staff, began)
    _work(placement, at)
    propose(enrolments[1], _proposal(enrolments[1], AGENCY, at), at=at - timedelta(days=1))
    _offer(staff, at)
    return placement


def _proposal(enrolment: Enrolment, host: HostFacts, at: datetime) -> Proposal:
    return Proposal(
        host=host,
        supervisor_name="Demo supervisor",
        supervisor_function="Head of the permit unit",
        supervisor_email="supervisor@demo.example",
        mode="on_site",
        task="Describe how a building permit is given today, and design one form in place of three.",
        benefit="A form that was tested with applicants, and a plan to introduce it.",
        starts_on=at.date(),
        ends_on=min(at.date() + timedelta(weeks=18), last_day(enrolment)),
        hours=120,
        may_contact=True,
    )


def _signed(enrolment: Enrolment, staff, at: datetime) -> Placement:
    placement = propose(enrolment, _proposal(enrolment, MINISTRY, at), at=at)
    approve_proposal(placement, answer="A clear task.", by=staff.instructor, at=at)
    terms = vars(terms_of(placement)) | {"insurance": "The host insures the learner.", "place": "Nairobi"}
    make_agreement(placement, Terms(**terms), by=staff.administrator, at=at)
    agreement = newest_agreement(placement)
    assert agreement is not None  # noqa: S101 -- it was made one line above
    sha256 = agreement.sha256
    sign_in_account(
        agreement, party="learner", name=enrolment.user.name, by=enrolment.user, sha256=sha256, at=at
    )
    sign_by_link(agreement, name="Demo supervisor", sha256=sha256, at=at)
    sign_in_account(
        agreement,
        party="programme",
        name=staff.administrator.name,
        by=staff.administrator,
        sha256=sha256,
        at=at,
    )
    return placement


def _plan(placement: Placement, staff, at: datetime) -> None:
    due_on = at.date() + timedelta(weeks=6)
    aims = (
        Aim(
            "Know how a permit is given today",
            "A map of the service",
            "The map",
            "Staff have no time",
            due_on,
            (5, 10),
        ),
        Aim(
            "One form in place of three",
            "The form, tested",
            "Notes of five tests",
            "The law asks more",
            due_on,
            (2, 12),
        ),
        Aim("A plan to introduce it", "A plan with costs", "The plan", "No budget", due_on, (9,)),
    )
    words = Written(
        aims, "A desk and access to old files", "The capstone builds on the form", "Each second Monday"
    )
    plan = send_plan(placement, words, at=at)
    approve_plan_as_supervisor(plan, at=at)
    approve_plan(plan, by=staff.instructor, at=at)


def _work(placement: Placement, at: datetime) -> None:
    """The last two entries wait, and about the one before them the supervisor has a question."""
    agreement = newest_agreement(placement)
    assert agreement is not None  # noqa: S101 -- all have signed it
    for number in range(DAYS):
        day = at - timedelta(days=DAYS - number + (2 if number < DAYS // 2 else 0))
        work = Work(
            client_id=uuid5(NAMESPACE_URL, f"demo/{number}"),
            done_on=today_of(placement.internship.enrolment, at=day),
            quarters=28,
            category="meeting" if number == 0 else "task",
            objective=None if number == 0 else 1 + number // 4,
            with_supervisor=number == 0,
            activity=_DONE[number % len(_DONE)],
        )
        entry = log_hours(placement, work, at=day)
        if number < DAYS - 3:
            confirm_hours(placement, [entry.pk], at=day)
        elif number == DAYS - 3:
            query_hours(placement, entry.pk, note="Was the test not on the day after?", at=day)


def _offer(staff, at: datetime) -> None:
    association = register_host(
        HostFacts("Demo library network", "nonprofit", "NP", "Kathmandu"), by=staff.administrator, at=at
    )
    publish_offer(
        association,
        title="Help desks in village libraries",
        task="Find out which digital services people ask for in five libraries, and train the staff for the three most asked.",
        mode="both",
        places=2,
        open_until_on=at.date() + timedelta(weeks=6),
        by=staff.administrator,
        at=at,
    )
