"""A copy holds everything about its person."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils.timezone import now

from learners.grades.models import GradeEvent, GradeRelease
from learners.privacy.copying import FOLDER, ask_for_copy, copies_to_forget, forget_copies, make_copy
from learners.privacy.models import DataCopy
from learners.privacy.packing import packed_copy
from learners.privacy.registry import holdings, rows_of
from tests.learners.audit.tampering import tampering
from tests.learners.privacy.canaries import fill

pytestmark = pytest.mark.django_db
WITHHELD = {"learners.AuditDetail", "learners.LearningEvent", "learners.PeerReview"}
"""Of these the learner of this world may not read all rows: where colleagues sat, marks on their way, reviews not sent."""


def opened(packed: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(BytesIO(packed))
    return {name: archive.read(name) for name in archive.namelist()}


def release_everything(enrolment) -> None:
    """Whatever waits for a release is shown."""
    shown = set(GradeRelease.objects.filter(enrolment=enrolment).values_list("activity_id", flat=True))
    marked = set(GradeEvent.objects.filter(enrolment=enrolment).values_list("activity_id", flat=True))
    attempted = set(enrolment.attempts.values_list("edition_activity__activity", flat=True))
    GradeRelease.objects.bulk_create(
        GradeRelease(enrolment=enrolment, activity_id=pk, released_at=now())
        for pk in (marked | attempted) - shown
    )


def readable(user) -> set[tuple[str, int]]:
    """The rows that the person may read now."""
    return {
        (holding.model, pk)
        for holding in holdings()
        for pk in rows_of(holding, user).filter(holding.shown).values_list("pk", flat=True)
    }


def test_a_copy_holds_every_text_that_its_person_may_read(world):
    user = world.learner.user
    release_everything(world.learner)
    put = fill(user)
    user.refresh_from_db()

    files = opened(packed_copy(user, at=now()))

    may = readable(user)
    for text in (files["index.html"].decode(), files["data.json"].decode()):
        there = {place for canary, place in put.items() if canary in text}
        assert there == {(model, pk, column) for model, pk, column in put.values() if (model, pk) in may}
    kept_back = {model for model, pk, _column in put.values() if (model, pk) not in may}
    assert kept_back == WITHHELD
    assert len(put) > 150


def test_a_copy_holds_the_files(world):
    user = world.learner.user

    files = opened(packed_copy(user, at=now()))

    names = {name.split("-")[0] for name in files if name.startswith("files/")}
    assert {"files/workfile", "files/issuedfile", "files/hoursentry"} <= names
    assert "<script" not in files["index.html"].decode()
    json.loads(files["data.json"])


def test_a_copy_says_nothing_of_a_twin(world):
    fill(world.twin.user)
    twin = {f"kx{number}z" for number in range(400)}

    files = opened(packed_copy(world.learner.user, at=now()))

    text = files["index.html"].decode()
    assert {each for each in twin if each in text} == set()


def test_an_unreleased_mark_is_in_no_copy(world):
    GradeRelease.objects.all().delete()
    exam = GradeEvent.objects.filter(enrolment=world.learner).exclude(activity__kind="quiz").first()
    with tampering():
        GradeEvent.objects.filter(pk=exam.pk).update(reason="secret-reason")

    files = opened(packed_copy(world.learner.user, at=now()))

    assert "secret-reason" not in files["data.json"].decode()


def test_a_copy_is_made_once_and_kept_for_a_week(world):
    user, at = world.twin.user, now()
    DataCopy.objects.all().delete()
    copy = ask_for_copy(user, at=at)
    assert ask_for_copy(user, at=at) == copy

    make_copy(copy.pk, at=at)
    make_copy(copy.pk, at=at)

    copy.refresh_from_db()
    assert (copy.state, copy.runs) == (DataCopy.State.READY, 1)
    assert FOLDER.has(copy.stored_name)
    assert list(copies_to_forget(at=at + timedelta(days=6))) == []
    assert forget_copies(at=at + timedelta(days=8)) == 1
    assert not FOLDER.has(copy.stored_name)
