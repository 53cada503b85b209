"""The tables as the models are today, without their history: in seconds, not in a minute."""


class WithoutMigrations(dict):
    """As MIGRATION_MODULES: no app has any. `migrate` then needs `run_syncdb`."""

    def __contains__(self, app):
        return True

    def __getitem__(self, app):
        return None


def make_tables() -> None:
    """All of them, with the rows that Wagtail's own migrations would have made."""
    from django.core.management import call_command  # noqa: PLC0415 -- after the settings

    from tests.conftest import make_search_table, make_wagtail_root  # noqa: PLC0415

    call_command("migrate", run_syncdb=True, verbosity=0)
    make_search_table()
    make_wagtail_root()
