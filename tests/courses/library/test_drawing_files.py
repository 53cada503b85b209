import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError

from content.blocks.media import DrawingBlock
from courses.lessons.models import LessonPage
from courses.library.exporting import export_programme
from courses.library.lesson_files import read_lesson
from courses.library.problems import BrokenLibrary
from tests.courses.library.test_loading import load
from tests.factories.library import write_small_library

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 9" fill="currentColor"><rect width="9"/></svg>'
)
LINES = "> figure: M01-L01-bar\n> alternative: One bar\n> caption: A bar.\n"


@pytest.fixture
def folder(tmp_path):
    folder = write_small_library(tmp_path / "library")
    (folder / "figures" / "M01-L01-bar.svg").write_text(f"{SVG}\n", encoding="utf-8")
    _write(folder, LINES)
    return folder


def _write(folder, lines):
    """The lines at the end of the last section."""
    path = folder / "lessons" / "M01-L01.md"
    text = path.read_text(encoding="utf-8").replace(LINES + "\n", "")
    path.write_text(text.replace("\n# Case\n", f"\n{lines}\n# Case\n"), encoding="utf-8")


def _problems(folder):
    with pytest.raises(BrokenLibrary) as broken:
        read_lesson(folder / "lessons" / "M01-L01.md")
    return [problem.reason for problem in broken.value.problems]


def test_a_drawing_belongs_to_its_section(folder):
    sections = read_lesson(folder / "lessons" / "M01-L01.md")["sections"]

    assert sections[-1]["drawings"] == [
        {"name": "M01-L01-bar", "alternative": "One bar", "caption": "A bar.", "svg": SVG}
    ]
    assert [section.get("drawings") for section in sections[:-1]] == [None] * (len(sections) - 1)


@pytest.mark.django_db
def test_it_is_shown_below_the_section_and_exported_as_it_was(folder, tmp_path):
    load(folder)
    export_programme(tmp_path / "out")

    kinds = [block.block_type for block in LessonPage.objects.get(slug="m01-l01").body]
    assert kinds[kinds.index("case") - 2 : kinds.index("case")] == ["section", "drawing"]
    for name in ("figures/M01-L01-bar.svg", "lessons/M01-L01.md"):
        assert (tmp_path / "out" / name).read_bytes() == (folder / name).read_bytes()
    assert load(folder).counts["updated"] == 0


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            LINES.replace("> caption: A bar.\n", ""),
            "a figure is three lines “> figure: …”, “> alternative: …”, “> caption: …” at the end of its section",
        ),
        (
            LINES + "\nMore text.\n",
            "a figure is three lines “> figure: …”, “> alternative: …”, “> caption: …” at the end of its section",
        ),
        (LINES.replace("-bar", "-line"), "there is no file figures/M01-L01-line.svg"),
        (LINES.replace("M01-L01-bar", "../lessons/x"), "there is no file figures/../lessons/x.svg"),
    ],
)
def test_a_fault_in_the_lines_is_told(folder, lines, reason):
    _write(folder, lines)

    assert _problems(folder) == [reason]


def test_a_drawing_that_is_not_allowed_is_told(folder):
    (folder / "figures" / "M01-L01-bar.svg").write_text(SVG.replace("rect", "image"), encoding="utf-8")

    assert _problems(folder) == ["figures/M01-L01-bar.svg: The element “image” is not allowed in a drawing."]


def test_the_editor_is_told_what_a_drawing_may_not_hold():
    value = {"name": "bar", "svg": SVG.replace("rect", "script"), "alternative": "A bar", "caption": "A bar."}
    block = DrawingBlock()

    with pytest.raises(StructBlockValidationError) as refusal:
        block.clean(block.to_python(value))

    error: ValidationError = refusal.value.block_errors["svg"]
    assert error.messages == ["The element “script” is not allowed in a drawing."]


def test_what_the_editor_writes_has_the_line_ends_of_a_file():
    block = DrawingBlock().child_blocks["svg"]

    assert block.value_from_form("<svg>\r\n</svg>") == "<svg>\n</svg>"
    assert block.clean(SVG) == SVG
