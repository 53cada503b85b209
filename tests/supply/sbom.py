"""make sbom: writes the bill of materials (CycloneDX, JSON) of the production lock into the data folder."""

import os
import sys
import tomllib
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from tests.supply.locked import LOCK, ROOT, Locked, locked_packages


def bill_of(packages: list[Locked]) -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bom = Bom()
    bom.metadata.component = root = Component(
        name=project["name"], version=project["version"], type=ComponentType.APPLICATION, bom_ref="campus"
    )
    parts = [_part(package) for package in packages]
    for part in parts:
        bom.components.add(part)
    bom.register_dependency(root, parts)
    return JsonV1Dot6(bom).output_as_string(indent=1)


def _part(package: Locked) -> Component:
    """The digests are those of all files that the lock accepts of this version."""
    address = PackageURL("pypi", name=package.name, version=package.version)
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=address.to_string(),
        purl=address,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in package.hashes],
        licenses=[LicenseFactory().make_from_string(package.licence)] if package.licence else [],
    )


def faults_of(bill: str) -> str:
    """What the schema of CycloneDX 1.6 has against it; nothing if it is right."""
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill)
    return str(fault) if fault else ""


def main() -> None:
    bill = bill_of(locked_packages(LOCK))
    if fault := faults_of(bill):
        sys.exit(f"The bill is not right: {fault}")
    data = Path(os.environ.get("CAMPUS_DATA") or ROOT / "var")
    data.mkdir(parents=True, exist_ok=True)
    (data / "sbom.cdx.json").write_text(bill, encoding="utf-8")
    sys.stdout.write(f"{data / 'sbom.cdx.json'}: {len(locked_packages())} components, valid CycloneDX 1.6.\n")


if __name__ == "__main__":
    main()
