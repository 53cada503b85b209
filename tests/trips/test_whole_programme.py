"""The real programme, all of it: loaded, exported as it was, and made into a demo."""

import filecmp

import pytest
from django.utils.timezone import now

from cms.demo.loading import load_demo
from content.casestudies.models import CaseStudyPage
from content.glossary.models import GlossaryTerm
from content.principles.models import PrinciplePage
from content.resources.models import OpenResource
from courses.cohorts.roles import marking_scope
from courses.editions.plan import plan_of
from courses.lessons.models import LessonPage
from courses.library.exporting import export_programme
from courses.library.loading import load_programme
from courses.library.models import LoadedItem
from courses.programme.models import ModulePage
from courses.questions.models import Question
from learners.credentials.models import Certificate
from learners.credentials.signing import make_signing_key
from learners.observations.piles import piles_of
from learners.peerreviews.models import PeerReview
from learners.progress.models import ActivityProgress
from learners.submissions.answering import task_piles
from learners.submissions.marking import claim_next
from tests.factories.library import LOADED_AT, REAL, make_whole_programme

pytestmark = pytest.mark.django_db


def test_the_real_library_loads_once_and_exports_as_it_was(tmp_path):
    make_whole_programme()
    again = load_programme(REAL, overwrite=False, at=LOADED_AT)
    export_programme(tmp_path)

    counts = {
        "principles": PrinciplePage.objects.count(),
        "cases": CaseStudyPage.objects.count(),
        "live cases that are not verified": CaseStudyPage.objects.live()
        .exclude(verification="verified")
        .count(),
        "terms": GlossaryTerm.objects.count(),
        "resources": OpenResource.objects.count(),
        "modules": ModulePage.objects.count(),
        "lessons": LessonPage.objects.count(),
        "lessons with a text": LessonPage.objects.live().count(),
        "questions": Question.objects.count(),
    }
    texts = len(list((REAL / "lessons").glob("*.md")))
    banks = "".join(path.read_text(encoding="utf-8") for path in (REAL / "banks").glob("*.yaml"))
    records = (REAL / "resources.yaml").read_text(encoding="utf-8").count("\n- id: ")
    assert counts == {
        "principles": 12,
        "cases": 47,
        "live cases that are not verified": 0,
        "terms": 80,
        "resources": records,
        "modules": 12,
        "lessons": 90,
        "lessons with a text": texts,
        "questions": banks.count("\n- code: "),
    }
    assert dict(again.counts) == {"unchanged": LoadedItem.objects.count()}
    exported = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    own = sorted(p.relative_to(REAL) for p in REAL.rglob("*") if p.is_file() and p.name != "README.md")
    assert exported == own
    assert [name for name in own if not filecmp.cmp(REAL / name, tmp_path / name, shallow=False)] == []


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
