"""The work on a file when workers die, come twice, or come too late."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from learners.enrolment import roster_work
from learners.enrolment.importing import confirm_roster, drop_roster
from learners.enrolment.models import Enrolment, RosterImport
from learners.enrolment.tasks import forget_old_rosters, work_on_open_rosters
from learners.events.models import LearningEvent
from tests.conftest import make_wagtail_root
from tests.factories.programme import make_small_programme
from tests.learners.enrolment.rosters import (
    HEADER,
    LATER,
    administrator,
    many,
    read,
    received,
    verdicts,
    work_out,
)

pytestmark = pytest.mark.django_db
AFTER_LEASE = LATER + roster_work.LEASE + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def cohort():
    return make_small_programme()


class Killed(BaseException):
    """What no code of ours catches."""


def killed_in_call(monkeypatch, name: str, number: int):
    """The worker dies in that call of the function."""
    real, calls = getattr(roster_work, name), []

    def deadly(*args, **kwargs):
        calls.append(1)
        if len(calls) == number:
            raise Killed
        return real(*args, **kwargs)

    monkeypatch.setattr(roster_work, name, deadly)


def test_reading_goes_on_after_a_killed_worker(cohort, monkeypatch):
    monkeypatch.setattr(roster_work, "ROWS_READ", 10)
    roster = received(cohort, many(35))
    killed_in_call(monkeypatch, "judge", 3)

    with pytest.raises(Killed):
        roster_work.work_on(roster.pk, at=LATER)
    assert (roster.rows.count(), roster_work.work_on(roster.pk, at=LATER)) == (20, False)
    roster_work.work_on(roster.pk, at=AFTER_LEASE)

    roster.refresh_from_db()
    assert (roster.state, list(verdicts(roster))) == ("ready", list(range(2, 37)))


def test_import_goes_on_after_a_killed_worker_and_enrols_nobody_twice(cohort, monkeypatch):
    monkeypatch.setattr(roster_work, "ROWS_IMPORTED", 10)
    roster = read(cohort, many(25))
    confirm_roster(roster, by=administrator(), at=LATER)
    killed_in_call(monkeypatch, "enrol", 15)

    with pytest.raises(Killed):
        roster_work.work_on(roster.pk, at=LATER)
    assert Enrolment.objects.count() == 10
    roster_work.work_on(roster.pk, at=AFTER_LEASE)

    roster.refresh_from_db()
    assert (roster.state, Enrolment.objects.count()) == ("done", 25)
    assert LearningEvent.objects.filter(verb="enrolment.made").count() == 25


def test_run_that_was_overtaken_changes_nothing(cohort, monkeypatch):
    monkeypatch.setattr(roster_work, "ROWS_READ", 10)
    roster = received(cohort, many(25))
    real = roster_work.check_line

    def slow(line, columns):
        """While this run reads its first lines, its lease is over and another reads them all."""
        monkeypatch.setattr(roster_work, "check_line", real)
        roster_work.work_on(roster.pk, at=AFTER_LEASE)
        return real(line, columns)

    monkeypatch.setattr(roster_work, "check_line", slow)

    assert roster_work.work_on(roster.pk, at=LATER) is False
    roster.refresh_from_db()
    assert (roster.state, roster.rows.count()) == ("ready", 25)


def test_file_that_is_dropped_while_it_is_read_stays_dropped(cohort, monkeypatch):
    roster = received(cohort, many(3))
    real = roster_work.check_line

    def dropping(line, columns):
        drop_roster(roster, by=administrator(), at=LATER)
        return real(line, columns)

    monkeypatch.setattr(roster_work, "check_line", dropping)

    roster_work.work_on(roster.pk, at=LATER)

    roster.refresh_from_db()
    assert (roster.state, roster.rows.count()) == ("dropped", 0)


@pytest.mark.parametrize("stage", ["reading", "importing"])
def test_work_that_fails_three_times_is_given_up_in_words(cohort, monkeypatch, stage, caplog):
    roster = received(cohort, many(2))
    if stage == "importing":
        roster = confirm_roster(work_out(roster), by=administrator(), at=LATER)
    broken = "judge" if stage == "reading" else "accounts_of"
    monkeypatch.setattr(roster_work, broken, lambda *_args: 1 / 0)

    for _run in range(4):
        assert roster_work.work_on(roster.pk, at=LATER) is False

    roster.refresh_from_db()
    sentence = {
        "reading": "Reading stopped 3 times after line 0. Correct the lines after it.",
        "importing": "The import stopped 3 times. Upload the file again: who is enrolled stays enrolled.",
    }
    assert (roster.state, roster.error) == ("failed", sentence[stage])
    assert len([entry for entry in caplog.records if "failed in run" in entry.message]) == 3
    assert Enrolment.objects.count() == 0


def states():
    return list(RosterImport.objects.order_by("pk").values_list("state", flat=True))


def test_clock_brings_on_what_waits(cohort):
    received(cohort, many(2))
    received(cohort, HEADER + "bad@,,,,\n")

    work_on_open_rosters()

    assert states() == ["ready", "ready"]


def test_clock_drops_what_nobody_confirmed_for_a_month(cohort):
    read(cohort, many(2))

    forget_old_rosters()

    assert states() == ["dropped"]


def test_large_import_is_done_in_turns(cohort, monkeypatch):
    cohort.capacity = 500
    cohort.save()
    monkeypatch.setattr(roster_work, "STEPS", 1)
    roster = read(cohort, many(120))
    confirm_roster(roster, by=administrator(), at=LATER)

    turns = [roster_work.work_on(roster.pk, at=LATER, steps=1) for _turn in range(3)]

    assert turns == [True, True, False]
    assert Enrolment.objects.count() == 120


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_never_exceed_the_places():
    if connection.vendor != "postgresql":
        pytest.skip("needs the row locks of PostgreSQL")
    make_wagtail_root()
    cohort = make_small_programme()
    cohort.capacity = 30
    cohort.save()
    rosters = [read(cohort, many(20, start=start)) for start in (0, 10, 100)]
    by, barrier, broken = administrator(), Barrier(6), []

    def one(roster):
        barrier.wait()
        try:
            confirm_roster(roster, by=by, at=LATER)
            for _turn in range(20):
                roster_work.work_on(roster.pk, at=LATER)
        except Exception as error:  # noqa: BLE001 -- told by the test
            broken.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one, args=(roster,)) for roster in rosters * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for roster in rosters:
        work_out(roster)

    assert broken == []
    assert Enrolment.objects.filter(cohort=cohort).count() == 30
    assert states() == ["done"] * 3
    emails = list(Enrolment.objects.values_list("user__email", flat=True))
    assert len(set(emails)) == 30
