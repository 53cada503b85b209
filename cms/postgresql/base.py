"""How long a process waits for a database that took its question and says nothing, and how many values one statement carries.

The server's own limit (statement_timeout) ends what is slow. It cannot end what is silent: a machine that froze, a line that
was cut in between. Without a limit on this side such a question holds its thread for ever.
"""

from types import SimpleNamespace

import psycopg
from django.db import OperationalError
from django.db.backends.postgresql import base
from django.db.backends.postgresql.features import DatabaseFeatures
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg.errors import _WaitTimeout

from cms.settings.pooling import PATIENCE

MOST_VALUES = 65_535
"""In one statement, by PostgreSQL's protocol, where values travel apart from it (`KEPT_PLANS`)."""


class PatientConnection(psycopg.Connection):
    patience: float | None = None
    """Seconds for one statement. None: as long as it takes."""
    silent = False
    """Nothing came in that time."""

    @classmethod
    def connect(cls, conninfo="", *, patience=None, **options):
        connection = super().connect(conninfo, **options)
        connection.patience = patience
        return connection

    def wait(self, gen, interval: float = 0.1, timeout: float | None = None):
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except _WaitTimeout as silence:
            if timeout is not None:
                raise
            self.silent = True
            self.close()  # half of a question is on its way, so nothing else can be asked here
            raise psycopg.OperationalError(f"No answer for {self.patience} s.") from silence


class Features(DatabaseFeatures):
    max_query_params = MOST_VALUES


class Operations(DatabaseOperations):
    def bulk_batch_size(self, fields, objs) -> int:
        """Django asks before it writes or deletes many rows. An update of many names each row once more for each field."""
        return MOST_VALUES // (2 * max(1, len(fields)))


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = Features
    ops_class = Operations
    Database = SimpleNamespace(**{**vars(psycopg), "connect": PatientConnection.connect})  # type: ignore[assignment]  # Django takes any namespace

    def is_usable(self) -> bool:
        """Asked before each request. Nobody has waited yet, so a silent one is found out soon."""
        if self.connection is None or self.connection.patience is None:
            return super().is_usable()
        usual, self.connection.patience = self.connection.patience, PATIENCE
        try:
            return super().is_usable()
        finally:
            self.connection.patience = usual

    def close_if_health_check_failed(self) -> None:
        """A new connection to a server that says nothing would only wait as long once more: the page says now that it is away."""
        asked = self.connection
        super().close_if_health_check_failed()
        if asked is not None and getattr(asked, "silent", False):
            raise OperationalError("The database says nothing.")

    def get_connection_params(self) -> dict:
        return super().get_connection_params() | {"patience": self.settings_dict.get("PATIENCE")}
