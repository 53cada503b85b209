from datetime import UTC, date, datetime
from shutil import copy

import pytest

from content.casestudies.models import CaseStudyPage
from content.glossary.models import GlossaryTerm
from content.principles.models import PrinciplePage
from courses.assessments.models import QuizPage
from courses.lessons.models import LessonPage
from courses.lessons.showing import lesson_text
from courses.library.exporting import export_programme
from courses.library.loading import load_programme
from courses.library.models import LoadedItem
from courses.library.problems import BrokenLibrary
from courses.library.yaml_files import read_yaml, yaml_text
from courses.programme.models import AssessmentComponent, AwardRule
from courses.questions.models import Question
from tests.factories.library import (
    REAL,
    make_small_library,
    replace_in,
    write_small_library,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return write_small_library(tmp_path / "library")


@pytest.fixture
def loaded(tmp_path):
    """The folder, and its rows as they were loaded from it."""
    return make_small_library(tmp_path / "library")


def load(folder, *, overwrite=False):
    return load_programme(folder, overwrite=overwrite, at=AT)


def test_a_lesson_without_a_text_is_a_draft_from_its_brief(loaded):
    lesson = LessonPage.objects.get(slug="m01-l03")
    assert (lesson.live, list(lesson.body), lesson.week, lesson.code) == (False, [], 1, "M01-L03")
    assert lesson.brief.startswith("Public value as benefits")
    assert [link.principle.code for link in lesson.principle_links.all()] == ["P9", "P1"]
    assert [link.case.slug for link in lesson.case_links.all()] == ["kenya-huduma-centres"]


def test_a_lesson_with_a_text_is_published_with_seven_parts(loaded):
    lesson = LessonPage.objects.get(slug="m01-l01")
    parts = list(dict.fromkeys(block.block_type for block in lesson.body))
    assert lesson.live
    assert parts == ["situation", "objectives", "section", "case", "activity", "check", "apply"]


@pytest.mark.parametrize("verification", ["partial", "unverified"])
def test_a_case_that_is_not_verified_is_a_draft_to_which_its_lesson_does_not_link(folder, verification):
    copy(REAL / "lessons" / "M01-L03.md", folder / "lessons")
    replace_in(
        folder / "case_studies.yaml", "  verification: verified\n", f"  verification: {verification}\n"
    )

    load(folder)

    case = CaseStudyPage.objects.get()
    text = lesson_text(LessonPage.objects.get(slug="m01-l03"))
    assert (case.live, text.cases) == (False, ())
    assert case.title in text.body
    assert "Read the whole case" not in text.body


def test_the_quiz_draws_from_the_bank_of_its_module(loaded):
    quiz = QuizPage.objects.get()
    assert (quiz.code, quiz.week, quiz.component, quiz.time_limit_minutes, quiz.attempts_allowed) == (
        "Q1",
        2,
        "QZ",
        20,
        2,
    )
    assert [(section.bank.code, section.count) for section in quiz.sections.all()] == [("M01", 2)]


def test_licence_and_day_of_review_go_in_and_come_out(folder, tmp_path):
    replace_in(
        folder / "case_studies.yaml",
        "  country: Kenya\n",
        "  country: Kenya\n  licence: CC-BY-SA-4.0\n  reviewed_on: 2026-01-31\n",
    )
    replace_in(folder / "lessons" / "M01-L01.md", "---\ncode:", "---\nlicence: reserved\ncode:")

    load(folder)
    export_programme(tmp_path / "out")

    case, lesson = CaseStudyPage.objects.get(), LessonPage.objects.get(slug="m01-l01")
    assert (case.licence, case.reviewed_on, lesson.licence) == ("CC-BY-SA-4.0", date(2026, 1, 31), "reserved")
    [written] = read_yaml(tmp_path / "out/case_studies.yaml")["case_studies"]
    assert (written["licence"], written["reviewed_on"]) == ("CC-BY-SA-4.0", date(2026, 1, 31))
    assert "\nlicence: reserved\n---\n" in (tmp_path / "out/lessons/M01-L01.md").read_text()
    assert not load(folder).changed_anything


def test_review_in_the_cms_is_exported(loaded, tmp_path):
    case = CaseStudyPage.objects.get()
    case.reviewed_on = date(2026, 3, 1)
    case.save_revision().publish()

    export_programme(tmp_path / "out")

    [written] = read_yaml(tmp_path / "out/case_studies.yaml")["case_studies"]
    assert (written["reviewed_on"], "licence" in written) == (date(2026, 3, 1), False)


def test_an_edit_in_the_cms_survives_a_load_that_changes_nothing(loaded):
    lesson = LessonPage.objects.get(slug="m01-l01")
    lesson.title = "Edited by an instructor"
    lesson.save_revision().publish()

    report = load(loaded)

    assert LessonPage.objects.get(slug="m01-l01").title == "Edited by an instructor"
    assert not report.changed_anything


def test_an_edited_item_is_kept_when_its_file_changes_too(loaded):
    case = CaseStudyPage.objects.get()
    case.organisation = "Edited"
    case.save_revision()  # a draft that nobody has published yet
    replace_in(loaded / "case_studies.yaml", "organisation: Huduma Kenya", "organisation: Changed Kenya")

    report = load(loaded)

    assert report.kept == ["case kenya-huduma-centres"]
    assert CaseStudyPage.objects.get().get_latest_revision_as_object().organisation == "Edited"


def test_overwrite_takes_the_file(loaded):
    lesson = LessonPage.objects.get(slug="m01-l01")
    title = lesson.title
    lesson.title = "Edited"
    lesson.save_revision().publish()

    report = load(loaded, overwrite=True)

    assert LessonPage.objects.get(slug="m01-l01").title == title
    assert dict(report.counts)["updated"] == 1


def test_a_changed_file_updates_an_item_that_nobody_edited(loaded):
    replace_in(loaded / "case_studies.yaml", "organisation: Huduma Kenya", "organisation: Changed Kenya")

    report = load(loaded)

    assert (report.counts["updated"], report.kept) == (1, [])
    assert CaseStudyPage.objects.get().organisation.startswith("Changed Kenya")


def test_a_locked_question_gets_a_successor(loaded):
    Question.objects.update(locked_at=AT)
    old = Question.objects.order_by("code").first()
    replace_in(loaded / "banks" / "M01.yaml", f"stem: {old.stem[:12]}", f"stem: New {old.stem[:12]}")

    load(loaded)

    versions = list(Question.objects.filter(code=old.code).order_by("version").values_list("version", "stem"))
    assert versions == [(1, old.stem), (2, f"New {old.stem}")]


def test_what_was_deleted_in_the_cms_stays_deleted(loaded):
    GlossaryTerm.objects.get(slug="accessibility").delete()

    report = load(loaded)

    assert report.kept == ["term accessibility"]
    assert not GlossaryTerm.objects.filter(slug="accessibility").exists()


def test_a_broken_file_loads_nothing(folder):
    line = replace_in(folder / "banks" / "M01.yaml", "  kind: single", "  kind: riddle")

    with pytest.raises(BrokenLibrary) as refusal:
        load(folder)

    assert [(p.file, p.reason) for p in refusal.value.problems] == [
        (
            "banks/M01.yaml",
            f"“kind” of {first_code(folder, line)} is “riddle”, allowed are essay, matching, multiple, numeric, "
            "ordering, short_text, single, true_false",
        )
    ]
    assert not LoadedItem.objects.exists()
    assert not PrinciplePage.objects.exists()


def test_a_text_that_its_table_refuses_is_named_and_nothing_is_loaded(folder):
    line = replace_in(folder / "glossary.yaml", "- term: Agile procurement", f"- term: {'Agile ' * 30}")

    with pytest.raises(BrokenLibrary) as refusal:
        load(folder)

    reason = "term agile-procurement: term: Ensure this value has at most 120 characters (it has 179)."
    assert [str(problem) for problem in refusal.value.problems] == [f"glossary.yaml, line {line}: {reason}"]
    assert not PrinciplePage.objects.exists()


def first_code(folder, line):
    return (folder / "banks" / "M01.yaml").read_text().splitlines()[line - 2].split(": ")[1]


def test_a_changed_self_assessment_and_a_changed_recommendation_do_not_disturb_each_other(loaded, tmp_path):
    replace_in(loaded / "self_assessment.yaml", "label: Not true of us", "label: Not true here")
    replace_in(loaded / "principles.yaml", "reference: ", "reference: X ")

    report = load(loaded)
    export_programme(tmp_path / "out")

    assert (report.counts["updated"], report.kept) == (2, [])
    for name in ("self_assessment.yaml", "principles.yaml"):
        assert read_yaml(tmp_path / "out" / name) == read_yaml(loaded / name)


def test_a_changed_scheme_keeps_the_rows_that_stay(loaded):
    components = dict(AssessmentComponent.objects.values_list("code", "pk"))
    rules = dict(AwardRule.objects.filter(policy__code="certificate").values_list("key", "pk"))
    data = read_yaml(loaded / "programme.yaml")
    gone, kept, *_others = data["assessment_scheme"]["components"]
    data["assessment_scheme"]["components"].remove(gone)
    kept["title"] = "Another title"
    dropped = data["award_rules"]["certificate_conditions"].pop()
    (loaded / "programme.yaml").write_text(yaml_text(data, "Programme"), encoding="utf-8")

    load(loaded)

    now_there = AssessmentComponent.objects.order_by("order")
    del components[gone["code"]], rules[dropped["key"]]
    assert dict(now_there.values_list("code", "pk")) == components
    assert (now_there[0].code, now_there[0].title) == (kept["code"], "Another title")
    assert dict(AwardRule.objects.filter(policy__code="certificate").values_list("key", "pk")) == rules
