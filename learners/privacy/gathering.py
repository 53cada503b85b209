"""Everything that is held about a person, read by the declarations of the features."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.base.holdings import Holding
from learners.privacy.registry import holdings, model_of, persons_in, rows_of


@dataclass(frozen=True)
class Line:
    """One row: name of the column -> its label and its value."""

    values: dict[str, tuple[str, Any]]


@dataclass
class Table:
    title: str
    name: str
    lines: list[Line] = field(default_factory=list)
    secret: dict[str, str] = field(default_factory=dict)
    """Column -> why it is left out."""


@dataclass(frozen=True)
class Enclosed:
    """A file of the copy."""

    path: str
    content: bytes


@dataclass
class Gathered:
    tables: list[Table] = field(default_factory=list)
    files: list[Enclosed] = field(default_factory=list)
    deeds: list[dict[str, str]] = field(default_factory=list)
    """What the person did to rows about others: table, number, column."""


def gather(user) -> Gathered:
    found = Gathered()
    for holding in reversed(holdings()):
        table = _table(holding, user, found.files)
        if table.lines:
            found.tables.append(table)
    found.deeds = list(_deeds(user))
    return found


def _table(holding: Holding, user, files: list[Enclosed]) -> Table:
    model = model_of(holding)
    rows = rows_of(holding, user).filter(holding.shown).order_by("pk").distinct()
    open_rows = (
        set(rows.filter(holding.hidden_unless).values_list("pk", flat=True)) if holding.hidden else set()
    )
    table = Table(str(holding.title), model._meta.label, secret=dict(holding.secret))
    for row in rows:
        hidden = set(holding.hidden) if row.pk not in open_rows else set()
        values = _values(row, user, hidden | set(holding.secret), files)
        for kept in holding.files:
            _enclose_kept(row, kept, values, files)
        table.lines.append(Line(values))
    return table


def _values(row, user, left_out: set[str], files: list[Enclosed]) -> dict[str, tuple[str, Any]]:
    values: dict[str, tuple[str, Any]] = {}
    for column in row._meta.concrete_fields:
        if column.name not in left_out:
            values[column.name] = capfirst(str(column.verbose_name)), _value(row, column, user, files)
    for many in row._meta.local_many_to_many:
        values[many.name] = (
            capfirst(str(many.verbose_name)),
            [str(each) for each in getattr(row, many.name).all()],
        )
    return values


def _value(row, column: models.Field, user, files: list[Enclosed]) -> Any:
    raw = getattr(row, column.attname)
    if column.is_relation:
        return _other(row, column, raw, user)
    if isinstance(column, models.BinaryField):
        path = f"files/{row._meta.model_name}-{row.pk}"
        files.append(Enclosed(path, bytes(raw)))
        return path
    if isinstance(column, models.FileField):
        return str(raw)
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    return raw


def _other(row, column: models.Field, raw, user) -> Any:
    """Other people by a number alone; an activity or a cohort by the code that the person knows."""
    if raw is None:
        return None
    if column.related_model is get_user_model():
        return _("you") if raw == user.pk else _("another person (%s)") % raw
    columns = column.related_model._meta.concrete_fields if column.related_model else ()
    named = {each.name for each in columns} & {"code", "reference"}
    return getattr(getattr(row, column.name), named.pop()) if named else raw


def _enclose_kept(row, kept, values: dict, files: list[Enclosed]) -> None:
    content = kept.folder.read(getattr(row, kept.column))
    if content is None:
        return
    path = f"files/{row._meta.model_name}-{row.pk}-{kept.column.removesuffix('_name')}"
    files.append(Enclosed(path + _ending(row), content))
    values[f"file_{kept.column}"] = _("File"), path + _ending(row)


_ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "text/plain": ".txt"}


def _ending(row) -> str:
    """By the type that was found in the content, never by the name that somebody gave."""
    return _ENDINGS.get(getattr(row, "content_type", "") or getattr(row, "evidence_type", ""), ".bin")


def _deeds(user) -> Iterator[dict[str, str]]:
    about_the_person = {(each.model, each.whose) for each in holdings()}
    for model in apps.get_models():
        for column in persons_in(model):
            if (model._meta.label, column) not in about_the_person:
                numbers = model._default_manager.filter(**{column: user.pk}).order_by("pk")
                yield from (
                    {"table": str(model._meta.verbose_name), "column": column, "number": str(pk)}
                    for pk in numbers.values_list("pk", flat=True)
                )
