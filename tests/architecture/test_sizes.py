"""No god file: sizes are held by test (architecture: file 400 lines, function 40, view 15)."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FILES = sorted(
    path
    for app in ("content", "courses", "learners", "cms")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)


VAGUE = {"utils", "helpers", "common", "services", "managers", "api", "misc"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(text: str) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]


def body_lines(function):
    """Lines of the body, without the docstring: words are not size."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def too_long(text: str, limit: int) -> dict[str, int]:
    return {function.name: lines for function in functions(text) if (lines := body_lines(function)) > limit}


def test_a_file_has_at_most_400_lines():
    lines = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}

    assert {name: count for name, count in lines.items() if count > 400} == {}


def test_a_function_has_at_most_40_lines_and_a_view_15():
    long = {
        name_of(path): too_long(path.read_text(encoding="utf-8"), 15 if path.name == "views.py" else 40)
        for path in FILES
    }

    assert {name: found for name, found in long.items() if found} == {}


def test_a_long_function_would_be_seen():
    function = 'def long():\n    """Words\n    are none."""\n' + "    deed()\n" * 41

    assert (too_long(function, 40), too_long(function, 41)) == ({"long": 41}, {})


def test_no_file_has_a_name_that_says_nothing():
    assert FILES
    assert [name_of(path) for path in FILES if path.stem in VAGUE] == []
