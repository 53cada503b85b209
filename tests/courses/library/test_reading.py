import re

import pytest

from courses.library.problems import BrokenLibrary
from courses.library.reading import read_library
from tests.factories.library import replace_in, write_small_library


@pytest.fixture
def folder(tmp_path):
    return write_small_library(tmp_path / "library")


def problems_of(folder):
    with pytest.raises(BrokenLibrary) as refusal:
        read_library(folder)
    return [str(problem) for problem in refusal.value.problems]


def test_a_whole_library_is_read(folder):
    library = read_library(folder)

    assert [lesson["code"] for lesson in library.lessons] == ["M01-L01", "M01-L03"]
    assert list(library.texts) == ["M01-L01"]


def test_a_missing_file_is_named(folder):
    (folder / "glossary.yaml").unlink()

    assert problems_of(folder) == [f"glossary.yaml, line 1: the file is missing in {folder}"]


def test_yaml_that_cannot_be_read_names_the_line(folder):
    line = replace_in(folder / "glossary.yaml", "- term: Accessibility", "- term: [Accessibility")

    (problem,) = problems_of(folder)

    assert problem.startswith(f"glossary.yaml, line {line + 1}: the YAML cannot be read:")


def test_a_file_that_is_not_utf8_is_named(folder):
    (folder / "glossary.yaml").write_bytes(b"terms: \xff\xfe")

    assert problems_of(folder) == ["glossary.yaml, line 1: the file is not in UTF-8"]


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        (
            "glossary.yaml",
            "  principle: P1\n",
            "  principle: P13\n",
            "accessibility names “P13”, which does not exist",
        ),
        (
            "programme.yaml",
            "    - P9\n    - P1\n    brief",
            "    - P9\n    - P14\n    brief",
            "M01-L03 names “P14” in “principles”, which does not exist",
        ),
        ("case_studies.yaml", "  country: Kenya\n", "", "kenya-huduma-centres has no “country”"),
        (
            "case_studies.yaml",
            "  country: Kenya\n",
            "  country: 7\n",
            "“country” of kenya-huduma-centres is “7”, not a text",
        ),
        (
            "case_studies.yaml",
            "  country: Kenya\n",
            "  country: Kenya\n  colour: red\n",
            "kenya-huduma-centres has the unknown key “colour”",
        ),
        (
            "case_studies.yaml",
            "  country: Kenya\n",
            "  country: Kenya\n  licence: free\n",
            "“licence” of kenya-huduma-centres is “free”, allowed are "
            "CC-BY-4.0, CC-BY-NC-4.0, CC-BY-SA-4.0, reserved",
        ),
        (
            "case_studies.yaml",
            "  country: Kenya\n",
            "  country: Kenya\n  reviewed_on: spring\n",
            "“reviewed_on” of kenya-huduma-centres is “spring”, not a day such as 2026-01-31",
        ),
    ],
)
def test_a_fault_in_an_item_is_told_with_its_line(folder, file, old, new, reason):
    replace_in(folder / file, old, new)

    (problem,) = problems_of(folder)

    name, line, told = problem.replace(", line ", ": ", 1).split(": ", 2)
    assert (name, told) == (file, reason)
    assert int(line) > 1


def test_two_items_with_one_name_are_told(folder):
    text = (folder / "glossary.yaml").read_text()
    (folder / "glossary.yaml").write_text(text.replace("slug: agile-procurement", "slug: accessibility"))

    (problem,) = problems_of(folder)

    assert problem.endswith("accessibility stands here a second time")


def test_a_single_question_with_two_right_options_is_told(folder):
    text = (folder / "banks" / "M01.yaml").read_text()
    (folder / "banks" / "M01.yaml").write_text(text.replace("correct: false", "correct: true"))

    told = problems_of(folder)

    assert any(problem.endswith("Mark exactly one option as right. Now 4 are marked.") for problem in told)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("# Case\n", "# Story\n", "“Story” is not one of the seven parts"),
        ("> minutes: ", "> minuten: ", "the activity has no line “> minutes: 8”"),
        ("- [x] ", "- [ ] ", "the question has no right option"),
        ("> question: ", "> frage: ", "the case has no line “> question: …”"),
        ("code: M01-L01", "code: M01-L03", "the file is named M01-L01, its code is M01-L03"),
        ("title: Welcome", "title: Hello", "the title is “Hello"),
        ("title: ", "titel: ", "the front matter has no title"),
        ("title: ", "licence: free\ntitle: ", "the licence is “free”, allowed are CC-BY-4.0"),
        ("> read again: ", "> read again: Not ", "no section of the idea has the heading “Not "),
    ],
)
def test_a_fault_in_a_lesson_is_told(folder, old, new, reason):
    replace_in(folder / "lessons" / "M01-L01.md", old, new)

    assert any(reason in problem for problem in problems_of(folder))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("    weight: 10\n", "    wait: 10\n", "a component has no “weight”"),
        ("  - key: overall\n", "  - kee: overall\n", "an award rule has no “key”"),
        ("  - 1\n  - 2\n", "  - 1\n", "“weeks” of a module holds its first and its last week"),
    ],
)
def test_a_fault_in_the_frame_is_told(folder, old, new, reason):
    replace_in(folder / "programme.yaml", old, new)

    assert [problem.split(": ", 1)[1] for problem in problems_of(folder)] == [reason]


def test_a_question_without_points_is_told(folder):
    replace_in(folder / "banks" / "M01.yaml", "points: 1", "points: -3")

    (problem,) = problems_of(folder)

    assert problem.endswith("has -3 points, it needs at least 1")


def test_a_lesson_that_is_not_utf8_is_named(folder):
    (folder / "lessons" / "M01-L01.md").write_bytes(b"---\ncode: \xff\n---\n")

    assert problems_of(folder) == ["lessons/M01-L01.md, line 1: the file is not in UTF-8"]


def test_a_byte_order_mark_is_no_fault(folder):
    path = folder / "lessons" / "M01-L01.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert list(read_library(folder).texts) == ["M01-L01"]


def test_a_bank_that_cannot_be_read_is_named_with_its_folder(folder):
    (folder / "banks" / "M01.yaml").write_text("bank: [")

    (problem,) = problems_of(folder)

    assert problem.startswith("banks/M01.yaml, line ")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("- principle: P3\n", "- principle: P13\n", "P13 names “P13” in “principle”, which does not exist"),
        ("    early:\n", "    earliest:\n", "the stages of P1 has no “early”"),
        ("  label: Partly true", "  label: 1", "“label” of an answer of the scale is “1”, not a text"),
    ],
)
def test_a_fault_in_the_self_assessment_is_told_with_its_line(folder, old, new, reason):
    line = replace_in(folder / "self_assessment.yaml", old, new)

    found = [problem for problem in problems_of(folder) if problem.endswith(reason)]

    assert len(found) == 1
    assert abs(int(found[0].split(":")[0].removeprefix("self_assessment.yaml, line ")) - line) <= 1


def test_a_statement_with_the_number_of_another_is_told(folder):
    text = (folder / "self_assessment.yaml").read_text(encoding="utf-8")
    first, second = re.findall(r"- id: (\S+)", text)[:2]
    line = replace_in(folder / "self_assessment.yaml", f"- id: {second}\n", f"- id: {first}\n")

    assert problems_of(folder) == [f"self_assessment.yaml, line {line}: {first} stands here a second time"]
