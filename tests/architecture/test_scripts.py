"""No script of ours sets a property whose name comes from outside: `__proto__` would change every object of the page."""

import re
from pathlib import Path

import pytest
from django.conf import settings

FILES = sorted((Path(settings.BASE_DIR) / "cms" / "static" / "campus").glob("*.js"))
FORBIDDEN = {
    "a property with a computed name is set": r"[\w$)\]]\[(?!\d+\])[^\]\n]+\]\s*(?:[-+*/|&?%]|\|\||&&|\?\?)?=(?![=>])",
    "a field is looked up by a computed name": r"\belements\s*\[",
    "an object is made with computed keys": r"[{,]\s*\[[^\]\n]+\]\s*:",
    "a prototype is touched": r"__proto__|\bprototype\b|setPrototypeOf|defineProperty|\bReflect\b|\bconstructor\b",
    "objects are merged": r"Object\.assign\((?!document\.createElement\([^)]*\), \{)|\.\.\.JSON|fromEntries|\{\s*\.\.\.",
    "a place for data takes any name": r"\.dataset\[",
}
EXAMPLES = {
    "a property with a computed name is set": ["held[name] = value", "f(x)[key] ||= 1", "a.b[c.d] += 1"],
    "a field is looked up by a computed name": ["form.elements[name].value"],
    "an object is made with computed keys": ["({ [name]: value })"],
    "a prototype is touched": ["Object.setPrototypeOf(a, b)", "a.constructor.b = 1"],
    "objects are merged": ["Object.assign(state, told)", "Object.fromEntries(rows)", "x = { ...told }"],
    "a place for data takes any name": ["box.dataset[name] = value"],
}
FINE = [
    "const [order, entries] = row;",
    "row[1][0] == 2",
    "for (const [step, label] of pairs)",
    "rows = a[0]; b = (c) => d[e]",
]


def found(text: str) -> list[str]:
    return [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text)]


def without_comments(text: str) -> str:
    return re.sub(r"(?<![:\"'`])//.*|/\*.*?\*/", "", text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_name_from_outside_becomes_a_property(path):
    assert found(without_comments(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_is_forbidden_would_be_found(name):
    assert [example for example in EXAMPLES[name] if name not in found(example)] == []


def test_what_is_harmless_is_not_found():
    assert [(line, found(line)) for line in FINE if found(line)] == []
