"""A lesson's text as a Markdown file: seven parts under fixed headings."""

import re
from pathlib import Path

from content.base.licences import Licence
from courses.library.drawing_files import drawing_text, take_drawings
from courses.library.markdown_files import Line, Reader, front_matter, front_text, numbered_lines
from courses.library.problems import BrokenLibrary

PARTS = [
    "Situation",
    "After this lesson you can",
    "Idea",
    "Case",
    "Activity",
    "Check yourself",
    "Apply at work",
]


def read_lesson(path: Path) -> dict:
    """Front matter and the seven parts. Raises BrokenLibrary that names every faulty line."""
    reader = Reader(f"lessons/{path.name}")
    lines = numbered_lines(path)
    front, rest = front_matter(reader, lines, {"code", "title"})
    parts = _parts(reader, rest)
    if reader.problems:
        raise BrokenLibrary(reader.problems)
    sections = _sections(reader, parts["Idea"], path.parent.parent / "figures")
    lesson = {
        "code": front.get("code", ""),
        "title": front.get("title", ""),
        "open_access": bool(front.get("open_access", False)),
        "situation": _text(parts["Situation"]),
        "objectives": _bullets(reader, parts["After this lesson you can"]),
        "sections": sections,
        "case": _case(reader, parts["Case"]),
        "activity": _activity(reader, parts["Activity"]),
        "check": _check(reader, parts["Check yourself"], {section["heading"] for section in sections}),
        "apply": _text(parts["Apply at work"]),
        **_licence(reader, front),
    }
    if reader.problems:
        raise BrokenLibrary(reader.problems)
    return lesson


def _licence(reader: Reader, front: dict) -> dict:
    """Only where it is not the one that all texts have."""
    if "licence" not in front:
        return {}
    if front["licence"] not in Licence.values:
        reader.fault(
            1, f"the licence is “{front['licence']}”, allowed are {', '.join(sorted(Licence.values))}"
        )
    return {"licence": front["licence"]}


def _parts(reader: Reader, lines: list[Line]) -> dict[str, list[Line]]:
    parts: dict[str, list[Line]] = {}
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


def _text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines).strip("\n")


def _split(lines: list[Line], prefix: str) -> list[tuple[Line, list[Line]]]:
    """Groups that each start with a line of this prefix; what stands before the first is dropped."""
    groups: list[tuple[Line, list[Line]]] = []
    for line in lines:
        if line.text.startswith(prefix):
            groups.append((Line(line.number, line.text[len(prefix) :].strip()), []))
        elif groups:
            groups[-1][1].append(line)
    return groups


def _bullets(reader: Reader, lines: list[Line]) -> list[str]:
    items = []
    for line in lines:
        if line.text.startswith("- "):
            items.append(line.text[2:].strip())
        elif line.text:
            reader.fault(line.number, "each objective is one line that starts with “- ”")
    return items


def _sections(reader: Reader, lines: list[Line], figures: Path) -> list[dict]:
    groups = _split(lines, "## ")
    if not groups:
        reader.fault(
            lines[0].number if lines else 1, "the idea has no section with a heading of its own (##)"
        )
    return [_section(reader, heading, text, figures) for heading, text in groups]


def _section(reader: Reader, heading: Line, lines: list[Line], figures: Path) -> dict:
    """The key “drawings” is there only if there are some."""
    words, drawings = take_drawings(reader, lines, figures)
    section = {"heading": heading.text, "text": _text(words)}
    return section | ({"drawings": drawings} if drawings else {})


def _quoted(lines: list[Line]) -> tuple[dict[str, str], list[Line]]:
    """The leading “> key: value” lines, and the rest."""
    values: dict[str, str] = {}
    for index, line in enumerate(lines):
        match = re.match(r"> (case|question|minutes): (.+)$", line.text)
        if match:
            values[match[1]] = match[2].strip()
        elif line.text:
            return values, lines[index:]
    return values, []


def _case(reader: Reader, lines: list[Line]) -> dict:
    values, rest = _quoted(lines)
    if "question" not in values:
        reader.fault(lines[0].number if lines else 1, "the case has no line “> question: …”")
    return {"case": values.get("case", ""), "question": values.get("question", ""), "text": _text(rest)}


def _activity(reader: Reader, lines: list[Line]) -> dict:
    values, rest = _quoted(lines)
    minutes = values.get("minutes", "")
    if not minutes.isdigit():
        reader.fault(lines[0].number if lines else 1, "the activity has no line “> minutes: 8”")
        minutes = "0"
    return {"minutes": int(minutes), "text": _text(rest)}


def _check(reader: Reader, lines: list[Line], headings: set[str]) -> list[dict]:
    return [_question(reader, heading, rest, headings) for heading, rest in _split(lines, "## ")]


def _question(reader: Reader, heading: Line, lines: list[Line], headings: set[str]) -> dict:
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
            again = _again(reader, line, headings)
        elif line.text:
            reader.fault(
                line.number,
                "a check holds options “- [x] …”, each with one line “  - why”, and “> read again: …”",
            )
    _require_options(reader, heading, options)
    return {"question": heading.text, "options": options, "read_again": again}


def _again(reader: Reader, line: Line, headings: set[str]) -> str:
    again = line.text.partition(":")[2].strip()
    if again not in headings:
        reader.fault(line.number, f"no section of the idea has the heading “{again}”")
    return again


def _require_options(reader: Reader, heading: Line, options: list[dict]) -> None:
    if not any(option["correct"] for option in options):
        reader.fault(heading.number, "the question has no right option")
    if any(not option["explanation"] for option in options):
        reader.fault(heading.number, "an option of the question has no explanation")


def lesson_text(lesson: dict) -> str:
    """The file of a lesson, the exact reverse of read_lesson."""
    case = lesson["case"]
    named = f"> case: {case['case']}\n" if case["case"] else ""
    parts = [
        lesson["situation"],
        "\n".join(f"- {item}" for item in lesson["objectives"]),
        "\n\n".join(_section_text(section) for section in lesson["sections"]),
        f"{named}> question: {case['question']}\n\n{case['text']}",
        f"> minutes: {lesson['activity']['minutes']}\n\n{lesson['activity']['text']}",
        "\n\n".join(_question_text(question) for question in lesson["check"]),
        lesson["apply"],
    ]
    keys = {key: lesson[key] for key in ("code", "title", "open_access", "licence") if key in lesson}
    front = front_text(keys)
    return front + "".join(f"\n# {name}\n\n{text.strip()}\n" for name, text in zip(PARTS, parts, strict=True))


def _section_text(section: dict) -> str:
    drawings = [drawing_text(drawing) for drawing in section.get("drawings", [])]
    return "\n\n".join([f"## {section['heading']}", section["text"], *drawings])


def _question_text(question: dict) -> str:
    options = "\n".join(
        f"- [{'x' if option['correct'] else ' '}] {option['text']}\n  - {option['explanation']}"
        for option in question["options"]
    )
    again = f"\n\n> read again: {question['read_again']}" if question["read_again"] else ""
    return f"## {question['question']}\n\n{options}{again}"
