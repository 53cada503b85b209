"""The source files as one checked library: everything readable, complete, and pointing at things that exist."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from content.base.licences import Licence
from courses.library import shapes
from courses.library.case_files import read_story
from courses.library.instrument_shapes import instrument_problems
from courses.library.internship_shapes import internship_problems
from courses.library.lesson_files import read_lesson
from courses.library.markdown_files import read_page
from courses.library.problems import BrokenLibrary, Problem
from courses.library.question_data import question_problems
from courses.library.work_shapes import work_problems
from courses.library.yaml_files import read_yaml

FILES = (
    "programme.yaml",
    "principles.yaml",
    "case_studies.yaml",
    "glossary.yaml",
    "resources.yaml",
    "self_assessment.yaml",
)
CHOICES = {
    "outcome": {"success", "mixed", "failure"},
    "verification": {"verified", "partial", "unverified"},
    "development_status": {"developing", "transition", "developed"},
    "kind": set(shapes.QUESTION_OF_KIND),
    "level": {"remember", "understand", "apply", "analyse", "evaluate", "create"},
    "tolerance_kind": {"absolute", "percent"},
    "difficulty": {"easy", "medium", "hard"},
    "pillar": {"I", "II", "III"},
    "area": {"A1", "A2", "A3"},
    "licence": set(Licence.values),
}


@dataclass
class Library:
    programme: dict
    principles: dict
    cases: list[dict]
    terms: list[dict]
    resources: dict
    instrument: dict
    texts: dict[str, dict] = field(default_factory=dict)
    """Lesson code -> its seven parts."""
    banks: list[dict] = field(default_factory=list)
    pages: list[dict] = field(default_factory=list)
    stories: dict[str, str] = field(default_factory=dict)
    """Slug of a case -> its text."""

    @property
    def modules(self) -> list[dict]:
        return self.programme["modules"]

    @property
    def lessons(self) -> list[dict]:
        return [lesson for module in self.modules for lesson in module["lessons"]]


def read_library(folder: Path) -> Library:
    """Read and check all files. Raises BrokenLibrary with every problem found."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise BrokenLibrary([Problem(name, 1, f"the file is missing in {folder}") for name in missing])
    problems: list[Problem] = []
    programme, principles, cases, glossary, resources, instrument = (
        _collect(problems, read_yaml, folder / name) for name in FILES
    )
    texts = {
        path.stem: _collect(problems, read_lesson, path) for path in sorted((folder / "lessons").glob("*.md"))
    }
    pages = [_collect(problems, read_page, path) for path in sorted((folder / "pages").glob("*.md"))]
    stories = [_collect(problems, read_story, path) for path in sorted((folder / "cases").glob("*.md"))]
    banks = {path: _collect(problems, read_yaml, path) for path in sorted((folder / "banks").glob("*.yaml"))}
    if problems:
        raise BrokenLibrary(problems)
    problems += _top_problems(programme, principles, cases, glossary, resources, instrument)
    if problems:
        raise BrokenLibrary(problems)
    library = Library(
        programme,
        principles,
        cases["case_studies"],
        glossary["terms"],
        resources,
        instrument,
        texts,
        list(banks.values()),
        pages,
        {story["case"]: story["text"] for story in stories},
    )
    problems += _form_problems(library, banks)
    problems = problems or [
        *_reference_problems(library),
        *_text_problems(library),
        *_story_problems(library),
    ]
    if problems:
        raise BrokenLibrary(problems)
    return library


def _form_problems(library: Library, banks: dict[Path, dict]) -> list[Problem]:
    """What is wrong with single items. Only when nothing is, it makes sense to look at what they point to."""
    return [
        *_shape_problems(library),
        *_frame_problems(library),
        *instrument_problems(library.instrument),
        *work_problems(library.programme),
        *internship_problems(library.programme),
        *_bank_problems(banks),
    ]


def _collect(problems: list[Problem], read, path: Path) -> dict:
    try:
        return read(path)
    except BrokenLibrary as error:
        problems += error.problems
        return {}


def _line(item) -> int:
    return getattr(item, "line", 1)


def _top_problems(*files: dict) -> Iterator[Problem]:
    keys = [
        ("programme", "areas", "assessment_scheme", "award_rules", "modules"),
        ("recommendation", "pillars", "principles"),
        ("case_studies",),
        ("terms",),
        ("record_model", "resources"),
        ("answer_scale", "scoring", "principles"),
    ]
    for name, content, wanted in zip(FILES, files, keys, strict=True):
        for key in wanted:
            if key not in content:
                yield Problem(name, 1, f"the file has no “{key}”")


def _shape_problems(library: Library) -> Iterator[Problem]:
    yield from shapes.shape_problems(
        library.principles["recommendation"],
        shapes.RECOMMENDATION,
        file="principles.yaml",
        name="the recommendation",
    )
    groups: list[tuple[str, Iterable[dict], dict, str]] = [
        ("principles.yaml", library.principles["principles"], shapes.PRINCIPLE, "code"),
        ("case_studies.yaml", library.cases, shapes.CASE, "slug"),
        ("glossary.yaml", library.terms, shapes.TERM, "slug"),
        ("resources.yaml", library.resources["resources"], shapes.RESOURCE, "id"),
        ("programme.yaml", library.modules, shapes.MODULE, "code"),
        (
            "programme.yaml",
            [x for m in library.modules if isinstance(m, dict) for x in m.get("lessons", [])],
            shapes.LESSON,
            "code",
        ),
    ]
    for file, items, shape, key in groups:
        optional = shapes.CASE_OPTIONAL if shape is shapes.CASE else {}
        yield from _items_problems(items, shape, key, file, optional)
    for case in library.cases:
        for source in case.get("sources", []):
            yield from shapes.shape_problems(
                source, shapes.SOURCE, file="case_studies.yaml", name=f"a source of {case.get('slug')}"
            )


def _frame_problems(library: Library) -> Iterator[Problem]:
    """The parts of the programme's frame that become tables, and the weeks of its modules."""
    told = partial(shapes.shape_problems, file="programme.yaml", open_end=True)
    scheme = library.programme["assessment_scheme"]
    top = {"components": list, "pass_mark": int, "component_floor": int}
    yield from told(scheme, top, name="the assessment scheme")
    for component in scheme.get("components") or []:
        yield from told(component, shapes.COMPONENT, name="a component")
    rules = library.programme["award_rules"]
    top = {"certificate_conditions": list, "classification": list}
    yield from told(rules, top, name="the award rules")
    for rule in rules.get("certificate_conditions") or []:
        yield from told(rule, shapes.RULE, name="an award rule")
    for award in rules.get("exit_awards") or []:
        yield from told(award, shapes.EXIT_AWARD, name="an exit award")
    for module in library.modules:
        weeks = module.get("weeks") if isinstance(module, dict) else None
        if not (isinstance(weeks, list) and len(weeks) == 2 and all(isinstance(week, int) for week in weeks)):
            yield Problem(
                "programme.yaml", _line(module), "“weeks” of a module holds its first and its last week"
            )


def _items_problems(
    items: Iterable[dict], shape: dict, key: str, file: str, optional: dict
) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in items:
        name = str(item.get(key, "an item")) if isinstance(item, dict) else "an item"
        yield from shapes.shape_problems(item, shape, file=file, name=name, optional=optional)
        if name in seen:
            yield Problem(file, _line(item), f"{name} stands here a second time")
        seen.add(name)
        yield from _choice_problems(item, file, name)


def _choice_problems(item, file: str, name: str) -> Iterator[Problem]:
    for key, allowed in CHOICES.items():
        value = item.get(key) if isinstance(item, dict) else None
        if isinstance(value, str) and value not in allowed:
            yield Problem(
                file, _line(item), f"“{key}” of {name} is “{value}”, allowed are {', '.join(sorted(allowed))}"
            )


def _bank_problems(banks: dict[Path, dict]) -> Iterator[Problem]:
    for path, bank in banks.items():
        file = f"banks/{path.name}"
        yield from shapes.shape_problems(bank, shapes.BANK, file=file, name="the bank")
        questions = bank.get("questions")
        yield from questions_problems(questions if isinstance(questions, list) else [], file)


def questions_problems(questions: list, file: str) -> Iterator[Problem]:
    """What is wrong with the questions of one bank, each by itself and all together."""
    seen: set[str] = set()
    for question in questions:
        choices = [*_choice_problems(question, file, _name(question))]
        yield from choices or question_problems(question, file)
        if _name(question) in seen:
            yield Problem(file, _line(question), f"{_name(question)} stands here a second time")
        seen.add(_name(question))


def _name(question) -> str:
    return str(question.get("code", "a question")) if isinstance(question, dict) else "a question"


def _reference_problems(library: Library) -> Iterator[Problem]:
    known = {
        "principle": {p["code"] for p in library.principles["principles"]},
        "principles": {p["code"] for p in library.principles["principles"]},
        "cases": {c["slug"] for c in library.cases},
        "sources": {r["id"] for r in library.resources["resources"]},
        "lesson": {"", *(lesson["code"] for lesson in library.lessons)},
    }
    groups: list[tuple[str, Iterable[dict], str, tuple[str, ...]]] = [
        ("programme.yaml", library.lessons, "code", ("principles", "cases", "sources")),
        ("case_studies.yaml", library.cases, "slug", ("principles",)),
        ("self_assessment.yaml", library.instrument["principles"], "principle", ("principle",)),
    ]
    groups += [
        (f"banks/{b['bank']}.yaml", b["questions"], "code", ("principles", "lesson")) for b in library.banks
    ]
    for file, items, key, fields in groups:
        for item in items:
            for name in fields:
                values = item[name] if isinstance(item[name], list) else [item[name]]
                for value in values:
                    if value not in known[name]:
                        yield Problem(
                            file,
                            _line(item),
                            f"{item[key]} names “{value}” in “{name}”, which does not exist",
                        )
    for term in library.terms:
        if term["principle"] not in known["principles"]:
            yield Problem(
                "glossary.yaml",
                _line(term),
                f"{term['slug']} names “{term['principle']}”, which does not exist",
            )


def _text_problems(library: Library) -> Iterator[Problem]:
    planned = {lesson["code"]: lesson for lesson in library.lessons}
    for stem, text in library.texts.items():
        file = f"lessons/{stem}.md"
        plan = planned.get(text["code"])
        if text["code"] != stem:
            yield Problem(file, 1, f"the file is named {stem}, its code is {text['code']}")
        elif plan is None:
            yield Problem(file, 1, f"programme.yaml has no lesson {stem}")
        elif plan["title"] != text["title"]:
            yield Problem(
                file, 1, f"the title is “{text['title']}”, in programme.yaml it is “{plan['title']}”"
            )
        elif text["case"]["case"] and text["case"]["case"] not in plan["cases"]:
            yield Problem(
                file,
                1,
                f"the case “{text['case']['case']}” is not among the cases of the lesson in programme.yaml",
            )


def _story_problems(library: Library) -> Iterator[Problem]:
    known = {case["slug"] for case in library.cases}
    for slug in library.stories.keys() - known:
        yield Problem(f"cases/{slug}.md", 1, f"case_studies.yaml has no case {slug}")
