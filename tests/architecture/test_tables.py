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


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_a_table_has_no_order_of_its_own_but_of_parts(model):
    ordering = model._meta.ordering

    assert ordering in ([], ["sort_order"])


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_a_moment_ends_in_at_and_a_day_in_on(model):
    odd = [
        field.name
        for field in own_fields(model)
        if (
            isinstance(field, models.DateTimeField)
            and not re.search(r"(_at|^at|_until|date_joined|last_login)$", field.name)
        )
        or (type(field) is models.DateField and not field.name.endswith("_on"))
    ]

    assert odd == []


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_nothing_of_a_learner_hangs_on_a_page(model):
    """Records point at the Activity: pages may be edited, moved, translated."""
    if model._meta.app_label != "learners":
        return
    pages = [
        f.name for f in own_fields(model) if f.is_relation and f.related_model._meta.label.endswith("Page")
    ]

    assert pages == []


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
