"""The story of a case as a Markdown file: four parts under fixed headings."""

from pathlib import Path

from courses.library.markdown_files import Line, Reader, front_matter, front_text, numbered_lines
from courses.library.problems import BrokenLibrary

PARTS = ["Context", "What was done", "What happened", "What transfers"]


def read_story(path: Path) -> dict:
    """The slug of the case and its text, with the parts as second-level headings. Raises BrokenLibrary."""
    reader = Reader(f"cases/{path.name}")
    front, rest = front_matter(reader, numbered_lines(path), {"case"})
    if not reader.problems:
        _check(reader, rest)
    if not reader.problems and front["case"] != path.stem:
        reader.fault(1, f"the file is named {path.stem}, its case is {front['case']}")
    if reader.problems:
        raise BrokenLibrary(reader.problems)
    lines = [f"#{line.text}" if line.text.startswith("# ") else line.text for line in rest]
    return {"case": front["case"], "text": "\n".join(lines).strip("\n")}


def story_text(slug: str, story: str) -> str:
    lines = [line[1:] if line.startswith("## ") else line for line in story.split("\n")]
    return front_text({"case": slug}) + "\n" + "\n".join(lines) + "\n"


def _check(reader: Reader, lines: list[Line]) -> None:
    heads = [line for line in lines if line.text.startswith("# ")]
    if [line.text[2:].strip() for line in heads] != PARTS:
        reader.fault(heads[0].number if heads else 1, f"the parts must be, in this order: {', '.join(PARTS)}")
    for line in lines:
        if line.text.startswith("## "):
            reader.fault(line.number, "a part has no headings of its own")
