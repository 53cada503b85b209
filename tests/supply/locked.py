"""What requirements.lock holds, and what the packages say of themselves."""

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
_LINE = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*])?==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>.*?))?\s*\\?$"
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Locked:
    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def is_for_here(self) -> bool:
        return not self.marker or Marker(self.marker).evaluate()

    @property
    def licence(self) -> str:
        """In SPDX's words; empty where the package says nothing that is known here."""
        return SAID_ELSEWHERE.get(self.name) or _licence_of(self.name)

    @property
    def page(self) -> str:
        return f"https://pypi.org/project/{self.name}/"


def locked_packages(lock: Path = LOCK) -> list[Locked]:
    found: list[Locked] = []
    for entry in re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8")):
        head, *rest = entry.splitlines() or [""]
        if match := _LINE.match(head):
            hashes = tuple(_HASH.findall("\n".join(rest)))
            found.append(Locked(match["name"], match["version"], match["marker"] or "", hashes))
    return found


SAID_ELSEWHERE = {
    # not installed on every system, so their own words are not always there to read
    "async-timeout": "Apache-2.0",
    "colorama": "BSD-3-Clause",
    # their classifiers name several, or one of a dependency that is not shipped
    "fido2": "BSD-2-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
    "asgiref": "BSD-3-Clause",
    "draftjs-exporter": "MIT",
}
_SPDX = {
    "apache 2.0": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "isc license (iscl)": "ISC",
    "mit": "MIT",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psf-2.0": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
}


def _licence_of(name: str) -> str:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    if expression := told.get("License-Expression"):
        return expression
    classifiers = [
        line.rpartition("::")[2] for line in told.get_all("Classifier", []) if line.startswith("License ::")
    ]
    for words in [*classifiers, told.get("License") or ""]:
        if known := _SPDX.get(words.strip().lower()):
            return known
    return ""
