"""Which keys each mapping of the source files has, and of which type."""

from datetime import date

from courses.library.problems import Problem
from courses.library.yaml_files import Lined

_TextOrNone = (str, type(None))
_Number = (int, float)

RECOMMENDATION = {"title": str, "reference": str, "council_act": str, "adopted": str, "resource": str}
PRINCIPLE = {
    "code": str, "number": int, "short_name": str, "official_name": str, "pillar": str, "recommendation_section": str,
    "summary": str, "key_questions": list, "dgpf_dimensions": list, "related_instruments": list, "toolkit": dict,
}  # fmt: skip
CASE = {
    "slug": str, "title": str, "country": str, "region": str, "development_status": str, "years": str, "organisation": str,
    "outcome": str, "principles": list, "failure_factors": list, "verification": str, "facts": str,
    "transferable_lessons": list, "discussion_questions": list, "sources": list,
}  # fmt: skip
CASE_OPTIONAL = {"licence": str, "reviewed_on": date}
SOURCE = {"title": str, "url": _TextOrNone, "year": int, "excerpt_read": bool}
TERM = {"term": str, "slug": str, "definition": str, "origin": str, "principle": str}
RESOURCE = {
    "id": str, "collection": str, "record_type": str, "title": str, "creator": str, "year": int, "date": str,
    "publisher_or_department": str, "pages": _TextOrNone, "language": str, "keywords": list, "abstract": str,
    "peer_reviewed": str, "rights": str, "url": str, "attachment": _TextOrNone, "verification": str,
}  # fmt: skip
MODULE = {
    "code": str, "title": str, "area": str, "weeks": list, "summary": str, "outcomes": list, "programme_outcomes": list,
    "lessons": list, "assessments": list, "lesson_hours": _Number, "assessment_hours": _Number, "hours": _Number,
}  # fmt: skip
LESSON = {
    "code": str, "title": str, "week": int, "minutes": int, "primary_principle": str, "principles": list, "brief": str,
    "cases": list, "activity": str, "discussion_prompt": str, "sources": list,
}  # fmt: skip
BANK = {"bank": str, "title": str, "questions": list}
QUESTION = {
    "code": str, "kind": str, "lesson": str, "principles": list, "difficulty": str, "points": int, "stem": str, "explanation": str,
}  # fmt: skip
_CHOICES = {"options": list}
QUESTION_OF_KIND: dict[str, dict] = {
    "single": _CHOICES, "multiple": _CHOICES, "true_false": _CHOICES, "matching": _CHOICES, "ordering": _CHOICES,
    "short_text": _CHOICES, "numeric": {"number": _Number}, "essay": {"marking_notes": str},
}  # fmt: skip
"""Which keys a question of each kind has besides."""
_NUMERIC = {"tolerance": _Number, "tolerance_kind": str, "unit": str}
_ESSAY = {"words_from": int, "words_to": int}
_OWN: dict[str, dict] = {"numeric": _NUMERIC, "essay": _ESSAY, "short_text": {"keep_case": bool}}
QUESTION_OPTIONAL: dict[str, dict] = {kind: {"level": str} | _OWN.get(kind, {}) for kind in QUESTION_OF_KIND}
OPTION = {"text": str, "correct": bool, "explanation": str}
OPTION_OF_KIND: dict[str, dict] = dict.fromkeys(QUESTION_OF_KIND, OPTION) | {
    "matching": {"text": str, "match": str, "explanation": str},
    "ordering": {"text": str, "explanation": str},
}
EXAM_SECTION = {"bank": str, "questions": int, "points": int}


COMPONENT = {"code": str, "title": str, "weight": int, "must_pass": bool, "type": str}
RULE = {"key": str, "text": str}
EXIT_AWARD = {"key": str, "label": str, "rule": str, "minimum": int}


def shape_problems(
    mapping, shape: dict, *, file: str, name: str, open_end: bool = False, optional: dict | None = None
) -> list[Problem]:
    """What is missing, unknown, or of another type in one mapping. With open_end more keys are welcome."""
    if not isinstance(mapping, Lined):
        return [Problem(file, 1, f"{name} is not a mapping")]
    line = mapping.line
    problems = [Problem(file, line, f"{name} has no “{key}”") for key in shape if key not in mapping]
    known = shape | (optional or {})
    unknown = [] if open_end else [key for key in mapping if key not in known]
    problems += [Problem(file, line, f"{name} has the unknown key “{key}”") for key in unknown]
    for key, kind in known.items():
        if key in mapping and not isinstance(mapping[key], kind):
            problems.append(
                Problem(file, line, f"“{key}” of {name} is {_said(mapping[key])}, not {_named(kind)}")
            )
    return problems


def _said(value) -> str:
    return f"“{value}”" if isinstance(value, (str, int, float)) else type(value).__name__


def _named(kind) -> str:
    names = {
        str: "a text",
        int: "a whole number",
        bool: "true or false",
        list: "a list",
        dict: "a mapping",
        float: "a number",
        date: "a day such as 2026-01-31",
    }
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return " or ".join(names[k] for k in kinds if k in names)
