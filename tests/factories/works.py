"""Written work: rubrics, assignments, journals, and a small programme that has them."""

from courses.assessments.observed import DefencePage, DiscussionPage
from courses.assessments.rubrics import Criterion, Rubric
from courses.assessments.tasks import SelfAssessmentPage, TaskPage, WebinarPage
from courses.assessments.works import AssignmentPage, JournalPage
from courses.cohorts.models import Cohort, TeachingRole
from courses.editions.freezing import _freeze_activity
from courses.editions.plan import PlannedActivity, plan_of
from courses.programme.models import Activity, AssessmentComponent, ModulePage
from tests.factories.programme import (
    FROZEN_AT,
    make_cohort,
    make_edition,
    make_lesson,
    make_module,
    make_programme,
)
from tests.factories.replaying import Replayed


def make_rubric(code: str = "R-AS1", weights: tuple[int, ...] = (30, 30, 25, 15)) -> Rubric:
    rubric = Rubric(code=code)
    rubric.criteria = [
        Criterion(
            sort_order=number,
            title=f"Criterion {number}",
            weight=weight,
            excellent=f"Excellent {number}",
            passing=f"Pass {number}",
            failing=f"Fail {number}",
        )
        for number, weight in enumerate(weights, start=1)
    ]
    rubric.save()
    return rubric


def make_assignment(
    module: ModulePage, code: str = "AS1", *, week: int = 2, rubric: Rubric | None = None, **fields
) -> AssignmentPage:
    rubric = rubric or Rubric.objects.filter(code="R-AS1").first() or make_rubric()
    fields = {
        "title": f"Assignment {code}",
        "component": "AS1",
        "words": 500,
        "brief": "Judge **one** project that you know well, with its context.",
        "marking_notes": "Look for a cause, **not** a culprit.",
    } | fields
    page = AssignmentPage(
        slug=code.lower(),
        activity=_identity(module, code, "assignment"),
        week=week,
        rubric=rubric,
        live=False,
        **fields,
    )
    return _publish(module, page)


def make_journal(module: ModulePage, code: str = "J1", *, week: int = 2, **fields) -> JournalPage:
    fields = {
        "title": f"Journal {code}",
        "component": "RJ",
        "words": 300,
        "brief": "Where do you start?",
    } | fields
    return _publish(
        module,
        JournalPage(
            slug=code.lower(), activity=_identity(module, code, "journal"), week=week, live=False, **fields
        ),
    )


def make_discussion(module: ModulePage, code: str = "D1", *, week: int = 2, **fields) -> DiscussionPage:
    """Judged by a rubric of four criteria: 30, 30, 25, 15."""
    fields = {
        "title": f"Discussion {code}",
        "component": "DS",
        "brief": "Tell of **one** frustration.",
        "marking_notes": "Count replies that ask for a fact.",
    } | fields
    return _observed(DiscussionPage, module, code, week, fields)


def make_defence(module: ModulePage, code: str = "CPD", *, week: int = 2, **fields) -> DefencePage:
    fields = {"title": f"Defence {code}", "component": "CP", "brief": "Ten minutes."} | fields
    return _observed(DefencePage, module, code, week, fields)


def _observed(kind, module: ModulePage, code: str, week: int, fields: dict):
    rubric = fields.pop("rubric", None) or Rubric.objects.filter(code="R-AS1").first() or make_rubric()
    identity = _identity(module, code, kind.kind)
    return _publish(
        module, kind(slug=code.lower(), activity=identity, week=week, rubric=rubric, live=False, **fields)
    )


def make_task(module: ModulePage, code: str = "L1", *, week: int = 2, **fields) -> TaskPage:
    fields = {
        "title": f"Task {code}",
        "brief": "Draw a blueprint.",
        "marking_notes": "Counters count.",
        "words": 100,
    } | fields
    if fields.get("completion") == "reviews":
        fields["rubric"] = Rubric.objects.filter(code="R-AS1").first() or make_rubric()
    identity = _identity(module, code, "task")
    return _publish(module, TaskPage(slug=code.lower(), activity=identity, week=week, live=False, **fields))


def make_proposal(module: ModulePage, code: str = "CPP", **fields) -> TaskPage:
    return make_task(module, code, completion="approval", **({"title": "Proposal"} | fields))


def make_webinar(module: ModulePage, code: str = "WB", *, week: int = 2, **fields) -> WebinarPage:
    fields = {"title": "Webinar", "brief": "From the dialogue.", "response_words": 50} | fields
    identity = _identity(module, code, "live_session")
    return _publish(
        module, WebinarPage(slug=code.lower(), activity=identity, week=week, live=False, **fields)
    )


def make_own_assessment(
    module: ModulePage, code: str = "S1", *, week: int = 2, **fields
) -> SelfAssessmentPage:
    fields = {"title": f"Self-assessment {code}", "least": 2} | fields
    identity = _identity(module, code, "self_assessment")
    page = SelfAssessmentPage(slug=code.lower(), activity=identity, week=week, live=False, **fields)
    return _publish(module, page)


def make_programme_of_all_kinds() -> Cohort:
    """One module of week 2: a discussion D1, a defence CPD, a proposal CPP before the report CPR, a task L1, a webinar WB, PR1 with two reviews."""
    _ALL.make()
    return Cohort.objects.select_related("edition").get(code="2026-a")


def _build_all() -> None:
    programme = make_programme()
    programme.components.update(weight=60)
    for code in ("DS", "CP"):
        AssessmentComponent.objects.create(
            programme=programme, code=code, title=f"Component {code}", kind="work", weight=20
        )
    module = make_module(programme)
    make_lesson(module, "M01-L01", week=1)
    make_discussion(module)
    make_proposal(module)
    make_assignment(module, "CPR", component="CP", marking="second", share=75, after="CPP")
    make_defence(module, share=25)
    make_task(module)
    make_task(module, "PR1", completion="reviews")
    make_webinar(module)
    make_cohort(make_edition(programme))


_ALL = Replayed(_build_all)


def _identity(module: ModulePage, code: str, kind: str) -> Activity:
    return Activity.objects.create(programme=module.get_parent().specific, code=code, kind=kind)


def _publish(module: ModulePage, page):
    module.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_programme_with_works() -> Cohort:
    """One module: a lesson, an assignment AS1 (anonymous, moderated), AS3 with peer review, CPR marked twice, a journal J1; all of week 2."""
    _WORKS.make()
    return Cohort.objects.select_related("edition").get(code="2026-a")


def _build() -> None:
    programme = make_programme()
    programme.components.update(weight=60)
    for code, kind in (("AS1", "assignment"), ("AS3", "assignment"), ("CP", "capstone"), ("RJ", "journal")):
        AssessmentComponent.objects.create(
            programme=programme, code=code, title=f"Component {code}", kind=kind, weight=10
        )
    module = make_module(programme)
    make_lesson(module, "M01-L01", week=1)
    make_assignment(module, "AS1")
    make_assignment(module, "AS3", component="AS3", peer_reviews=3)
    make_assignment(module, "CPR", component="CP", marking="second")
    make_journal(module)
    make_cohort(make_edition(programme))


_WORKS = Replayed(_build)


def add_work(cohort: Cohort, page: AssignmentPage | JournalPage) -> PlannedActivity:
    """Put a work into an edition that stands already, for worlds that are built by others."""
    module = cohort.edition.modules.get(code=page.get_parent().specific.code)
    _freeze_activity(cohort.edition, module, page, cohort.edition.activities.count() + 1, FROZEN_AT)
    plan_of.cache_clear()
    return planned_work(cohort, page.code)


def planned_work(cohort: Cohort, code: str = "AS1") -> PlannedActivity:
    planned = plan_of(cohort.edition_id).activity(code)
    assert planned is not None
    return planned


def teach(cohort: Cohort, user, kind: str = "instructor", module_code: str = "") -> None:
    TeachingRole.objects.create(cohort=cohort, user=user, kind=kind, module_code=module_code)
