"""The list of docs/asvs.md tells the truth: what it names is there, and it counts right."""

import re
from collections import Counter
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
STATES = ["met", "n/a", "operator", "not met"]
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| L(\d) \| (.*?) \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)
OF_CHAPTER = {
    1: 27,
    2: 12,
    3: 20,
    4: 10,
    5: 13,
    6: 38,
    7: 18,
    8: 8,
    9: 7,
    11: 14,
    12: 9,
    13: 13,
    14: 11,
    15: 13,
    16: 16,
}
"""Levels 1 and 2 of the standard, and the twelve of Level 3."""


def test_every_requirement_stands_there_once():
    numbers = [number for number, *_rest in ROWS]

    assert len(set(numbers)) == len(numbers)
    assert Counter(int(number.split(".")[0]) for number in numbers) == OF_CHAPTER
    assert Counter(level for _number, level, *_rest in ROWS) == {"1": 65, "2": 152, "3": 12}


def test_the_counts_on_top_are_those_of_the_rows():
    told = {
        line[0]: [int(number) for number in line[1].split(" | ")]
        for line in re.findall(r"^\| (L\d|all) \| ([\d |]+) \|$", PAGE, re.MULTILINE)
    }

    counted = {}
    for name, levels in {"L1": "1", "L2": "2", "L3": "3", "all": "123"}.items():
        states = Counter(state for _number, level, _words, state, _evidence in ROWS if level in levels)
        counted[name] = [sum(states.values()), *(states[state] for state in STATES)]

    assert told == counted


def test_what_is_met_has_evidence_and_what_is_not_has_a_reason():
    bare = [number for number, _l, _w, state, evidence in ROWS if state == "met" and "`" not in evidence]
    silent = [number for number, _l, _w, state, evidence in ROWS if state != "met" and not evidence]

    assert (bare, silent) == ([], [])


def test_every_test_and_file_that_is_named_is_there():
    missing = []
    for evidence in re.findall(r"`([^`]+)`", "\n".join(row[4] for row in ROWS)):
        file, _, test = evidence.partition("::")
        if not (ROOT / file).is_file() or (
            test and f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8")
        ):
            missing.append(evidence)

    assert missing == []
