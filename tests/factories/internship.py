"""An edition with an internship, and placements in each state, made through the rules."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.utils.timezone import now

from courses.assessments.rubrics import Rubric
from courses.cohorts.models import Cohort, TeachingRole
from courses.internship.models import EvaluationPage, HoursLogPage, VivaPage
from courses.programme.models import AssessmentComponent, AwardRule, ModulePage
from learners.enrolment.models import Enrolment
from learners.placements.agreeing import FOLDER as AGREEMENTS
from learners.placements.agreeing import (
    Terms,
    make_agreement,
    newest_agreement,
    sign_by_link,
    sign_in_account,
    terms_of,
)
from learners.placements.confirming import confirm_hours
from learners.placements.entering import FOLDER as LOGBOOKS
from learners.placements.entering import Work, log_hours
from learners.placements.evaluating import (
    Judgement,
    approve_evaluation,
    save_judgement,
    send_evaluation,
)
from learners.placements.hosting import HostFacts
from learners.placements.linking import VALID_FOR, hash_of
from learners.placements.logbook import HoursEntry, SupervisorLink
from learners.placements.models import Host, HostOffer, Internship, Placement
from learners.placements.papers import Agreement, Objective, Plan, Signature
from learners.placements.planning import Aim, Written, approve_plan, approve_plan_as_supervisor, send_plan
from learners.placements.proposing import Proposal, approve_proposal, propose
from learners.placements.ratings import KEYS
from learners.placements.reviewing import Review, decide_review, remark_as_supervisor, send_review
from learners.placements.vivas import Viva, VivaSlot
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_cohort, make_edition, make_lesson, make_module, make_programme
from tests.factories.replaying import Replayed
from tests.factories.works import _identity, _publish, add_work, make_assignment, make_rubric

STARTS_ON = date(2026, 4, 6)
"""Monday of week 6 of a cohort that starts on 2 March."""
ENDS_ON = date(2026, 8, 23)
PROPOSED_AT = datetime(2026, 3, 25, 9, tzinfo=UTC)
SIGNED_AT = datetime(2026, 4, 6, 6, tzinfo=UTC)
PLANNED_AT = datetime(2026, 4, 20, 9, tzinfo=UTC)
SUPERVISOR = "supervisor@host.example"


def make_hours_log(module: ModulePage, code: str = "IL", *, week: int = 26, **fields) -> HoursLogPage:
    fields = {"title": "120 logged hours", "first_week": 5} | fields
    return _publish(
        module,
        HoursLogPage(
            slug=code.lower(),
            activity=_identity(module, code, "placement_step"),
            week=week,
            live=False,
            **fields,
        ),
    )


def make_evaluation_page(module: ModulePage, code: str = "IE", *, week: int = 23, **fields) -> EvaluationPage:
    fields = {"title": "Supervisor evaluation", "component": "IN", "share": 15} | fields
    return _publish(
        module,
        EvaluationPage(
            slug=code.lower(),
            activity=_identity(module, code, "placement_step"),
            week=week,
            live=False,
            **fields,
        ),
    )


def make_viva_page(module: ModulePage, code: str = "IV", *, week: int = 25, **fields) -> VivaPage:
    rubric = Rubric.objects.filter(code="R-IV").first() or make_rubric("R-IV", weights=(40, 35, 25))
    fields = {"title": "Internship viva", "component": "IN", "share": 25, "rubric": rubric} | fields
    return _publish(
        module,
        VivaPage(
            slug=code.lower(),
            activity=_identity(module, code, "placement_step"),
            week=week,
            live=False,
            **fields,
        ),
    )


def make_internship_programme() -> Cohort:
    """One module with a lesson, the hours log, the portfolio, the evaluation and the viva; the award asks for hours and forms."""
    _INTERNSHIP.make()
    return Cohort.objects.select_related("edition").get(code="2026-a")


def _build() -> None:
    programme = make_programme()
    programme.components.update(weight=80)
    AssessmentComponent.objects.create(
        programme=programme, code="IN", title="Internship", kind="internship", weight=20, must_pass=True
    )
    policy = programme.award_policies.get(code="demo")
    for order, key in enumerate(("hours", "forms"), start=8):
        AwardRule.objects.create(policy=policy, order=order, key=key, text=f"Rule of {key}")
    module = make_module(programme, "M11", first_week=1, last_week=26)
    make_lesson(module, "M11-L01", week=1)
    make_assignment(module, "IP", week=24, component="IN", share=60, anonymous=False)
    make_evaluation_page(module)
    make_viva_page(module)
    make_hours_log(module)
    make_cohort(make_edition(programme))


_INTERNSHIP = Replayed(_build)


def make_coordinator(cohort: Cohort, email: str = "coordinator@demo.example"):
    user = make_user(email, "Demo co-ordinator", is_staff=True)
    TeachingRole.objects.create(cohort=cohort, user=user, kind=TeachingRole.Kind.COORDINATOR)
    return user


def make_leader(cohort: Cohort, email: str = "leader@demo.example"):
    user = make_user(email, "Demo module leader", is_staff=True)
    TeachingRole.objects.create(
        cohort=cohort, user=user, kind=TeachingRole.Kind.INSTRUCTOR, module_code="M11"
    )
    return user


def proposal(**fields) -> Proposal:
    usual = {
        "host": HostFacts("Demo ministry of works", "government", "KE", "Nairobi"),
        "supervisor_name": "Demo supervisor",
        "supervisor_function": "Head of unit",
        "supervisor_email": SUPERVISOR,
        "mode": "on_site",
        "task": "Describe how a building permit is given, and what of it can be done without paper.",
        "benefit": "A plan that the unit can carry out.",
        "starts_on": STARTS_ON,
        "ends_on": ENDS_ON,
        "hours": 120,
        "may_contact": True,
    }
    return Proposal(**(usual | fields))


def some_coordinator(cohort: Cohort):
    role = cohort.teaching_roles.filter(kind=TeachingRole.Kind.COORDINATOR).select_related("user").first()
    return role.user if role else make_coordinator(cohort)


def make_proposed(enrolment: Enrolment | None = None, *, at=PROPOSED_AT, **fields) -> Placement:
    enrolment = enrolment or make_enrolment(make_internship_programme())
    return propose(enrolment, proposal(**fields), at=at)


def make_approved(enrolment: Enrolment | None = None, *, at=PROPOSED_AT, **fields) -> Placement:
    placement = make_proposed(enrolment, at=at, **fields)
    return approve_proposal(placement, by=some_coordinator(placement.internship.enrolment.cohort), at=at)


def terms(placement: Placement, **fields) -> Terms:
    told = (
        vars(terms_of(placement))
        | {"insurance": "The host insures the learner.", "place": "Nairobi"}
        | fields
    )
    return Terms(**told)


def sign_all(placement: Placement, *, at) -> Placement:
    enrolment = placement.internship.enrolment
    agreement = newest_agreement(placement)
    told = {"sha256": agreement.sha256, "at": at}
    sign_in_account(agreement, party="learner", name=enrolment.user.name, by=enrolment.user, **told)
    sign_by_link(agreement, name=placement.supervisor_name, **told)
    office = some_coordinator(enrolment.cohort)
    sign_in_account(agreement, party="programme", name="Demo office", by=office, **told)
    return fresh(placement)


def make_signed(enrolment: Enrolment | None = None, *, at=SIGNED_AT, **fields) -> Placement:
    placement = make_approved(enrolment, at=at - timedelta(days=2), **fields)
    make_agreement(
        placement, terms(placement), by=some_coordinator(placement.internship.enrolment.cohort), at=at
    )
    return sign_all(placement, at=at)


def written(placement: Placement, **fields) -> Written:
    due_on = placement.starts_on + timedelta(days=30)
    aims = tuple(
        Aim(f"Objective {number}", "A report", "The report", "Little time", due_on, (number, number + 4))
        for number in (1, 2, 3)
    )
    usual = {
        "aims": aims,
        "resources": "A desk",
        "capstone": "The same office",
        "meetings": "Each second Monday",
    }
    return Written(**(usual | fields))


def make_running(enrolment: Enrolment | None = None, *, at=SIGNED_AT, **fields) -> Placement:
    placement = make_signed(enrolment, at=at, **fields)
    plan = send_plan(placement, written(placement), at=at)
    approve_plan_as_supervisor(plan, at=at)
    approve_plan(plan, by=some_coordinator(placement.internship.enrolment.cohort), at=at)
    return fresh(placement)


def fresh(placement: Placement) -> Placement:
    return Placement.objects.select_related("internship__enrolment__cohort", "host").get(pk=placement.pk)


def work(done_on: date, hours: float = 8, category: str = "task", **fields) -> Work:
    usual = {"objective": 1 if category == "task" else None, "activity": "Talked to the counter staff."}
    return Work(
        client_id=fields.pop("client_id", None) or uuid4(), done_on=done_on, quarters=round(hours * 4),
        category=category, **(usual | fields),
    )  # fmt: skip


def evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 18, tzinfo=UTC)


def work_days(
    placement: Placement, days: int, *, first: date, hours: float = 8, category: str = "task", **fields
) -> date:
    """So many days from Monday to Friday, each logged in its evening and confirmed; the last one."""
    day, done = first, 0
    while True:
        if day.weekday() < 5:
            entry = log_hours(placement, work(day, hours, category, **fields), at=evening(day))
            confirm_hours(placement, [entry.pk], at=evening(day))
            done += 1
        if done == days:
            return day
        day += timedelta(days=1)


def review_midpoint(placement: Placement, *, at) -> None:
    told = Review({1: "on_track", 2: "on_track", 3: "at_risk"}, "The team", "The lift", "Well and safe")
    midpoint = send_review(placement, told, at=at)
    remark_as_supervisor(placement, remarks="Goes well.", at=at)
    by = some_coordinator(placement.internship.enrolment.cohort)
    decide_review(midpoint, decision="continue", answer="", by=by, at=at)


def judgement(value: int = 4, **fields) -> Judgement:
    comments = dict.fromkeys(KEYS, "Because of the report.") if value in (1, 5) else {}
    usual = {"ratings": dict.fromkeys(KEYS, value), "comments": comments, "host_again": True}
    return Judgement(**(usual | fields))


def evaluate(placement: Placement, value: int = 4, *, at) -> None:
    save_judgement(placement, judgement(value), at=at)
    evaluation = send_evaluation(placement, name=placement.supervisor_name, at=at)
    approve_evaluation(evaluation, by=some_coordinator(placement.internship.enrolment.cohort), at=at)


def make_placement_rows(
    learner: Enrolment, *, token: str, examiners
) -> tuple[Placement, HoursEntry, Signature, Viva]:
    """As rows, for worlds whose clock is the real one: a running placement with all papers, and a booked viva."""
    at = now()
    module = ModulePage.objects.order_by("first_week", "pk").last()
    add_work(learner.cohort, make_hours_log(module))
    add_work(learner.cohort, make_viva_page(module, component=""))
    host = Host.objects.create(
        name="Demo ministry of works",
        key="demo ministry works",
        sector="government",
        country="KE",
        place="Nairobi",
        state="approved",
        capacity=4,
        proposed_at=at,
        proposed_by=learner.user,
    )
    offer = HostOffer.objects.create(
        host=host,
        title="Permits",
        task="Describe permits.",
        open_until_on=at.date() + timedelta(days=30),
        published_at=at,
        published_by=examiners[0],
    )
    days = {"starts_on": at.date() - timedelta(days=60), "ends_on": at.date() + timedelta(days=60)}
    placement = Placement.objects.create(
        internship=Internship.objects.create(enrolment=learner, started_at=at),
        host=host,
        offer=offer,
        state="running",
        supervisor_name="Demo supervisor",
        supervisor_function="Head of unit",
        supervisor_email=SUPERVISOR,
        mode="on_site",
        task="Describe permits.",
        benefit="A plan.",
        hours=120,
        proposed_at=at,
        decided_at=at,
        decided_by=examiners[0],
        signed_at=at - timedelta(days=59),
        **days,
    )
    agreement = Agreement.objects.create(
        placement=placement,
        number=1,
        facts={},
        stored_name=AGREEMENTS.keep(b"%PDF-1.7 agreement"),
        sha256="0" * 64,
        made_at=at,
        made_by=examiners[0],
        signed_at=at,
    )
    told = {
        "agreement": agreement,
        "name": "Demo name",
        "consent": "I sign.",
        "sha256": "0" * 64,
        "signed_at": at,
    }
    signature = Signature.objects.create(
        party="host",
        way="scan",
        by=learner.user,
        stored_name=AGREEMENTS.keep(b"%PDF-1.7 page"),
        content_type="application/pdf",
        **told,
    )
    plan = Plan.objects.create(
        placement=placement,
        number=1,
        resources="A desk",
        capstone="The same office",
        meetings="Each second Monday",
        sent_at=at,
        supervisor_approved_at=at,
        approved_at=at,
        approved_by=examiners[0],
    )
    for number in (1, 2, 3):
        Objective.objects.create(
            plan=plan,
            number=number,
            text=f"Objective {number}",
            deliverable="A report",
            evidence="The report",
            risk="Little time",
            due_on=at.date(),
            principles=[number, number + 4],
        )
    entry = HoursEntry.objects.create(
        placement=placement,
        client_id=uuid4(),
        done_on=at.date() - timedelta(days=1),
        quarters=16,
        category="task",
        objective=1,
        activity="Talked to the counter staff.",
        logged_at=at,
        evidence_name=LOGBOOKS.keep(b"%PDF-1.7 evidence"),
        evidence_type="application/pdf",
    )
    SupervisorLink.objects.create(
        placement=placement,
        email=SUPERVISOR,
        token_hash=hash_of(token),
        made_at=at,
        expires_at=at + VALID_FOR,
    )
    slot = VivaSlot.objects.create(
        cohort=learner.cohort,
        starts_at=at + timedelta(days=9),
        room="https://meet.example/viva",
        first=examiners[0],
        second=examiners[1],
        offered_at=at,
        offered_by=examiners[0],
    )
    viva = Viva.objects.create(internship=placement.internship, slot=slot, booked_at=at)
    return placement, entry, signature, viva
