"""What has been kept long enough goes, and nothing else."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from learners.audit.looking import looks_at, note_look
from learners.privacy.retaining import SCHEDULES, carry_out_schedules
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_a_look_is_kept_for_three_years():
    person, other, at = make_user(), make_user("other@demo.example"), now()
    for age in (1100, 1090):
        note_look(person.pk, by=other, roles="TA", what="work", at=at - timedelta(days=age))

    deleted = carry_out_schedules(at=at)

    assert deleted["looks"] == 1
    assert looks_at(person).count() == 1
    assert set(deleted) == {schedule.key for schedule in SCHEDULES}


def test_the_same_look_is_noted_once_in_half_an_hour_and_the_own_one_never():
    person, other, at = make_user(), make_user("other@demo.example"), now()

    for minutes in (0, 10, 45):
        note_look(person.pk, by=other, roles="TA", what="work", at=at + timedelta(minutes=minutes))
    note_look(person.pk, by=person, roles="", what="work", at=at)

    assert looks_at(person).count() == 2


def test_a_dry_run_deletes_nothing(capsys):
    person, other = make_user(), make_user("other@demo.example")
    note_look(person.pk, by=other, roles="TA", what="work", at=now() - timedelta(days=2000))

    call_command("retention", "--dry-run")

    assert "looks: 1 due" in capsys.readouterr().out
    assert looks_at(person).count() == 1
