"""What people write with requests and reasons can do nothing on the pages that show it, nor in the copy that opens from the disk."""

import zipfile
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils.timezone import now

from cms.accounts.emergency import take_right
from learners.privacy.asking import ask_for_erasure, refuse_erasure
from learners.privacy.packing import packed_copy
from tests.factories.people import make_user
from tests.learners.credentials.rows import registrar
from tests.security.test_stored_text import OWN, dangers

pytestmark = pytest.mark.django_db


def test_nothing_runs_on_the_pages_of_personal_data():
    vectors = " ".join(OWN)[:500]
    user = make_user(name=vectors[:200])
    root = get_user_model().objects.create_superuser(
        "root@demo.example", "a long pass phrase", name=vectors[:200]
    )
    refuse_erasure(
        ask_for_erasure(user, by=user, words=vectors, at=now()), by=registrar(), reason=vectors, at=now()
    )
    found = ask_for_erasure(user, by=user, words=vectors, at=now())
    take_right(root, "read_application", reason=vectors, at=now())
    own, staff = Client(), Client()
    own.force_login(user)
    staff.force_login(registrar())
    pages = [(own, "/learn/privacy/")]
    pages += [
        (staff, address)
        for address in ("/staff/privacy/", f"/staff/privacy/{found.pk}/", "/staff/emergency/")
    ]

    shown = {address: browser.get(address) for browser, address in pages}

    assert {address: answer.status_code for address, answer in shown.items()} == dict.fromkeys(shown, 200)
    assert {address: dangers(answer.content.decode()) for address, answer in shown.items()} == {
        each: [] for each in shown
    }


def test_nothing_runs_in_the_copy():
    user = make_user(name=" ".join(OWN)[:200])
    ask_for_erasure(user, by=user, words=" ".join(OWN)[:500], at=now())

    page = zipfile.ZipFile(BytesIO(packed_copy(user, at=now()))).read("index.html").decode()

    assert dangers(page) == []
    assert "&lt;script&gt;" in page
