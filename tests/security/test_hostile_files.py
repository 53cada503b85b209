"""Every file of the hostile corpus through every door that takes files: refused in a sentence, or kept where it can do nothing."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate
from PIL import Image
from wagtail.models import Collection

from learners.placements.agreeing import newest_agreement
from tests.learners.submissions.files import pdf
from tests.security.asking import body_of, browsers, taken_back, watched
from tests.security.frames import furnish

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a picture open when it has made a smaller one of it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CORPUS = Path(settings.BASE_DIR).parent / "shared" / "trust" / "corpus"
CANARY, TRACEBACK = "TRUST-CANARY-7f3a", "Traceback (most recent call last)"
DOCUMENTS = {"doc-js.pdf", "photo-exif-gps-xss.jpg"}
"""Kept as bytes that no browser of ours shows; of the photograph only the pixels."""
PHOTOGRAPH = {"photo-exif-gps-xss.jpg"}
LISTS = {"roster-formula-open.csv", "roster-messy.csv", "text-xss-open.jsonl"}
"""Text with commas in it. Each line is judged later, and nobody is enrolled without a second look."""


@dataclass(frozen=True)
class Door:
    person: str
    address: str
    table: str
    """Where a file that was taken leaves its row."""
    taken: set[str]
    name: str = "file"
    data: dict = field(default_factory=dict)
    harmless: tuple[str, bytes] = ("work.pdf", pdf())


def doors(world) -> dict[str, Door]:
    internship = "/learn/internship/"
    hours = {
        "done_on": localdate().isoformat(), "hours": "1", "category": "task", "activity": "Work.", "objective": "1", "client_id": str(uuid4()),
    }  # fmt: skip
    signed = {"upload-party": "host", "upload-name": "Demo host", "upload-way": "scan"}
    work = {"text": "A text", "sequence": "9", "uses_tools": "no"}
    people = ("people.csv", b"E-mail\na@b.org\n")
    return {
        "submission": Door("learner", "/learn/CPP/work/save/", "learners_workfile", {"doc-js.pdf"}, "uploads", work),
        "application": Door(
            "learner", f"/apply/{world.draft.reference}/documents/", "learners_document", DOCUMENTS, data={"kind": "cv"}
        ),
        "agreement": Door(
            "learner", f"{internship}{world.placement.pk}/agreement/", "learners_signature", DOCUMENTS, "upload-file", signed
        ),
        "evidence": Door("learner", f"{internship}hours/", "learners_hoursentry", DOCUMENTS, "evidence", hours),
        "roster": Door(
            "administrator", "/staff/cohorts/2026-a/people/import/", "learners_rosterimport", LISTS, harmless=people
        ),
        "drop zone": Door("stranger", "/verify/file/", "", set()),
        "questions": Door("instructor", "/admin/question/import/", "courses_question", set()),
    }  # fmt: skip


def of_wagtail() -> dict[str, Door]:
    root = {"title": "A file", "collection": Collection.get_first_root_node().pk}
    picture = ("a.png", _picture())
    documents = {"doc-js.pdf", "roster-formula-open.csv"}
    return {
        "picture": Door("superuser", "/admin/images/add/", "wagtailimages_image", PHOTOGRAPH, data=root, harmless=picture),
        "pictures": Door("superuser", "/admin/images/multiple/add/", "wagtailimages_image", PHOTOGRAPH, "files[]", root, picture),
        "document": Door("superuser", "/admin/documents/add/", "wagtaildocs_document", documents, data=root),
        "documents": Door("superuser", "/admin/documents/multiple/add/", "wagtaildocs_document", documents, "files[]", root),
        "redirects": Door("superuser", "/admin/redirects/import/", "wagtailredirects_redirect", set(), "import_file"),
    }  # fmt: skip


def _picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def all_doors(world) -> dict[str, Door]:
    furnish(world)
    newest_agreement(world.placement).signatures.filter(party="host").delete()
    return doors(world) | of_wagtail()


def send(browser, door: Door, name: str, content: bytes):
    """Status, whether a file was taken, and the page. What was taken is taken back."""
    with taken_back(), watched() as tables:
        file = SimpleUploadedFile(name, content, "application/pdf")
        response = browser.post(door.address, door.data | {door.name: file})
        return response.status_code, door.table in tables, body_of(response)


def test_a_harmless_file_is_taken_through_each_door_that_keeps_one(world, all_doors):
    """Or the others would prove nothing."""
    everybody = browsers(world)

    taken = {
        name for name, door in all_doors.items() if send(everybody[door.person], door, *door.harmless)[1]
    }

    assert taken == set(all_doors) - {"drop zone", "questions", "redirects"}


def test_no_hostile_file_does_anything_behind_any_door(world, all_doors):
    if not CORPUS.is_dir():
        pytest.skip("The corpus of hostile files is not on this machine.")
    everybody, files = browsers(world), sorted(CORPUS.iterdir())

    met = {
        (name, file.name): send(everybody[door.person], door, file.name, file.read_bytes())
        for name, door in all_doors.items()
        for file in files
    }

    assert {key: status for key, (status, _taken, _page) in met.items() if status >= 500} == {}
    assert {
        name: {file for door, file in met if door == name and met[door, file][1]} for name in all_doors
    } == {name: door.taken for name, door in all_doors.items()}
    assert [key for key, (_status, _taken, page) in met.items() if CANARY in page or TRACEBACK in page] == []
    assert list(Path("/srv").glob("pwned-*")) == []


def test_a_packed_request_is_not_unpacked(world):
    """Its content stays what it is: bytes that are no form."""
    if not CORPUS.is_dir():
        pytest.skip("The corpus of hostile files is not on this machine.")
    learner, packed = browsers(world)["learner"], (CORPUS / "bomb-gzip-body.gz").read_bytes()

    response = learner.post(
        "/learn/CPP/work/save/",
        packed,
        content_type="application/x-www-form-urlencoded",
        headers={"Content-Encoding": "gzip"},
    )

    assert response.status_code in (400, 422)


PRIVATE = {
    "work of a learner": ("learner", lambda world: f"/learn/AS1/work/files/{world.work.files.get().pk}/"),
    "document of an applicant": (
        "learner",
        lambda world: f"/apply/{world.draft.reference}/documents/{world.draft.documents.order_by('pk').first().stored_name}/",
    ),
    "document at the desk": (
        "administrator",
        lambda world: f"/staff/admissions/2031-a/{world.offered.reference}/documents/{world.offered.documents.order_by('pk').first().stored_name}/",
    ),
    "evidence": ("learner", lambda world: f"/learn/internship/hours/{world.entry.pk}/evidence/"),
    "evidence at the desk": ("administrator", lambda world: f"/staff/internships/{world.placement.pk}/hours/{world.entry.pk}/"),
    "signed page": ("administrator", lambda world: f"/staff/internships/{world.placement.pk}/signed/{world.signature.pk}/"),
    "work of somebody else": ("learner", lambda world: f"/learn/AS3/reviews/{world.review.code}/files/1/"),
    "copy of the own data": ("learner", lambda world: f"/learn/privacy/copy/{world.copy.pk}/"),
}  # fmt: skip


@pytest.mark.parametrize("kind", PRIVATE)
def test_a_private_file_is_saved_and_never_shown(world, kind):
    person, address = PRIVATE[kind]

    response = browsers(world)[person].get(address(world))

    assert response.status_code == 200
    assert {
        "Content-Disposition": response["Content-Disposition"].split(";")[0],
        "X-Content-Type-Options": response["X-Content-Type-Options"],
        "Cache-Control": {part.strip() for part in response["Cache-Control"].split(",")},
    } == {
        "Content-Disposition": "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": {"private", "no-store"},
    }
