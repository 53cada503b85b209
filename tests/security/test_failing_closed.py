"""A service that is away, or answers with rubbish: a page of ours, nobody let in, nothing half written."""

import logging
import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from learners.credentials.models import Certificate
from tests.learners.submissions.files import pdf
from tests.security.asking import Browser, body_of, browsers, state_of_rows

pytestmark = pytest.mark.django_db
TRACEBACK = "Traceback (most recent call last)"


@pytest.fixture(autouse=True)
def _quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("content", [b"", b"rubbish", b"\0" * 32, b"-----BEGIN PRIVATE KEY-----"])
def test_without_a_key_that_signs_no_award_is_made(world, content):
    registrar = browsers(world)["registrar"]
    keys = {path: path.read_bytes() for path in Path(settings.KEYS_FOLDER).rglob("*") if path.is_file()}
    before = state_of_rows()

    try:
        for path in keys:
            path.write_bytes(content)
        response = registrar.post(
            "/staff/awards/2026-a/approve/", {"who": str(world.proposed.pk)}, follow=True
        )
    finally:
        for path, whole in keys.items():
            path.write_bytes(whole)

    assert (response.status_code, TRACEBACK in body_of(response)) == (200, False)
    assert state_of_rows() == before
    assert not Certificate.objects.filter(enrolment=world.proposed).exists()


@pytest.mark.parametrize("place, table", [("work", "learners_workfile"), ("document", "learners_document")])
def test_a_store_that_takes_no_file_leaves_no_row_of_it(world, settings, tmp_path, place, table):
    """What was typed beside the file is kept all the same."""
    settings.DATA_FOLDER = tmp_path
    (tmp_path / "private").write_bytes(b"no folder")
    sent = {
        "work": (
            "/learn/CPP/work/save/",
            {"uploads": file(), "text": "", "sequence": "9", "uses_tools": "no"},
        ),
        "document": (f"/apply/{world.draft.reference}/documents/", {"file": file(), "kind": "cv"}),
    }
    before = state_of_rows()[table]

    response = browsers(world)["learner"].post(*sent[place])

    assert (response.status_code, TRACEBACK in body_of(response)) == (500, False)
    assert state_of_rows()[table] == before


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.pdf", pdf())


def test_without_a_mail_server_nobody_is_let_in_by_a_code(world, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    browser = Browser(raise_request_exception=False)
    with socket.socket() as closed:  # taken, and nobody listens
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]

        response = browser.post("/account/login/code/", {"email": world.learner.user.email})

    assert (response.status_code, response["Retry-After"], TRACEBACK in body_of(response)) == (
        503,
        "10",
        False,
    )
    assert "_auth_user_id" not in browser.session
