"""The real programme in the tables, and a small library folder cut out of it."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from courses.library.loading import load_programme
from courses.library.yaml_files import read_yaml, yaml_text
from tests.factories.replaying import Replayed

REAL = Path(settings.BASE_DIR) / "content" / "library"
LESSONS = ["M01-L01", "M01-L03"]
CASES = ["kenya-huduma-centres"]

LOADED_AT = datetime(2026, 2, 1, 12, tzinfo=UTC)
_WHOLE = Replayed(lambda: load_programme(REAL, overwrite=False, at=LOADED_AT))


def make_whole_programme() -> None:
    """All modules, lessons, banks and cases as they are loaded into an empty installation."""
    _WHOLE.make()


def write_small_library(folder: Path) -> Path:
    """Module 1 with two lessons (the first with its text), one case, three questions."""
    programme = dict(read_yaml(REAL / "programme.yaml"))
    module = programme["modules"][0]
    module["lessons"] = [lesson for lesson in module["lessons"] if lesson["code"] in LESSONS]
    programme["modules"] = [module]
    cases = [case for case in read_yaml(REAL / "case_studies.yaml")["case_studies"] if case["slug"] in CASES]
    bank = read_yaml(REAL / "banks" / "M01.yaml")
    bank["questions"] = [question for question in bank["questions"] if question["lesson"] in LESSONS][:3]
    for line in module["assessments"]:
        if line["type"] == "quiz":
            line["questions"] = 2
    files = {
        "programme.yaml": programme,
        "principles.yaml": read_yaml(REAL / "principles.yaml"),
        "case_studies.yaml": {"case_studies": cases},
        "glossary.yaml": {"terms": read_yaml(REAL / "glossary.yaml")["terms"][:2]},
        "resources.yaml": read_yaml(REAL / "resources.yaml"),
        "self_assessment.yaml": read_yaml(REAL / "self_assessment.yaml"),
        "banks/M01.yaml": bank,
    }
    for name in ("lessons", "figures", "banks", "pages"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_text(yaml_text(data, name), encoding="utf-8")
    lesson = (REAL / "lessons" / "M01-L01.md").read_text(encoding="utf-8")
    (folder / "lessons" / "M01-L01.md").write_text(lesson, encoding="utf-8")
    return folder


def replace_in(path: Path, old: str, new: str) -> int:
    """Change the first occurrence; the number of its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1
