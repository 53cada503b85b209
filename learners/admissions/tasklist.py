"""Which tasks an application has, and what each still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from django.db.models import Field
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learners.admissions.models import Application, Document

FEWEST_WORDS, MOST_WORDS = 400, 600
MOST_OF_A_KIND = 3
Kind = Document.Kind


class Task(StrEnum):
    ABOUT = "about-you"
    WORK = "work"
    EDUCATION = "education"
    MOTIVATION = "motivation"
    HOST = "host"
    DOCUMENTS = "documents"


TITLES: dict[Task, str | Promise] = {
    Task.ABOUT: gettext_lazy("About you"),
    Task.WORK: gettext_lazy("Your work"),
    Task.EDUCATION: gettext_lazy("Education and English"),
    Task.MOTIVATION: gettext_lazy("Why you apply"),
    Task.HOST: gettext_lazy("Host for the internship"),
    Task.DOCUMENTS: gettext_lazy("Documents"),
}
FIELDS: dict[Task, tuple[str, ...]] = {
    Task.ABOUT: ("printed_name", "country", "gender", "time_zone", "phone"),
    Task.WORK: (
        "organisation",
        "sector",
        "government_level",
        "role",
        "years_experience",
        "years_responsible",
        "responsibility",
    ),
    Task.EDUCATION: ("degree", "education", "english"),
    Task.MOTIVATION: ("motivation",),
    Task.HOST: ("host", "host_note"),
}
OPTIONAL = ("gender", "phone", "host_note")


@dataclass(frozen=True)
class TaskState:
    task: Task
    title: str | Promise
    missing: list[str]
    begun: bool

    @property
    def done(self) -> bool:
        return not self.missing

    @property
    def state(self) -> str:
        """As the component for a row of tasks names it."""
        return "done" if self.done else "current" if self.begun else "todo"


def field_of(name: str) -> Field:
    return cast("Field", Application._meta.get_field(name))


def words_in(text: str) -> int:
    return len(text.split())


def task_list(application: Application, documents: Iterable[Document]) -> list[TaskState]:
    """The six tasks in their order. documents: those that are not deleted."""
    kinds = [document.kind for document in documents]
    lists = [
        TaskState(task, TITLES[task], _missing_in(application, task), _begun(application, task))
        for task in FIELDS
    ]
    lacking = [str(Kind(kind).label) for kind in missing_documents(application, kinds)]
    return [*lists, TaskState(Task.DOCUMENTS, TITLES[Task.DOCUMENTS], lacking, bool(kinds))]


def required_documents(application: Application) -> list[str]:
    """The kinds that must be there. Proof of English is not, for whoever asks for an interview."""
    kinds = [Kind.CV, Kind.DEGREE, Kind.REFERENCE, Kind.LANGUAGE]
    if application.english == Application.English.INTERVIEW:
        kinds.remove(Kind.LANGUAGE)
    if application.identity_verified_at is None:
        kinds.append(Kind.IDENTITY)
    return [kind.value for kind in Kind if kind in kinds]


def missing_documents(application: Application, kinds: Iterable[str]) -> list[str]:
    present = set(kinds)
    return [kind for kind in required_documents(application) if kind not in present]


def _begun(application: Application, task: Task) -> bool:
    return any(getattr(application, name) not in ("", None) for name in FIELDS[task])


def _missing_in(application: Application, task: Task) -> list[str]:
    missing = [
        str(field_of(name).verbose_name)
        for name in FIELDS[task]
        if name not in OPTIONAL and getattr(application, name) in ("", None)
    ]
    if task == Task.MOTIVATION and application.motivation:
        missing += wrong_length(application.motivation)
    return missing


def wrong_length(text: str) -> list[str]:
    """One sentence, or none when the text has 400 to 600 words."""
    count = words_in(text)
    values = {"count": count, "fewest": FEWEST_WORDS, "most": MOST_WORDS}
    if count < FEWEST_WORDS:
        return [_("Your text has %(count)s words. Write %(fewest)s to %(most)s words.") % values]
    if count > MOST_WORDS:
        return [_("Your text has %(count)s words. Shorten it to %(most)s words or fewer.") % values]
    return []


def doubts(application: Application) -> list[str]:
    """Where the entry rules (specification 1.2) are not met, as far as numbers can tell. People decide, not this."""
    years, responsible = application.years_experience, application.years_responsible
    on_file = application.is_on_file
    found = []
    if years is not None and years < (8 if on_file else 5):
        found.append(
            (_("Without a degree 8 years of experience are asked for; it is %s.") % years)
            if on_file
            else (_("5 years of experience are asked for; it is %s.") % years)
        )
    if responsible is not None and responsible < 2:
        found.append(_("2 years of responsibility are asked for; it is %s.") % responsible)
    return found
