"""make licences: writes docs/licences.md from the lock and what its packages say of themselves."""

import re
import sys

from tests.supply.locked import ROOT, Locked, locked_packages

PAGE = ROOT / "docs" / "licences.md"
ALLOWED = {
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0",
}  # fmt: skip
"""Free to use, change and pass on together with this project. LGPL and MPL ask only for changes of the library itself."""


def is_allowed(licence: str) -> bool:
    """Each part of an AND has to be allowed, one of an OR is enough."""
    return bool(licence) and all(
        any(part.strip(" ()") in ALLOWED for part in re.split(r"\bOR\b", whole))
        for whole in re.split(r"\bAND\b", licence)
    )


def refused(packages: list[Locked]) -> list[str]:
    return sorted(
        f"{package.name}: {package.licence or 'unknown'}"
        for package in packages
        if not is_allowed(package.licence)
    )


def page_of(packages: list[Locked]) -> str:
    lines = [
        "# Licences of what is installed in production",
        "",
        f"{len({package.name for package in packages})} packages of `requirements.lock`. `make licences` writes this page; "
        "a test says when it is old, and when a package has a licence that is not allowed here: "
        f"{', '.join(sorted(ALLOWED))}.",
        "",
        "| package | version | licence | where |",
        "|---|---|---|---|",
    ]
    for package in packages:
        where = f"`{package.marker}`" if package.marker else "everywhere"
        lines.append(
            f"| [{package.name}]({package.page}) | {package.version} | {package.licence} | {where} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    packages = locked_packages()
    PAGE.write_text(page_of(packages), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}: {len(packages)} lines.\n")
    if bad := refused(packages):
        sys.exit("Not allowed: " + "; ".join(bad))


if __name__ == "__main__":
    main()
