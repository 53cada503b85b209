"""What a backup says of itself: every file with its digest, every table, the code it was made by."""

import hashlib
import json
import re
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cms.backup.tables import TableState
from content.base.errors import RuleError

FILE = "manifest.json"
SEAL = "manifest.json.sha256"
FORMAT = 1
COMPLETE = re.compile(r"campus-\d{8}T\d{6}Z(-\d+)?")
"""The name of a complete backup. One under construction has another, so nobody takes it for one."""


class UnreadableBackup(RuleError):
    pass


@dataclass(frozen=True)
class FileState:
    sha256: str
    size: int
    changed: str
    """When the original was changed last: with the size, how the next backup knows it again."""


@dataclass(frozen=True)
class Manifest:
    made_at: str
    engine: str
    code: dict[str, str]
    migrations: dict[str, list[str]]
    """The last migrations of each app."""
    database: FileState
    tables: dict[str, TableState]
    files: dict[str, FileState] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    """Files that the database names and nobody has."""
    left_over: list[str] = field(default_factory=list)
    """Files that the database does not name."""
    with_keys: bool = False
    seconds: float = 0
    format: int = FORMAT

    @property
    def size(self) -> int:
        return self.database.size + sum(state.size for state in self.files.values())

    @property
    def rows(self) -> int:
        return sum(state.rows for state in self.tables.values())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
    (folder / FILE).write_bytes(text)
    (folder / SEAL).write_text(f"{hashlib.sha256(text).hexdigest()}  {FILE}\n", encoding="ascii")


def read_manifest(folder: Path) -> Manifest:
    """Raises UnreadableBackup for a folder that is no complete backup of a format known here."""
    if not COMPLETE.fullmatch(folder.resolve().name) or not (folder / FILE).is_file():
        raise UnreadableBackup(f"{folder} is no complete backup.")
    text = (folder / FILE).read_bytes()
    seal = (folder / SEAL).read_text(encoding="ascii").split() if (folder / SEAL).is_file() else []
    if seal[:1] != [hashlib.sha256(text).hexdigest()]:
        raise UnreadableBackup(f"{folder / FILE} is not as it was written.")
    data = json.loads(text)
    if data["format"] != FORMAT:
        raise UnreadableBackup(f"This code reads backups of format {FORMAT}, not {data['format']}.")
    return Manifest(
        **data
        | {
            "database": FileState(**data["database"]),
            "tables": {name: TableState(**state) for name, state in data["tables"].items()},
            "files": {name: FileState(**state) for name, state in data["files"].items()},
        }
    )


def applied_migrations() -> dict[str, list[str]]:
    """The last ones of each app in this database."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    found: dict[str, list[str]] = {}
    for app, name in sorted(loader.applied_migrations):
        found.setdefault(app, []).append(name)
    return {app: names[-1:] for app, names in found.items()}


def unknown_migrations(manifest: Manifest) -> list[str]:
    """Those that this code has not: the backup is of newer code."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    ours = {app for app, _name in known}
    return [
        f"{app}.{name}"
        for app, names in sorted(manifest.migrations.items())
        for name in names
        if app in ours and (app, name) not in known
    ]


def code_of_today() -> dict[str, str]:
    """The version, and a digest of the code, which differs after any change."""
    root, digest = Path(settings.BASE_DIR), hashlib.sha256()
    files = [path for app in ("content", "courses", "learners", "cms") for path in (root / app).rglob("*.py")]
    for path in sorted([*files, root / "requirements.lock"]):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"version": project["version"], "digest": digest.hexdigest()[:16]}
