"""Markdown files with front matter: reading with line numbers, writing."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from courses.library.problems import BrokenLibrary, Problem


@dataclass(frozen=True)
class Line:
    number: int
    text: str


class Reader:
    def __init__(self, name: str):
        self.name = name
        self.problems: list[Problem] = []

    def fault(self, line: int, reason: str) -> None:
        self.problems.append(Problem(self.name, line, reason))


def front_matter(reader: Reader, lines: list[Line], wanted: set[str]) -> tuple[dict, list[Line]]:
    if not lines or lines[0].text != "---":
        reader.fault(1, "the file must start with its front matter between two lines of ---")
        return {}, lines
    ends = [i for i, line in enumerate(lines[1:], start=1) if line.text == "---"]
    if not ends:
        reader.fault(1, "the front matter has no end")
        return {}, []
    try:
        front = yaml.safe_load("\n".join(line.text for line in lines[1 : ends[0]])) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        reader.fault(line, f"the front matter cannot be read: {error.problem}")
        return {}, []
    for key in sorted(wanted - front.keys()):
        reader.fault(1, f"the front matter has no {key}")
    return front, lines[ends[0] + 1 :]


def numbered_lines(path: Path) -> list[Line]:
    """The lines, counted from 1; a byte order mark is no text. Raises BrokenLibrary if the file is not in UTF-8."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem(f"{path.parent.name}/{path.name}", 1, "the file is not in UTF-8")
        raise BrokenLibrary([problem]) from error
    return [Line(number, line.rstrip()) for number, line in enumerate(text.splitlines(), start=1)]


def front_text(keys: dict) -> str:
    return "---\n" + yaml.safe_dump(keys, sort_keys=False, allow_unicode=True, width=1000) + "---\n"


def read_page(path: Path) -> dict:
    """An ordinary page: slug, title, text. Raises BrokenLibrary."""
    reader = Reader(f"pages/{path.name}")
    front, rest = front_matter(reader, numbered_lines(path), {"slug", "title"})
    if reader.problems:
        raise BrokenLibrary(reader.problems)
    text = "\n".join(line.text for line in rest).strip("\n")
    return {"slug": front["slug"], "title": front["title"], "text": text}


def page_text(page: dict) -> str:
    return front_text({"slug": page["slug"], "title": page["title"]}) + f"\n{page['text']}\n"
