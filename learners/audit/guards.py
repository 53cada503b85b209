"""Triggers that hold append-only tables. An erasure has one way through them: its tombstone must stand there first."""

from learners.audit.models import AuditDetail, AuditEntry, Tombstone

_STONE = "SELECT 1 FROM learners_tombstone WHERE user_number IN ({})"
_DETAIL = _STONE.format(
    "(SELECT by_id FROM learners_auditentry WHERE id = OLD.entry_id), "
    "(SELECT person_id FROM learners_auditentry WHERE id = OLD.entry_id)"
)
_GRADE = _STONE.format("(SELECT user_id FROM learners_enrolment WHERE id = OLD.enrolment_id)")
_SAME = ("id", "enrolment_id", "activity_id", "points", "max_points", "resit", "by_id", "at")
_NEVER = "1 = 0"
_UPDATES = {
    AuditEntry._meta.db_table: _NEVER,
    Tombstone._meta.db_table: _NEVER,
    "learners_consent": _NEVER,
    AuditDetail._meta.db_table: (
        "NEW.id = OLD.id AND NEW.entry_id = OLD.entry_id AND NEW.erased_at IS NOT NULL "
        f"AND NEW.salt = '' AND NEW.origin = '' AND NEW.data = '' AND EXISTS ({_DETAIL})"
    ),
    "learners_gradeevent": (
        " AND ".join(
            f"(NEW.{name} = OLD.{name} OR (NEW.{name} IS NULL AND OLD.{name} IS NULL))" for name in _SAME
        )
        + f" AND NEW.reason = '' AND EXISTS ({_GRADE})"
    ),
}
"""Table -> which change of a row is let through. No row is ever deleted."""


def put_guards(connection) -> None:
    """Safe to run twice."""
    statements = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    with connection.cursor() as cursor:
        for table, allowed in _UPDATES.items():
            for statement in statements(table, allowed):
                cursor.execute(statement)


def take_guards_away(connection) -> None:
    """For a migration that goes back."""
    with connection.cursor() as cursor:
        for table in _UPDATES:
            for deed in ("update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{deed}{on}")


def missing_guards(connection) -> list[str]:
    """Tables without their triggers. SQLite drops them when a later migration makes a table anew."""
    catalogue = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        present = {name for (name,) in cursor.fetchall()}
    return [table for table in _UPDATES if {f"{table}_no_update", f"{table}_no_delete"} - present]


def _on_sqlite(table: str, allowed: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_update",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT ({allowed}) {refuse}",
        f"DROP TRIGGER IF EXISTS {table}_no_delete",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
    ]


def _on_postgresql(table: str, allowed: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'"
    return [
        f"CREATE OR REPLACE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' THEN IF {allowed} THEN RETURN NEW; END IF; END IF; {refuse}; END $$",
        f"DROP TRIGGER IF EXISTS {table}_no_update ON {table}",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_guard()",
        f"DROP TRIGGER IF EXISTS {table}_no_delete ON {table}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_guard()",
    ]
