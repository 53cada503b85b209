import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.utils.timezone import now

from courses.editions.plan import plan_of
from learners.attempts.closing import submit_attempt
from learners.attempts.taking import start_attempt
from learners.credentials.check_dossier import check
from learners.credentials.dossier import dossier_zip, keep_dossier, keep_missing_dossiers
from learners.credentials.models import Dossier
from tests.factories.people import make_extension
from tests.learners.credentials.rows import (
    AT,
    LATER,
    grade,
    make_certificate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(eligible, key):
    plan = plan_of(eligible.cohort.edition_id)
    make_extension(eligible, plan.activity("Q1"), LATER)
    submit_attempt(start_attempt(eligible, plan.activity("Q1"), at=AT), by=eligible.user, at=AT)
    grade(eligible, 80)
    return make_certificate(eligible)


def packed(certificate) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(dossier_zip(Dossier.objects.get(certificate=certificate)))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(folder, files: dict[str, bytes]):
    path = folder / "dossier.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def head_of(certificate) -> str:
    return Dossier.objects.get(certificate=certificate).head


def test_chain_is_made_in_the_transaction_of_the_issue(certificate):
    dossier = Dossier.objects.get()

    assert (dossier.certificate, dossier.made_at) == (certificate, LATER)
    assert keep_dossier(certificate, at=now()) == dossier


def test_what_is_in_it(certificate):
    files = packed(certificate)

    assert sorted(files) == [
        "README.txt",
        "attempts/Q1-1.json",
        "board.json",
        "certificate.json",
        "chain.json",
        "check_dossier.py",
        "decisions.json",
        "edition.json",
        "extensions.json",
        "integrity.json",
        "internship.json",
        "issued/certificate.json",
        "issued/certificate.jwt",
        "issued/certificate.pdf",
        "marks.json",
        "peer-reviews.json",
        "rubrics.json",
        "texts-read.json",
    ]
    [extension] = json.loads(files["extensions.json"])["extensions"]
    assert (extension["reason"], extension["asked_by"], extension["decided_by"]) == (
        "Power outage.",
        "learner",
        "staff 1",
    )
    attempt = json.loads(files["attempts/Q1-1.json"])
    assert {item["question"]["version"] for item in attempt["items"]} == {1}
    assert [each["code"] for each in json.loads(files["texts-read.json"])][:2] == ["M01-L01", "M01-L02"]


def test_no_member_of_staff_and_no_address_stands_in_it(certificate):
    files = packed(certificate)
    told = b"".join(content for name, content in files.items() if name.endswith(".json") and "/" not in name)

    # the signatories stand on the certificate itself
    told = told.replace(files["certificate.json"], b"")
    assert b"Demo registrar" not in told
    assert b"@demo.example" not in told


def test_script_checks_it_on_a_machine_without_the_platform(certificate, tmp_path):
    files = packed(certificate)
    (tmp_path / "check_dossier.py").write_bytes(files["check_dossier.py"])
    path = written(tmp_path, files)

    run = subprocess.run(
        [sys.executable, "-I", "check_dossier.py", str(path), head_of(certificate)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(f"Complete and unchanged: 15 files, certificate {certificate.serial}")


def test_changed_removed_and_added_files_are_named(certificate, tmp_path):
    files = packed(certificate)
    files["marks.json"] = files["marks.json"].replace(b"80", b"90")
    files["more.json"] = b"{}"
    del files["board.json"]

    code, lines = check(written(tmp_path, files), head_of(certificate))

    assert (code, lines[1:]) == (
        1,
        [
            "removed since the issue: board.json",
            "changed since the issue: marks.json",
            "added since the issue: more.json",
        ],
    )


@pytest.mark.parametrize("way", ["chain", "whole", "foreign", "zeros"])
def test_who_forges_the_chain_too_is_found_by_the_head(certificate, tmp_path, way):
    files = packed(certificate)
    chain = json.loads(files["chain.json"])
    if way == "chain":
        chain["files"][0]["sha256"] = "0" * 64
    elif way == "whole":
        chain["files"], chain["head"] = chain["files"][:1], chain["files"][0]["link"]
    elif way == "foreign":
        chain = []
    files["chain.json"] = json.dumps(chain).encode()
    path = written(tmp_path, files)
    if way == "zeros":
        path.write_bytes(bytes(1000))

    assert check(path, head_of(certificate))[0] == 2


def test_a_mark_that_changed_after_the_issue_shows(certificate, tmp_path):
    grade(certificate.enrolment, 20)

    code, lines = check(written(tmp_path, packed(certificate)), head_of(certificate))

    assert (code, lines[1:]) == (1, ["changed since the issue: marks.json"])


def test_certificate_that_is_older_than_the_chains_gets_one_from_the_clock(certificate):
    Dossier.objects.all().delete()
    at = now()

    assert [keep_missing_dossiers(at=at), keep_missing_dossiers(at=at)] == [1, 0]

    assert (Dossier.objects.get().certificate, Dossier.objects.get().made_at) == (certificate, at)


def test_one_chain_that_cannot_be_made_is_named_and_stops_nothing(certificate, monkeypatch, caplog):
    Dossier.objects.all().delete()

    def fails(*_args, **_more):
        raise ValueError("a file is gone")

    monkeypatch.setattr("learners.credentials.dossier.files_behind", fails)

    assert keep_missing_dossiers(at=now()) == 0
    assert f"No chain could be made for certificate {certificate.serial}" in caplog.text
