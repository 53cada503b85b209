from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from learners.credentials import issuing_work, tasks
from learners.credentials.issuing import UnableToAward, propose_award
from learners.credentials.issuing_work import HANDS, hands_missing, start_run, work_on
from learners.credentials.models import Certificate, IssuingItem, IssuingRun, NameConfirmation
from learners.credentials.signing import make_signing_key
from tests.conftest import make_wagtail_root
from tests.factories.programme import make_small_programme
from tests.learners.credentials.rows import AT, LATER, administrator, make_eligible, registrar

pytestmark = pytest.mark.django_db


def proposals(cohort, count: int) -> list:
    learners = [make_eligible(cohort, f"Demo learner {number:02d}") for number in range(count)]
    return [propose_award(enrolment, by=administrator(), at=AT) for enrolment in learners]


def start(cohort, count: int = 3) -> IssuingRun:
    return start_run(cohort, proposals(cohort, count), by=registrar(), at=LATER)


def states() -> list[str]:
    return list(IssuingItem.objects.order_by("pk").values_list("state", flat=True))


def test_run_goes_on_in_steps_until_all_are_issued(cohort, key):
    run = start(cohort)

    more = [work_on(run.pk, at=LATER, steps=2) for _each in range(3)]

    run.refresh_from_db()
    assert (more, states(), run.finished_at) == ([True, False, False], ["done"] * 3, LATER)
    assert set(run.items.values_list("runs", "lease_until")) == {(1, None)}
    assert Certificate.objects.count() == 3


def test_refusal_of_one_is_listed_and_changes_nothing_for_the_others(cohort, key):
    run = start(cohort)
    NameConfirmation.objects.filter(enrolment__user__name="Demo learner 01").delete()

    work_on(run.pk, at=LATER)

    assert states() == ["done", "refused", "done"]
    assert (
        IssuingItem.objects.get(state="refused").refusal
        == "The learner has not confirmed the printed name yet."
    )


def test_second_run_of_a_cohort_waits_for_the_first(cohort, key):
    run = start(cohort, 1)

    with pytest.raises(UnableToAward, match="are being issued"):
        start_run(cohort, [], by=registrar(), at=LATER)
    work_on(run.pk, at=LATER)
    assert start_run(cohort, [], by=registrar(), at=LATER).pk != run.pk


def test_an_award_that_a_worker_is_at_is_left_alone_until_its_lease_is_over(cohort, key, monkeypatch):
    monkeypatch.setattr(issuing_work, "hands_missing", lambda run, *, at: 1)
    run = start(cohort, 2)
    IssuingItem.objects.filter(pk=run.items.earliest("pk").pk).update(
        lease_until=LATER + timedelta(minutes=5)
    )

    assert (work_on(run.pk, at=LATER), states()) == (False, ["waiting", "done"])
    run.refresh_from_db()
    assert run.finished_at is None
    assert (work_on(run.pk, at=LATER + timedelta(minutes=6)), states()) == (False, ["done", "done"])
    run.refresh_from_db()
    assert run.finished_at == LATER + timedelta(minutes=6)


def test_enough_workers_are_at_a_run_and_no_more(cohort, key):
    run, most = start(cohort, 3), HANDS if connection.vendor == "postgresql" else 1

    assert hands_missing(run, at=LATER) == most
    taken = run.items.filter(pk__in=list(run.items.values_list("pk", flat=True)[:most]))
    taken.update(lease_until=LATER + timedelta(minutes=5))

    assert hands_missing(run, at=LATER) == 0
    assert (work_on(run.pk, at=LATER), states()) == (False, ["waiting"] * 3)
    assert hands_missing(run, at=LATER + timedelta(minutes=6)) == most


def test_the_desk_calls_as_many_workers_as_are_missing(cohort, key, monkeypatch):
    run, called = start(cohort, 1), []
    monkeypatch.setattr(tasks.work_on_run, "delay", called.append)

    tasks.call_workers(run)

    assert called == [run.pk] * hands_missing(run, at=LATER)


def test_crash_in_the_middle_loses_nothing_and_doubles_nothing(cohort, key, monkeypatch):
    run, issue, calls = start(cohort), issuing_work.approve_proposed, []

    def dies(proposal, **words):
        calls.append(proposal.pk)
        if len(calls) == 2:
            raise OSError("disk")
        return issue(proposal, **words)

    monkeypatch.setattr(issuing_work, "approve_proposed", dies)
    assert work_on(run.pk, at=LATER) is False
    assert states() == ["done", "waiting", "waiting"]
    work_on(run.pk, at=LATER)

    assert (states(), Certificate.objects.count()) == (["done"] * 3, 3)


def test_what_always_fails_is_given_up_and_told(cohort, key, monkeypatch):
    run = start(cohort, 1)

    def dies(*_all, **_words):
        raise OSError("disk")

    monkeypatch.setattr(issuing_work, "approve_proposed", dies)
    for _each in range(4):
        work_on(run.pk, at=LATER)

    run.refresh_from_db()
    assert (states(), run.finished_at) == (["refused"], LATER)
    assert IssuingItem.objects.get().refusal == "Issuing stopped 3 times here. Try this learner again."


def test_desk_issues_many_in_the_background_and_shows_how_far_it_is(
    cohort, key, client, django_capture_on_commit_callbacks
):
    made = proposals(cohort, 7)
    client.force_login(registrar())

    with django_capture_on_commit_callbacks(execute=False) as waiting:
        answer = client.post(
            "/staff/awards/2026-a/approve/", {"who": ",".join(str(each.enrolment_id) for each in made)}
        )
    before = client.get(answer["Location"]).content.decode()
    for callback in waiting:
        callback()
    after = client.get(answer["Location"]).content.decode()

    run = IssuingRun.objects.get()
    assert answer["Location"] == f"/staff/awards/2026-a/runs/{run.pk}/"
    assert ("0 of 7 are done" in before, 'http-equiv="refresh"' in before) == (True, True)
    assert ("7 of 7 are done" in after, 'http-equiv="refresh"' in after) == (True, False)
    assert client.get(f"/staff/awards/2026-x/runs/{run.pk}/").status_code == 404


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_workers_on_one_run_issue_each_once():
    if connection.vendor != "postgresql":
        pytest.skip("needs the row locks of PostgreSQL")
    make_wagtail_root()
    make_signing_key(at=AT)
    run = start(make_small_programme())
    items, barrier, second = list(run.items.all()), Barrier(20), registrar()

    def one():
        barrier.wait()
        try:
            for item in items:
                issuing_work.issue_item(item, by=second, at=LATER)
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (states(), Certificate.objects.count()) == (["done"] * 3, 3)
