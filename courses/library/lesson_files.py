"""A lesson's text as a Markdown file: seven parts under fixed headings."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from courses.library.problems import BrokenLibrary, Problem

PARTS = [
    "Situation",
    "After this lesson you can",
    "Idea",
    "Case",
    "Activity",
    "Check yourself",
    "Apply at work",
]


@dataclass(frozen=True)
class _Line:
    number: int
    text: str


class _Reader:
    def __init__(self, name: str):
        self.name = name
        self.problems: list[Problem] = []

    def fault(self, line: int, reason: str) -> None:
        self.problems.append(Problem(self.name, line, reason))


def read_lesson(path: Path) -> dict:
    """Front matter and the seven parts. Raises BrokenLibrary that names every faulty line."""
    reader = _Reader(f"lessons/{path.name}")
    lines = [
        _Line(n, text.rstrip())
        for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    ]
    front, rest = _front_matter(reader, lines)
    parts = _parts(reader, rest)
    if reader.problems:
        raise BrokenLibrary(reader.problems)
    lesson = {
        "code": front.get("code", ""),
        "title": front.get("title", ""),
        "open_access": bool(front.get("open_access", False)),
        "situation": _text(parts["Situation"]),
        "objectives": _bullets(reader, parts["After this lesson you can"]),
        "sections": _sections(reader, parts["Idea"]),
        "case": _case(reader, parts["Case"]),
        "activity": _activity(reader, parts["Activity"]),
        "check": _check(reader, parts["Check yourself"]),
        "apply": _text(parts["Apply at work"]),
    }
    if reader.problems:
        raise BrokenLibrary(reader.problems)
    return lesson


def _front_matter(reader: _Reader, lines: list[_Line]) -> tuple[dict, list[_Line]]:
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
    for key in sorted({"code", "title"} - front.keys()):
        reader.fault(1, f"the front matter has no {key}")
    return front, lines[ends[0] + 1 :]


def _parts(reader: _Reader, lines: list[_Line]) -> dict[str, list[_Line]]:
    parts: dict[str, list[_Line]] = {}
    current = None
    for line in lines:
        if line.text.startswith("# "):
            current = line.text[2:].strip()
            if current not in PARTS:
                reader.fault(line.number, f"“{current}” is not one of the seven parts")
            parts[current] = []
        elif current:
            parts[current].append(line)
        elif line.text:
            reader.fault(line.number, "there is text before the first part")
    last = lines[-1].number if lines else 1
    for part in [part for part in PARTS if part not in parts]:
        reader.fault(last, f"the part “{part}” is missing")
    if not reader.problems and list(parts) != PARTS:
        reader.fault(last, "the parts are not in their order: " + ", ".join(PARTS))
    return parts


def _text(lines: list[_Line]) -> str:
    return "\n".join(line.text for line in lines).strip("\n")


def _split(lines: list[_Line], prefix: str) -> list[tuple[_Line, list[_Line]]]:
    """Groups that each start with a line of this prefix; what stands before the first is dropped."""
    groups: list[tuple[_Line, list[_Line]]] = []
    for line in lines:
        if line.text.startswith(prefix):
            groups.append((_Line(line.number, line.text[len(prefix) :].strip()), []))
        elif groups:
            groups[-1][1].append(line)
    return groups


def _bullets(reader: _Reader, lines: list[_Line]) -> list[str]:
    items = []
    for line in lines:
        if line.text.startswith("- "):
            items.append(line.text[2:].strip())
        elif line.text:
            reader.fault(line.number, "each objective is one line that starts with “- ”")
    return items


def _sections(reader: _Reader, lines: list[_Line]) -> list[dict]:
    groups = _split(lines, "## ")
    if not groups:
        reader.fault(
            lines[0].number if lines else 1, "the idea has no section with a heading of its own (##)"
        )
    return [{"heading": heading.text, "text": _text(text)} for heading, text in groups]


def _quoted(lines: list[_Line]) -> tuple[dict[str, str], list[_Line]]:
    """The leading “> key: value” lines, and the rest."""
    values: dict[str, str] = {}
    for index, line in enumerate(lines):
        match = re.match(r"> (case|question|minutes): (.+)$", line.text)
        if match:
            values[match[1]] = match[2].strip()
        elif line.text:
            return values, lines[index:]
    return values, []


def _case(reader: _Reader, lines: list[_Line]) -> dict:
    values, rest = _quoted(lines)
    if "question" not in values:
        reader.fault(lines[0].number if lines else 1, "the case has no line “> question: …”")
    return {"case": values.get("case", ""), "question": values.get("question", ""), "text": _text(rest)}


def _activity(reader: _Reader, lines: list[_Line]) -> dict:
    values, rest = _quoted(lines)
    minutes = values.get("minutes", "")
    if not minutes.isdigit():
        reader.fault(lines[0].number if lines else 1, "the activity has no line “> minutes: 8”")
        minutes = "0"
    return {"minutes": int(minutes), "text": _text(rest)}


def _check(reader: _Reader, lines: list[_Line]) -> list[dict]:
    return [_question(reader, heading, rest) for heading, rest in _split(lines, "## ")]


def _question(reader: _Reader, heading: _Line, lines: list[_Line]) -> dict:
    options: list[dict] = []
    again = ""
    for line in lines:
        option = re.match(r"- \[([ x])\] (.+)$", line.text)
        explanation = re.match(r"\s+- (.+)$", line.text)
        if option:
            options.append({"text": option[2].strip(), "correct": option[1] == "x", "explanation": ""})
        elif explanation and options:
            options[-1]["explanation"] = explanation[1].strip()
        elif line.text.startswith("> read again:"):
            again = line.text.partition(":")[2].strip()
        elif line.text:
            reader.fault(
                line.number,
                "a check holds options “- [x] …”, each with one line “  - why”, and “> read again: …”",
            )
    if not any(option["correct"] for option in options):
        reader.fault(heading.number, "the question has no right option")
    if any(not option["explanation"] for option in options):
        reader.fault(heading.number, "an option of the question has no explanation")
    return {"question": heading.text, "options": options, "read_again": again}


def lesson_text(lesson: dict) -> str:
    """The file of a lesson, the exact reverse of read_lesson."""
    case = lesson["case"]
    named = f"> case: {case['case']}\n" if case["case"] else ""
    parts = [
        lesson["situation"],
        "\n".join(f"- {item}" for item in lesson["objectives"]),
        "\n\n".join(f"## {section['heading']}\n\n{section['text']}" for section in lesson["sections"]),
        f"{named}> question: {case['question']}\n\n{case['text']}",
        f"> minutes: {lesson['activity']['minutes']}\n\n{lesson['activity']['text']}",
        "\n\n".join(_question_text(question) for question in lesson["check"]),
        lesson["apply"],
    ]
    keys = {key: lesson[key] for key in ("code", "title", "open_access")}
    front = "---\n" + yaml.safe_dump(keys, sort_keys=False, allow_unicode=True, width=1000) + "---\n"
    return front + "".join(f"\n# {name}\n\n{text.strip()}\n" for name, text in zip(PARTS, parts, strict=True))


def _question_text(question: dict) -> str:
    options = "\n".join(
        f"- [{'x' if option['correct'] else ' '}] {option['text']}\n  - {option['explanation']}"
        for option in question["options"]
    )
    again = f"\n\n> read again: {question['read_again']}" if question["read_again"] else ""
    return f"## {question['question']}\n\n{options}{again}"
