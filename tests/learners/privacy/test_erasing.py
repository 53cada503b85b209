"""After an erasure nothing of the person is left outside the award register."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from cms.accounts.models import User
from cms.accounts.roles import Role
from courses.cohorts.models import TeachingRole
from learners.admissions.models import Application
from learners.audit.checking import check_audit
from learners.audit.guards import missing_guards, put_guards
from learners.audit.models import AuditEntry, Tombstone
from learners.credentials.checking_files import check_file
from learners.credentials.file_words import Why
from learners.credentials.kept import RegisterEntry
from learners.credentials.models import Certificate
from learners.credentials.verifying import Status, verify
from learners.enrolment.models import Enrolment
from learners.grades.models import GradeEvent
from learners.privacy.asking import (
    UnableToErase,
    approve_erasure,
    ask_for_erasure,
    propose_erasure,
    refuse_erasure,
    withdraw_request,
)
from learners.privacy.erasing import erase, erase_again
from learners.privacy.models import ErasureRequest
from learners.privacy.obstacles import obstacles_to_erasing
from learners.privacy.tombstones import tombstones_file
from tests.factories.people import make_staff, make_user
from tests.learners.audit.tampering import tampering
from tests.learners.credentials.rows import administrator, registrar
from tests.learners.privacy.canaries import fill

pytestmark = pytest.mark.django_db
ADDRESS = "learner-0@demo.example"


@pytest.fixture(autouse=True)
def _guards(db):
    put_guards(connection)


def dump() -> str:
    """Every column of every table, as it lies in the database."""
    with connection.cursor() as cursor:
        text = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            text.extend(repr(row) for row in cursor.fetchall() if table != "learners_registerentry")
    return "\n".join(text)


def erase_now(user, *, at=None):
    return erase(user, proposed_by=administrator().pk, approved_by=registrar().pk, at=at or now())


def test_nothing_of_the_person_is_left(world, tmp_path, django_capture_on_commit_callbacks):
    user = world.learner.user
    serials = set(Certificate.objects.filter(enrolment__user=user).values_list("serial", flat=True))
    put = fill(user)
    browser = Client()
    browser.force_login(user)
    files_before = {file for file in tmp_path.rglob("*") if file.is_file()}

    with django_capture_on_commit_callbacks(execute=True):
        erase_now(user)

    left = dump()
    assert {place for canary, place in put.items() if canary in left} == set()
    assert ADDRESS not in left
    assert set(RegisterEntry.objects.values_list("serial", flat=True)) == serials
    gone = {file for file in files_before if not file.exists()}
    assert {file.parent.name for file in gone} == {"admissions", "work", "agreements", "logbooks", "copies"}
    on_disk = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert {canary for canary in put if canary.encode() in on_disk} == set()
    assert ADDRESS.encode() not in on_disk
    assert not Session.objects.filter(session_key=browser.session.session_key).exists()
    assert browser.get("/learn/").status_code == 302


def test_the_register_has_six_fields_and_the_award_stays_verifiable(world):
    user = world.learner.user
    certificate = Certificate.objects.get(pk=world.certificate.pk)

    erase_now(user)

    fields = {field.name for field in RegisterEntry._meta.concrete_fields} - {"id"}
    assert fields == {"name", "title", "issued_on", "serial", "result", "checksum"}
    verdict = verify(certificate.serial, at=now())
    assert (verdict.status, verdict.facts["name"]) == (Status.VALID, certificate.facts["name"])
    page = Client().get(f"/verify/{certificate.serial}/")
    assert page.status_code == 200
    assert certificate.facts["name"] in page.content.decode()


def test_files_of_an_erased_holder_are_answered_truly(world):
    files = {each.kind: bytes(each.content) for each in world.certificate.files.all()}
    assert set(files) == {"pdf", "json", "jwt"}

    erase_now(world.learner.user)

    found = {kind: check_file(content, at=now()).why for kind, content in files.items()}
    assert found == {"pdf": Why.NOT_COMPARABLE, "json": Why.SAME_WORDS, "jwt": Why.SAME_WORDS}
    forged = files["json"].replace(b"Demo learner 01", b"Demo learner 99")
    assert check_file(forged, at=now()).why == Why.CHANGED
    page = Client().post("/verify/file/", {"file": SimpleUploadedFile("a.pdf", files["pdf"])})
    assert "We cannot compare this PDF any more" in page.content.decode()


def test_a_revoked_award_stays_revoked(world):
    serials = list(Certificate.objects.filter(enrolment=world.doubted).values_list("serial", flat=True))
    Certificate.objects.filter(serial=serials[0]).update(revoked_at=now(), revoked_by=registrar())

    erase_now(world.doubted.user)

    assert verify(serials[0], at=now()).status == Status.REVOKED
    assert Client().get(f"/verify/{serials[0]}/").status_code == 200


def test_figures_stay_and_twins_are_untouched(world):
    lines = GradeEvent.objects.count()
    before = {model: model.objects.filter(enrolment=world.ready).count() for model in _of_enrolment()}

    erase_now(world.learner.user)

    assert GradeEvent.objects.count() == lines
    after = {model: model.objects.filter(enrolment=world.ready).count() for model in _of_enrolment()}
    assert after == before
    assert str(User.objects.get(pk=world.learner.user_id)).startswith("Erased person")


def _of_enrolment():
    return [
        model
        for model in apps.get_app_config("learners").get_models()
        if any(field.name == "enrolment" for field in model._meta.local_fields)
    ]


def test_the_chain_holds_after_an_erasure(world):
    assert missing_guards(connection) == []

    erase_now(world.learner.user)

    finding = check_audit()
    assert (finding.broken_at, finding.why) == (None, "")
    assert finding.erased > 0
    assert AuditEntry.objects.filter(name="erasure.carried_out").count() == 1


def test_somebody_who_came_back_with_a_backup_is_erased_again(world, django_capture_on_commit_callbacks):
    user = make_user("back@demo.example", "Demo returner")
    with django_capture_on_commit_callbacks(execute=True):
        erase_now(user)
    line = json.loads(tombstones_file().read_text(encoding="utf-8"))
    assert "back@demo.example" not in tombstones_file().read_text(encoding="utf-8")
    assert line["user_number"] == user.pk
    _restore(user)

    with django_capture_on_commit_callbacks(execute=True):
        first, second = erase_again(at=now()), erase_again(at=now())

    assert (first, second) == (1, 0)
    assert not User.objects.filter(email="back@demo.example").exists()


def test_mails_that_were_written_into_files_go_too(
    world, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MAIL_THROUGH = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_FILE_PATH.mkdir()
    for name, address in (("mine", "files@demo.example"), ("theirs", "other@demo.example")):
        (settings.EMAIL_FILE_PATH / f"{name}.log").write_text(f"To: {address}")
    user = make_user("files@demo.example", "Demo leaver")

    with django_capture_on_commit_callbacks(execute=True):
        erase_now(user)

    assert [file.name for file in settings.EMAIL_FILE_PATH.glob("*.log")] == ["theirs.log"]


def _restore(user) -> None:
    """As a backup does: the account is there, the tombstone is not."""
    with tampering():
        Tombstone.objects.all().delete()
        User.objects.filter(pk=user.pk).update(email="back@demo.example", name="Demo returner")


def test_two_persons_are_needed_and_never_the_person(world):
    user, at = make_user("leaver@demo.example", "Demo leaver"), now()
    request = ask_for_erasure(user, by=user, at=at)
    assert ask_for_erasure(user, by=user, at=at) == request

    with pytest.raises(UnableToErase):
        propose_erasure(request, by=user, reason="Me.", at=at)
    with pytest.raises(UnableToErase):
        approve_erasure(request, by=registrar(), at=at)
    request = propose_erasure(request, by=administrator(), reason="Asked for.", at=at)
    with pytest.raises(UnableToErase):
        approve_erasure(request, by=administrator(), at=at)
    with pytest.raises(UnableToErase):
        approve_erasure(request, by=user, at=at)
    request = approve_erasure(request, by=registrar(), at=at)

    assert request.state == ErasureRequest.State.DONE
    assert not User.objects.get(pk=user.pk).is_active


def test_a_request_is_withdrawn_or_refused(world):
    user, at = make_user("leaver@demo.example", "Demo leaver"), now()

    first = withdraw_request(ask_for_erasure(user, by=user, at=at), by=user, at=at)
    second = refuse_erasure(ask_for_erasure(user, by=user, at=at), by=registrar(), reason="A duty.", at=at)

    assert (first.state, second.state) == ("withdrawn", "refused")
    with pytest.raises(UnableToErase):
        withdraw_request(second, by=user, at=at)


def test_what_stands_against_it_is_said(world):
    learner = world.learner.user
    Application.objects.filter(pk=world.offered.pk).update(state="submitted", offer_until=None)

    said = obstacles_to_erasing(learner, at=now())
    staff = obstacles_to_erasing(make_staff_with_a_cohort(world), at=now())

    assert len(said) == 5
    assert len(staff) == 2
    request = ask_for_erasure(learner, by=learner, at=now())
    with pytest.raises(UnableToErase, match="cannot be erased yet"):
        propose_erasure(request, by=administrator(), reason="Asked.", at=now())


def make_staff_with_a_cohort(world):
    user = make_staff(Role.TUTOR, "tutor-9@demo.example")
    TeachingRole.objects.create(cohort=world.learner.cohort, user=user, kind=TeachingRole.Kind.TUTOR)
    return user


def test_nothing_stands_against_it_when_all_is_over(world):
    user = make_user("past@demo.example", "Demo past")
    Enrolment.objects.create(
        user=user, cohort=world.learner.cohort, enrolled_at=now() - timedelta(days=900), state="completed"
    )

    assert obstacles_to_erasing(user, at=now()) == []
