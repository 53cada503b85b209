"""The programme's own files have no findings, and what would be wrong with them is found."""

from io import StringIO
from shutil import copytree

import pytest
from django.core.management import CommandError, call_command

from courses.library.reading import read_library
from courses.review.borrowing import borrowed, repeated, runs_in_files
from courses.review.coverage import coverage_findings
from courses.review.reviewing import figures_of, findings_in
from tests.factories.library import REAL, write_small_library

TEN = "the budget of year four is missing in every single plan"


@pytest.fixture(scope="module")
def library():
    return read_library(REAL)


def test_the_programme_has_no_findings(library):
    assert [str(finding) for finding in findings_in(library)] == []


def test_figures_of_each_module(library):
    figures = {each.code: each for each in figures_of(library)}

    assert sum(each.lessons for each in figures.values()) == 90
    assert (figures["M12"].questions, figures["M11"].questions, figures["M01"].questions) == (152, 0, 30)
    assert sum(each.drawings for each in figures.values()) >= 25
    assert all(each.longest <= 28 for each in figures.values())


def test_a_small_library_lacks_nearly_everything(tmp_path):
    found = {str(finding) for finding in coverage_findings(read_library(write_small_library(tmp_path)))}

    assert {
        "M01-L03: has no text",
        "P8: 0 lessons, wanted are 3",
        "P8: 0 lessons of its own, wanted are 2",
        "P9: 0 cases, wanted are 3",
        "programme: 0 drawings, wanted are 25",
    } <= found


def test_a_week_with_too_much(library, monkeypatch):
    monkeypatch.setitem(library.programme["calendar"][3], "study_hours", 11)

    assert [str(finding) for finding in coverage_findings(library)] == ["week 4: 11 hours, at most 9"]


def test_a_work_without_a_brief_and_marking_notes(library, monkeypatch):
    [line] = [each for each in library.modules[1]["assessments"] if each["code"] == "AS1"]
    monkeypatch.delitem(line, "brief")
    monkeypatch.setitem(line, "marking_notes", "")

    assert [str(finding) for finding in coverage_findings(library)] == [
        "AS1: has no brief",
        "AS1: has no marking notes",
    ]


def test_a_story_that_is_too_short_and_one_that_is_missing(library, monkeypatch):
    monkeypatch.setitem(library.stories, "togo-novissi", "Short.")
    monkeypatch.delitem(library.stories, "canada-phoenix")

    assert [str(finding) for finding in coverage_findings(library)] == [
        "togo-novissi: its story has 1 words, wanted are 350 to 600",
        "canada-phoenix: is verified and has no story",
    ]


def test_nine_words_of_a_source_are_told_and_eight_are_not(tmp_path):
    (tmp_path / "source.txt").write_text(f"They say that {TEN}.", encoding="utf-8")
    known = runs_in_files(tmp_path)

    assert [str(finding) for finding in borrowed([("M01-L01", TEN.title())], known)] == [
        "M01-L01: shares a run of nine words with a source: “budget of year four is missing in every single”"
    ]
    assert list(borrowed([("M01-L01", " ".join(TEN.split()[:8]))], known)) == []


def test_a_text_that_stands_in_two_lessons():
    assert [
        finding.where for finding in repeated([("M01-L01", TEN), ("M01-L02", "New."), ("M01-L03", TEN)])
    ] == ["M01-L03"]


def test_the_command_prints_figures_and_ends_well():
    out = StringIO()

    call_command("check_programme", stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0].split()[:3] == ["module", "lessons", "words"]
    assert (len(lines), lines[-1]) == (14, "No findings.")


def test_the_command_ends_with_an_error_and_tells_each_finding(tmp_path):
    folder = copytree(REAL, tmp_path / "library")
    (folder / "lessons" / "M02-L01.md").unlink()
    out = StringIO()

    with pytest.raises(CommandError, match=r"1 findings\."):
        call_command("check_programme", folder, stdout=out)

    assert "M02-L01: has no text" in out.getvalue()


def test_the_command_says_where_a_file_is_broken(tmp_path):
    folder = copytree(REAL, tmp_path / "library")
    (folder / "lessons" / "M02-L01.md").write_text("No front matter", encoding="utf-8")

    with pytest.raises(CommandError, match=r"lessons/M02-L01\.md, line 1"):
        call_command("check_programme", folder)
