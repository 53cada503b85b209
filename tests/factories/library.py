"""The real programme in the tables, and smaller libraries cut out of it, as folders and in the tables."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from courses.library.loading import load_programme
from courses.library.yaml_files import read_yaml, yaml_text
from tests.factories.replaying import Replayed

REAL = Path(settings.BASE_DIR) / "content" / "library"
LESSONS = ["M01-L01", "M01-L03"]
CASES = ["kenya-huduma-centres"]

LOADED_AT = datetime(2026, 2, 1, 12, tzinfo=UTC)


def make_whole_programme() -> None:
    """All modules, lessons, banks and cases as they are loaded into an empty installation."""
    _WHOLE.make()


def make_whole_plan() -> None:
    """The library of write_whole_plan as it is loaded into an empty installation: seconds less than the whole."""
    _PLAN.make()


def make_small_library(folder: Path) -> Path:
    """The folder of write_small_library, and what is in it loaded into an empty installation."""
    _SMALL.make()
    return write_small_library(folder)


def write_whole_plan(folder: Path) -> Path:
    """All modules with all that they assess; one lesson of each, no questions, no cases."""
    return _write(folder, _plan_texts())


def write_small_library(folder: Path) -> Path:
    """Module 1 with two lessons (the first with its text), one case, three questions."""
    return _write(folder, _small_texts())


def _write(folder: Path, texts: dict[str, str]) -> Path:
    for name in ("lessons", "figures", "banks", "pages"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@cache
def _plan_texts() -> dict[str, str]:
    programme = read_yaml(REAL / "programme.yaml")
    for module in programme["modules"]:
        module["lessons"] = [lesson | {"cases": []} for lesson in module["lessons"][:1]]
    return _texts(programme, cases=[])


@cache
def _small_texts() -> dict[str, str]:
    programme = read_yaml(REAL / "programme.yaml")
    module = programme["modules"][0]
    module["lessons"] = [lesson for lesson in module["lessons"] if lesson["code"] in LESSONS]
    programme["modules"] = [module]
    cases = [case for case in read_yaml(REAL / "case_studies.yaml")["case_studies"] if case["slug"] in CASES]
    bank = read_yaml(REAL / "banks" / "M01.yaml")
    bank["questions"] = [question for question in bank["questions"] if question["lesson"] in LESSONS][:3]
    for line in module["assessments"]:
        if line["type"] == "quiz":
            line["questions"] = 2
    lesson = (REAL / "lessons" / "M01-L01.md").read_text(encoding="utf-8")
    written = {"banks/M01.yaml": yaml_text(bank, "banks/M01.yaml"), "lessons/M01-L01.md": lesson}
    return _texts(programme, cases=cases) | written


def _texts(programme: dict, *, cases: list[dict]) -> dict[str, str]:
    """By the names of their files. Of the further reading what the lessons name."""
    named = {
        source
        for module in programme["modules"]
        for lesson in module["lessons"]
        for source in lesson["sources"]
    }
    resources = read_yaml(REAL / "resources.yaml")
    resources["resources"] = [record for record in resources["resources"] if record["id"] in named]
    files = {
        "programme.yaml": programme,
        "principles.yaml": read_yaml(REAL / "principles.yaml"),
        "case_studies.yaml": {"case_studies": cases},
        "glossary.yaml": {"terms": read_yaml(REAL / "glossary.yaml")["terms"][:2]},
        "resources.yaml": resources,
        "self_assessment.yaml": read_yaml(REAL / "self_assessment.yaml"),
    }
    return {name: yaml_text(data, name) for name, data in files.items()}


def replace_in(path: Path, old: str, new: str) -> int:
    """Change the first occurrence; the number of its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def _load_cut(write: Callable[[Path], Path]) -> None:
    with TemporaryDirectory() as folder:
        load_programme(write(Path(folder)), overwrite=False, at=LOADED_AT)


_WHOLE = Replayed(lambda: load_programme(REAL, overwrite=False, at=LOADED_AT))
_PLAN = Replayed(lambda: _load_cut(write_whole_plan))
_SMALL = Replayed(lambda: _load_cut(write_small_library))
