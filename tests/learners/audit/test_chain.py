"""The audit log: one entry for each named deed, chained; any change shows."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils.timezone import now

from learners.audit.chaining import Concern, audit, audit_each
from learners.audit.checking import check_audit
from learners.audit.guards import put_guards
from learners.audit.models import AuditDetail, AuditEntry
from learners.audit.named import NAMES
from tests.factories.people import make_user
from tests.learners.audit.tampering import tampering


@pytest.mark.django_db
def test_there_are_thirty_five_named_deeds():
    assert len(NAMES) == 35


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_deed_is_one_entry_with_who_what_when_and_from(name):
    user, at = make_user(), now()

    audit(name, at=at, by=user, person=user, about="row 1", data={"number": 1})

    entry = AuditEntry.objects.select_related("detail").get()
    assert (entry.name, entry.by, entry.at, entry.person, entry.about, entry.number) == (
        name,
        user,
        at,
        user,
        "row 1",
        1,
    )
    assert entry.detail.origin == "process"
    assert check_audit().entries == 1


@pytest.mark.django_db
def test_a_deed_without_a_name_is_refused():
    with pytest.raises(ValueError, match="none of the audited"):
        audit("quiz.answered", at=now())


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["name", "about", "previous", "digest", "detail_digest"])
def test_a_changed_row_is_named(column):
    audit_each("grade.released", [Concern(None, f"event {number}") for number in range(5)], at=now())
    with tampering():
        AuditEntry.objects.filter(number=3).update(**{column: "f" * 40})

    assert check_audit().broken_at == 3


@pytest.mark.django_db
def test_a_missing_row_a_changed_detail_and_a_cut_end_are_named():
    audit_each("grade.released", [Concern(None, f"event {number}") for number in range(5)], at=now())
    head = check_audit().head

    with tampering():
        AuditDetail.objects.filter(entry__number=4).update(origin="10.0.0.1")
        assert check_audit().broken_at == 4
        AuditDetail.objects.filter(entry__number=2).update(origin="", data="", salt="", erased_at=now())
        assert check_audit().broken_at == 2
        AuditDetail.objects.filter(entry__number__gte=2).delete()
        AuditEntry.objects.filter(number__gte=2).delete()
    assert check_audit().broken_at is None
    assert check_audit(known=(5, head)).broken_at == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE learners_auditentry SET name = 'x'",
        "DELETE FROM learners_auditentry",
        "UPDATE learners_auditdetail SET origin = 'x'",
        "UPDATE learners_auditdetail SET salt = '', origin = '', data = '', erased_at = '2026-01-01 00:00:00'",
        "DELETE FROM learners_auditdetail",
    ],
)
def test_the_database_refuses_every_change(statement):
    put_guards(connection)
    audit("key.made", at=now(), by=make_user())

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert check_audit().broken_at is None


@pytest.mark.django_db
def test_the_command_names_the_first_broken_entry(capsys):
    put_guards(connection)
    audit("key.made", at=now())
    call_command("check_audit")
    number, digest = capsys.readouterr().out.split("Note: ")[1].strip().split(":")

    with pytest.raises(CommandError, match="Broken at entry"):
        call_command("check_audit", "--noted", f"{number}:{digest[::-1]}")


@pytest.mark.django_db
def test_signing_in_is_one_entry_and_a_wrong_password_another():
    user = make_user("demo.learner.07@demo.example")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    browser, door = Client(), "/account/login/"

    browser.post(door, {"login": user.email, "password": "a wrong pass phrase"})
    browser.post(door, {"login": user.email, "password": "a long pass phrase"}, REMOTE_ADDR="192.0.2.7")

    entries = list(AuditEntry.objects.order_by("number").select_related("detail"))
    assert [entry.name for entry in entries] == ["account.sign_in_failed", "account.signed_in"]
    assert (entries[1].by, entries[1].detail.origin) == (user, "192.0.2.7")
    assert "phrase" not in "".join(entry.detail.data for entry in entries)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_chain():
    if connection.vendor != "postgresql":
        pytest.skip("Needs many writers at once.")

    def write(number: int) -> None:
        for _turn in range(5):
            audit("key.made", at=now(), about=f"key {number}")
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(16)))

    finding = check_audit()
    assert (finding.entries, finding.broken_at) == (80, None)
