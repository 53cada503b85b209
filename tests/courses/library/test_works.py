import pytest

from courses.assessments.rubrics import Rubric
from courses.assessments.works import AssignmentPage, JournalPage
from courses.library.exporting import export_programme
from courses.library.loading import load_programme
from courses.library.problems import BrokenLibrary
from courses.library.yaml_files import read_yaml, yaml_text
from tests.courses.library.test_loading import AT
from tests.factories.library import make_small_library, make_whole_plan, write_small_library

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return write_small_library(tmp_path / "library")


def change(folder, edit):
    data = read_yaml(folder / "programme.yaml")
    edit(data)
    (folder / "programme.yaml").write_text(yaml_text(data, "Programme"), encoding="utf-8")


def journal_line(data):
    return next(line for line in data["modules"][0]["assessments"] if line["code"] == "J1")


def test_every_written_work_and_every_rubric_of_the_programme_is_loaded():
    make_whole_plan()

    works = {
        page.code: (
            page.component,
            page.share,
            page.words_from,
            page.words,
            page.rubric.code,
            page.marking,
            page.anonymous,
            page.peer_reviews,
        )
        for page in AssignmentPage.objects.live()
    }
    assert works == {
        "AS1": ("AS1", 1, None, 1500, "R-AS1", "moderated", True, 0),
        "AS2": ("AS2", 1, None, 2000, "R-AS2", "moderated", True, 0),
        "AS3": ("AS3", 1, None, 1800, "R-AS3", "moderated", True, 3),
        "IP": ("IN", 60, None, 3000, "R-IP", "moderated", False, 0),
        "CPR": ("CP", 75, 4000, 5000, "R-CP", "second", True, 0),
    }  # fmt: skip
    entries = {page.code: (page.week, page.component, page.words) for page in JournalPage.objects.live()}
    assert entries == {
        "J1": (2, "RJ", 300), "J2": (6, "RJ", 300), "J3": (11, "RJ", 300), "J4": (16, "RJ", 300), "J5": (22, "RJ", 300),
        "J6": (23, "RJ", 300),
    }  # fmt: skip
    assert all(page.brief for kind in (AssignmentPage, JournalPage) for page in kind.objects.all())
    assert {
        rubric.code: sum(c.weight for c in rubric.criteria.all()) for rubric in Rubric.objects.all()
    } == dict.fromkeys(
        ("R-AS1", "R-AS2", "R-AS3", "R-DS", "R-DD", "R-IP", "R-IV", "R-CP", "R-CD", "R-PR"), 100
    )


def test_what_was_edited_in_the_cms_is_exported(tmp_path):
    folder = make_small_library(tmp_path / "library")
    page = JournalPage.objects.get()
    page.brief, page.words, page.late_days = "Another question?", 400, 3
    page.marking_notes = "Look for an event."
    page.save_revision().publish()
    rubric = Rubric.objects.get(code="R-AS1")
    rubric.criteria.filter(weight=15).update(excellent="Sharper words")

    export_programme(tmp_path / "out")

    data = read_yaml(tmp_path / "out" / "programme.yaml")
    assert journal_line(data) | {"hours": 0} == {
        "code": "J1", "type": "journal", "component": "RJ", "title": "My starting point as a leader", "hours": 0, "week": 2,
        "words": 400, "brief": "Another question?", "marking_notes": "Look for an event.", "late_days": 3,
    }  # fmt: skip
    assert data["rubrics"]["R-AS1"][0]["excellent"] == "Sharper words"
    assert list(data["rubrics"]) == list(read_yaml(folder / "programme.yaml")["rubrics"])


def weight_of_50(data):
    data["rubrics"]["R-AS1"][0]["weight"] = 50


def work_without_rubric(data):
    line = journal_line(data)
    line["type"], line["rubric"] = "assignment", "R-XX"


def words_in_words(data):
    journal_line(data)["words"] = "many"


def odd_marking(data):
    line = journal_line(data)
    line["marking"] = "by lot"


@pytest.mark.parametrize(
    "edit, reason",
    [
        (weight_of_50, "the weights of the rubric R-AS1 sum to 135, not to 100"),
        (work_without_rubric, "J1 names the rubric “R-XX”, which does not exist"),
        (words_in_words, "“words” of J1 is “many”, not a whole number"),
        (odd_marking, "“marking” of J1 is “by lot”, allowed are moderated, second"),
    ],
)
def test_a_fault_is_named_and_nothing_is_loaded(folder, edit, reason):
    change(folder, edit)

    with pytest.raises(BrokenLibrary) as refusal:
        load_programme(folder, overwrite=False, at=AT)

    assert [problem.reason for problem in refusal.value.problems] == [reason]
    assert all(problem.line > 1 for problem in refusal.value.problems)
    assert not Rubric.objects.exists()
