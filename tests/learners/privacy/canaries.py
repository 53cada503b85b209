"""Words that stand nowhere else, one in each text column of each row about a person."""

from django.db import models

from learners.privacy.registry import holdings, model_of, rows_of
from tests.learners.audit.tampering import tampering


def fill(user) -> dict[str, tuple[str, int, str]]:
    """Canary -> table, row and column. What has choices, a form or a meaning for rules keeps its value."""
    with tampering():
        return _fill(user)


def _fill(user) -> dict[str, tuple[str, int, str]]:
    put: dict[str, tuple[str, int, str]] = {}
    for holding in holdings():
        for row in rows_of(holding, user):
            values = {}
            for column in model_of(holding)._meta.concrete_fields:
                canary = f"kx{len(put)}z"
                if _takes_text(column) and column.name not in holding.secret and _room(column) >= len(canary):
                    put[canary] = holding.model, row.pk, column.name
                    values[column.name] = (
                        canary if not isinstance(column, models.JSONField) else _beside(row, column, canary)
                    )
            type(row)._default_manager.filter(pk=row.pk).update(**values)
    return put


_MEANT = {"checksum", "sha256", "file_sha256", "serial", "signature", "stored_name", "plain_name", "evidence_name",
          "detail_digest", "previous", "digest", "name_of_event", "verb", "receiver", "kind", "content_type", "time_zone",
          "code", "scope", "head", "reference", "object_id", "action", "model_path", "version", "session_key", "evidence_type",
          "country", "message_id", "roles", "deed", "classification", "points"}  # fmt: skip


def _takes_text(column) -> bool:
    if column.name in _MEANT or column.choices or column.primary_key or column.is_relation:
        return False
    if column.model._meta.label == "learners.AuditEntry" or (column.model._meta.label, column.name) == (
        "cms.User",
        "email",
    ):
        return False
    return isinstance(column, (models.CharField, models.TextField, models.JSONField)) and not isinstance(
        column, (models.EmailField, models.URLField, models.FileField)
    )


def _room(column) -> int:
    return column.max_length or 1000


def _beside(row, column, canary: str):
    """Rules go on reading what was there."""
    value = getattr(row, column.name)
    if isinstance(value, dict):
        return value | {"canary": canary}
    return [*value, canary] if isinstance(value, list) else canary
