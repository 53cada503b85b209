"""All answers of an application in words, group by group: for the last look, and for readers."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from learners.admissions.countries import country_name
from learners.admissions.models import Application
from learners.admissions.tasklist import FIELDS, TITLES, Task, field_of, words_in


@dataclass(frozen=True)
class Answer:
    label: str
    value: str
    """Empty when nothing was entered."""
    long: bool


@dataclass(frozen=True)
class Group:
    task: Task
    title: str | Promise
    answers: list[Answer]


def summary(application: Application) -> list[Group]:
    return [
        Group(task, TITLES[task], [_answer(application, name) for name in names])
        for task, names in FIELDS.items()
    ]


def _answer(application: Application, name: str) -> Answer:
    field = field_of(name)
    label, value = str(field.verbose_name), getattr(application, name)
    if name == "country":
        value = country_name(value)
    elif field.choices:
        value = getattr(application, f"get_{name}_display")()
    if name == "motivation" and value:
        label = _("%(label)s (%(count)s words)") % {"label": label, "count": words_in(value)}
    return Answer(label, "" if value is None else str(value), long=len(str(value)) > 200)
