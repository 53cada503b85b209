"""Laws over all tables of the project."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

APPS = ("content", "courses", "learners", "cms")
TABLES = [model for app in APPS for model in apps.get_app_config(app).get_models()]
FACTS = [
    "GradeEvent",
    "LearningEvent",
    "EditionText",
    "EditionActivity",
    "EditionQuestion",
    "StateChange",
    "Decision",
]


def own_fields(model):
    return [field for field in model._meta.local_fields if not isinstance(field, models.AutoField)]


def is_misnamed(field) -> bool:
    if isinstance(field, models.DateTimeField):
        return not re.search(r"(_at|^at|_until|date_joined|last_login)$", field.name)
    return type(field) is models.DateField and not field.name.endswith("_on")


def names_of(model, *, where) -> list[str]:
    return [f"{model.__name__}.{field.name}" for field in own_fields(model) if where(field)]


def test_a_table_has_no_order_of_its_own_but_of_parts():
    odd = {
        model.__name__: model._meta.ordering
        for model in TABLES
        if model._meta.ordering not in ([], ["sort_order"])
    }

    assert odd == {}


def test_a_moment_ends_in_at_and_a_day_in_on():
    assert [name for model in TABLES for name in names_of(model, where=is_misnamed)] == []


@pytest.mark.parametrize(
    ("field", "misnamed"),
    [
        (models.DateTimeField(name="opens_at"), False),
        (models.DateTimeField(name="opens"), True),
        (models.DateField(name="starts_on"), False),
        (models.DateField(name="starts_at"), True),
        (models.TextField(name="opens"), False),
    ],
)
def test_a_wrong_name_would_be_seen(field, misnamed):
    assert is_misnamed(field) is misnamed


def is_page(field) -> bool:
    return field.is_relation and field.related_model._meta.label.endswith("Page")


def test_nothing_of_a_learner_hangs_on_a_page():
    """Records point at the Activity: pages may be edited, moved, translated."""
    of_learners = [model for model in TABLES if model._meta.app_label == "learners"]

    assert of_learners
    assert [name for model in of_learners for name in names_of(model, where=is_page)] == []


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_is_never_updated(name):
    """No code updates or deletes rows of an append-only table."""
    pattern = re.compile(rf"{name}\.objects\b[^\n]*\.(update|delete)\(")
    root = Path(settings.BASE_DIR)
    found = [
        str(path.relative_to(root))
        for app in APPS
        for path in (root / app).rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_the_user_stands_alone_in_its_first_migration():
    text = (Path(settings.BASE_DIR) / "cms" / "migrations" / "0001_initial.py").read_text(encoding="utf-8")

    assert re.findall(r'CreateModel\(\s*name="(\w+)"', text) == ["User"]
