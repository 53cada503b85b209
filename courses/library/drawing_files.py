"""The drawings of a lesson: three lines below the text of a section, and an SVG file of that name."""

import re
from pathlib import Path

from content.svg import drawing_problems
from courses.library.markdown_files import Line, Reader

_KEYS = ("figure", "alternative", "caption")


def take_drawings(reader: Reader, lines: list[Line], figures: Path) -> tuple[list[Line], list[dict]]:
    """The section without the lines of its drawings, and the drawings. They stand below its text."""
    starts = [place for place, line in enumerate(lines) if line.text.startswith("> figure:")]
    if not starts:
        return lines, []
    told = [line for line in lines[starts[0] :] if line.text]
    groups = [told[place : place + len(_KEYS)] for place in range(0, len(told), len(_KEYS))]
    drawings = [_drawing(reader, group, figures) for group in groups]
    return lines[: starts[0]], [drawing for drawing in drawings if drawing]


def _drawing(reader: Reader, lines: list[Line], figures: Path) -> dict | None:
    found = [re.match(r"> (\w+): (.+)$", line.text) for line in lines]
    if tuple(match and match[1] for match in found) != _KEYS:
        wanted = "a figure is three lines “> figure: …”, “> alternative: …”, “> caption: …” at the end of its section"
        reader.fault(lines[0].number, wanted)
        return None
    name, alternative, caption = (match[2].strip() for match in found if match)
    svg = _svg(reader, lines[0].number, figures, name)
    return {"name": name, "alternative": alternative, "caption": caption, "svg": svg}


def _svg(reader: Reader, line: int, figures: Path, name: str) -> str:
    path = figures / f"{name}.svg"
    if not re.fullmatch(r"[A-Za-z0-9-]+", name) or not path.is_file():
        reader.fault(line, f"there is no file figures/{name}.svg")
        return ""
    svg = path.read_bytes().decode("utf-8", errors="replace").strip()
    for problem in drawing_problems(svg):
        reader.fault(line, f"figures/{name}.svg: {problem}")
    return svg


def drawing_text(drawing: dict) -> str:
    return f"> figure: {drawing['name']}\n> alternative: {drawing['alternative']}\n> caption: {drawing['caption']}"
