"""How connections to PostgreSQL are kept: one for each thread, or a pool in each process, or by a pooler in between; how long each waits."""

from importlib import import_module

from cms.settings.env import read

PATIENCE = 2
"""Seconds until a database that does not take a connection counts as down, and the page says so."""
KEPT_PLANS = {"server_side_binding": True, "prepare_threshold": 5}
"""A statement that comes for the sixth time on a connection is planned once for all further times. Planning was two thirds of what an answer cost the database."""
LONGER = 2
"""Seconds that a process waits longer than the server works: what is slow is ended there, what is silent here."""


def pooled(database: dict) -> dict:
    """CAMPUS_DB_POOL: `threads` (the fastest with few threads), a number (the most of a pool in each process), or `outside`.

    CAMPUS_DB_SECONDS: the longest that one statement may take; 0 is no limit, for commands that work long.

    `outside` is for PgBouncer: a transaction may meet another connection each time, so nothing may rest on the session.
    """
    way = read("CAMPUS_DB_POOL", default="threads")
    options = {"connect_timeout": PATIENCE, **database.get("OPTIONS", {})}
    database = database | {"ENGINE": "cms.postgresql"}
    if seconds := read.int("CAMPUS_DB_SECONDS", default=0):
        database = database | {"PATIENCE": seconds + LONGER}
        if way != "outside":  # PgBouncer refuses a connection that brings settings along
            options = {"options": f"-c statement_timeout={seconds}s", **options}
    if way == "outside":
        outside = {"CONN_MAX_AGE": 0, "DISABLE_SERVER_SIDE_CURSORS": True}
        return database | outside | {"OPTIONS": options | {"prepare_threshold": None}}
    options = {**KEPT_PLANS, **options}
    if way == "threads":
        return database | {"OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    if not way.isdigit() or way == "0":
        raise SystemExit(f"CAMPUS_DB_POOL is {way}. It is `threads`, `outside`, or a number above 0.")
    # Django refuses a pool together with connections that stay.
    patient = import_module("cms.postgresql.base").PatientConnection
    pool = {"min_size": 1, "max_size": int(way), "timeout": PATIENCE, "connection_class": patient}
    return database | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options | {"pool": pool}}
