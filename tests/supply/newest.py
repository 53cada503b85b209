"""make newest: which locked packages are behind the newest of their line. Ends with 1 when one that guards the site is."""

import re
import subprocess
import sys
from dataclasses import dataclass

from tests.supply.locked import ROOT, Locked, locked_packages

UV = ROOT / ".venv" / "bin" / "uv"
GUARDS = {
    "argon2-cffi", "celery", "certifi", "cryptography", "defusedxml", "django", "django-allauth", "django-csp", "fido2",
    "granian", "lxml", "nh3", "pikepdf", "pillow", "psycopg", "pyhanko", "pyjwt", "pypdf", "redis", "urllib3", "wagtail",
    "whitenoise",
}  # fmt: skip
"""They meet what strangers send, or hold keys: a patch release of one of them is not left lying."""


@dataclass(frozen=True)
class Age:
    package: Locked
    of_line: str
    """The newest release of the same line: what a patch release is."""
    allowed: str
    """The newest that pyproject.toml lets in."""

    @property
    def is_behind(self) -> bool:
        return self.of_line != self.package.version

    @property
    def matters(self) -> bool:
        return self.is_behind and self.package.name in GUARDS


def line_of(version: str) -> str:
    """Django 5.2.19 is of the line 5.2.*: the first two numbers."""
    numbers = re.match(r"\d+(\.\d+)?", version)
    return f"{numbers[0] if numbers else version}.*"


def ages(packages: list[Locked], *, of_line: dict[str, str], allowed: dict[str, str]) -> list[Age]:
    """A package of which the index says nothing counts as new."""
    return [
        Age(package, of_line.get(package.name, package.version), allowed.get(package.name, package.version))
        for package in packages
    ]


def _resolved(*arguments: str, text: str = "") -> dict[str, str]:
    command = [str(UV), "pip", "compile", "-q", "--upgrade", "--no-annotate", "--no-header"]
    done = subprocess.run(
        [*command, *arguments], input=text, capture_output=True, text=True, check=False, cwd=ROOT, timeout=300
    )
    if done.returncode:
        sys.exit(f"The package index does not answer: {done.stderr.strip()[-500:]}")
    return dict(line.split("==", 1) for line in done.stdout.splitlines() if "==" in line)


def main() -> None:
    packages = [package for package in locked_packages() if package.is_for_here]
    lines = "\n".join(f"{package.name}=={line_of(package.version)}" for package in packages)
    found = ages(
        packages,
        of_line=_resolved("--no-deps", "-", text=lines),
        allowed=_resolved("--extra", "prod", "pyproject.toml"),
    )
    for age in found:
        if age.is_behind or age.allowed != age.package.version:
            mark = "!" if age.matters else " "
            row = (mark, age.package.name, age.package.version, age.of_line, age.allowed)
            sys.stdout.write(
                "{} {:28} locked {:12} newest of its line {:12} newest allowed {}\n".format(*row)
            )
    behind = [age.package.name for age in found if age.matters]
    sys.stdout.write(
        f"{len(found)} packages, {sum(age.is_behind for age in found)} behind their line, {len(behind)} of them guard the site.\n"
    )
    if behind:
        sys.exit(
            f"Behind, and they guard the site: {', '.join(behind)}. Run uv's upgrade of these and make lock."
        )


if __name__ == "__main__":
    main()
