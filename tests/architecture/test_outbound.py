"""Which modules ask other machines: only what the operator has set, never an address that somebody gave."""

import ast
import socket
from pathlib import Path

import pytest
from django.conf import settings
from wagtail.embeds.finders import get_finders

from tests.cms.editor import make_superuser

ROOT = Path(settings.BASE_DIR)
APPS = ("content", "courses", "learners", "cms")
SPEAKERS = (
    "urllib.request",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "http.client",
    "socket",
    "ftplib",
    "smtplib",
    "websockets",
    "pyhanko.sign.timestamps",
)
ALLOWED = {
    # It asks its own web process, on this machine, whether it is there.
    "cms/management/commands/serve.py": {"http.client", "socket"},
    # The address of a setting, where the operator wants time stamps in signatures.
    "learners/credentials/pdf_signing.py": {"pyhanko.sign.timestamps"},
    # Names of errors alone.
    "learners/events/delivering.py": {"smtplib", "socket"},
    "cms/views.py": {"smtplib"},
}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def speakers_in(path: Path) -> set[str]:
    names = imported(path)
    return {
        speaker
        for speaker in SPEAKERS
        if any(name == speaker or name.startswith(f"{speaker}.") for name in names)
    }


def test_only_these_modules_speak():
    files = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py"))

    assert {str(path.relative_to(ROOT)): found for path in files if (found := speakers_in(path))} == ALLOWED


@pytest.mark.parametrize(
    "line",
    [
        "import requests",
        "from urllib.request import urlopen",
        "from http import client",
        "import urllib3.util",
    ],
)
def test_a_speaking_module_would_be_seen(tmp_path, line):
    module = tmp_path / "module.py"
    module.write_text(line)

    assert len(speakers_in(module)) == 1


def test_no_address_of_a_player_is_asked(client, db):
    """Wagtail would ask the provider that an address names."""
    client.force_login(make_superuser())
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        host = f"127.0.0.1:{canary.getsockname()[1]}"

        for address in (f"http://{host}/", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"):
            client.post("/admin/embeds/chooser/upload/", {"embed-chooser-url": address})

        with pytest.raises(TimeoutError):
            canary.accept()
    assert get_finders() == []
