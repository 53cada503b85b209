"""How a database is copied into one file, in one moment, and brought back from it: SQLite and PostgreSQL."""

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.db.backends.sqlite3._functions import register

from cms.backup.naming import named_files
from cms.backup.tables import TableState, states_in_postgresql, states_in_sqlite
from content.base.errors import RuleError

DEBIAN = Path("/usr/lib/postgresql")
ENGINES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
"""The name of the one file that each engine's database becomes."""


class UnableToCopy(RuleError):
    pass


@dataclass(frozen=True)
class Copied:
    """What the copy holds, read in the moment that it is of."""

    tables: dict[str, TableState]
    named: set[str]


def copy_database(target: Path) -> Copied:
    return _copy_postgresql(target) if connection.vendor == "postgresql" else _copy_sqlite(target)


def table_states() -> dict[str, TableState]:
    """What the tables of this database hold now."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            return states_in_postgresql(cursor)
    with closing(_plain_sqlite()) as plain:
        return states_in_sqlite(plain.cursor())


def bring_back(source: Path) -> None:
    """Put the copy in the place of everything that the database holds: whole, or not at all."""
    if connection.vendor == "postgresql":
        _bring_back_postgresql(source)
    else:
        _bring_back_sqlite(source)


def is_empty() -> bool:
    return not connection.introspection.table_names()


def _plain_sqlite() -> sqlite3.Connection:
    """Without Django's converters: values as they are stored."""
    name = str(connection.settings_dict["NAME"])
    return sqlite3.connect(name, uri=name.startswith("file:"))


def _copy_sqlite(target: Path) -> Copied:
    with closing(_plain_sqlite()) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)  # in one step, so writers in between are in it whole or not at all
        copy.execute("PRAGMA journal_mode=DELETE")
        register(copy)  # constraints call Django's functions
        damage = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if damage != "ok":
            raise UnableToCopy(f"The database is damaged: {damage}.")
        cursor = copy.cursor()
        return Copied(states_in_sqlite(cursor), named_files(cursor))


def _bring_back_sqlite(source: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as copy:
        try:
            copy.backup(connection.connection)
        except sqlite3.DatabaseError as error:
            raise UnableToCopy(f"The database was not restored ({error}). Is the site stopped?") from error
    connection.close()  # what the connection knew of the tables is over


def _copy_postgresql(target: Path) -> Copied:
    """The server's own tool and our digests see the same snapshot, whatever is written meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        arguments, environment = _access()
        command = [_tool("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
        command += [f"--snapshot={snapshot}", f"--file={target}", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise UnableToCopy(f"The database was not copied: {done.stderr.strip()[:400]}")
        return Copied(states_in_postgresql(cursor), named_files(cursor))


def _bring_back_postgresql(source: Path) -> None:
    """All in one transaction, which ends well only after the last line: a failure leaves the database as it was."""
    arguments, environment = _access()
    reading = [_tool("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(source)]
    writing = [_tool("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    writing += [f"--command={_EMPTY}", "--file=-", *arguments]
    connection.close()
    with TemporaryFile() as told, TemporaryFile() as answered:
        reader = subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=told)  # noqa: S603 -- our own words
        writer = subprocess.Popen(  # noqa: S603
            writing, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=answered
        )
        with contextlib.suppress(BrokenPipeError):
            shutil.copyfileobj(_pipe(reader.stdout), _pipe(writer.stdin))
        _pipe(reader.stdout).close()
        if reader.wait():
            writer.kill()  # before it sees the end, which it would take for success
        with contextlib.suppress(BrokenPipeError):
            _pipe(writer.stdin).close()
        if writer.wait() or reader.returncode:
            raise UnableToCopy(f"The database was not restored: {_words(answered) or _words(told)}")


_EMPTY = "SET lock_timeout = '10s'; SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public"


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    if end is None:
        raise UnableToCopy("The database's tools cannot be reached.")
    return end


def _words(file: IO[bytes]) -> str:
    file.seek(0)
    return re.sub(r"\s+", " ", file.read(4000).decode(errors="replace")).strip()[:400]


def _access() -> tuple[list[str], dict[str, str]]:
    """How the tools reach this database. The password goes by the environment, which other users cannot read."""
    arguments, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return arguments[1:], {"PATH": os.defpath, **(environment or {})}


def _tool(name: str) -> str:
    """Of the server's own version where Debian keeps it, else whatever is on the path."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0]) // 10_000
    own = DEBIAN / str(version) / "bin" / name
    found = str(own) if own.is_file() else shutil.which(name)
    if not found:
        raise UnableToCopy(f"{name} is missing. On Debian: apt-get install postgresql-client.")
    return found
