import json

import pytest

from tests.supply.licences import PAGE, is_allowed, page_of, refused
from tests.supply.locked import LOCK, ROOT, Locked, locked_packages
from tests.supply.newest import GUARDS, ages, line_of
from tests.supply.sbom import bill_of, faults_of


def package(name="wagtail", version="7.4.4", marker=""):
    return Locked(name, version, marker, ("0" * 64,))


def test_every_locked_package_has_hashes_and_no_index_is_named():
    for lock in (LOCK, ROOT / "requirements-dev.lock"):
        text = lock.read_text()
        assert [each.name for each in locked_packages(lock) if not each.hashes] == []
        assert "://" not in text


def test_the_page_of_licences_is_as_new_as_the_lock():
    assert PAGE.read_text() == page_of(locked_packages()), "Run make licences."


def test_every_licence_is_allowed():
    assert refused(locked_packages()) == []


@pytest.mark.parametrize(
    "licence, allowed",
    [
        ("MIT", True),
        ("Apache-2.0 AND MIT", True),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only AND MIT", False),
        ("AGPL-3.0-only", False),
        ("", False),
    ],
)
def test_a_licence_is_allowed_by_all_its_parts(licence, allowed):
    assert is_allowed(licence) is allowed


def test_the_bill_of_materials_fits_its_schema_and_names_everything():
    packages = locked_packages()

    bill = bill_of(packages)

    assert faults_of(bill) == ""
    parts = json.loads(bill)["components"]
    assert {(part["name"], part["version"]) for part in parts} == {
        (each.name, each.version) for each in packages
    }
    assert all(part["licenses"] and part["hashes"] for part in parts)


def test_a_bill_that_breaks_the_schema_is_found():
    bill = json.loads(bill_of([package()]))
    bill["components"][0]["type"] = "spell"

    assert "spell" in faults_of(json.dumps(bill))


@pytest.mark.parametrize(
    "version, line", [("5.2.19", "5.2.*"), ("2026.2", "2026.2.*"), ("50.0.1", "50.0.*"), ("6", "6.*")]
)
def test_a_line_is_the_first_two_numbers(version, line):
    assert line_of(version) == line


def test_only_a_guard_that_is_behind_its_line_matters():
    found = ages(
        [package(), package("segno", "1.6.6"), package("nh3", "0.3.8")],
        of_line={"wagtail": "7.4.5", "segno": "1.6.7", "nh3": "0.3.8"},
        allowed={"nh3": "0.4.0"},
    )

    assert [(age.package.name, age.is_behind, age.matters) for age in found] == [
        ("wagtail", True, True),
        ("segno", True, False),
        ("nh3", False, False),
    ]


def test_every_guard_is_still_locked():
    assert GUARDS - {each.name for each in locked_packages()} == set()
