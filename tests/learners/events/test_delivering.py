from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from learners.events.delivering import (
    LEASE,
    PATIENCE,
    claim,
    deliver,
    deliver_all_open,
    next_in_turn,
    open_deliveries,
)
from learners.events.models import Delivery
from learners.events.recording import record
from tests.factories.people import make_user
from tests.learners.credentials.rows import AT

pytestmark = pytest.mark.django_db

heard = []


def listen(event, *, at):
    heard.append((event.verb, at))


def fail(event, *, at):
    make_user(f"half-{event.pk}-{at:%M}@demo.example")
    raise ValueError("The other side is down.")


def reach_nobody(event, *, at):
    heard.append(("tried", at))
    raise ConnectionRefusedError("Connection refused")


LISTEN, FAIL, NOBODY = f"{__name__}.listen", f"{__name__}.fail", f"{__name__}.reach_nobody"


@pytest.fixture(autouse=True)
def _silence():
    heard.clear()


def delivery_to(settings, *receivers, verb="something.happened"):
    settings.EVENT_RECEIVERS = {verb: list(receivers)}
    return list(record(verb, at=AT).deliveries.order_by("pk"))


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", "runs"))


def test_event_without_receivers_waits_for_nobody(settings):
    assert delivery_to(settings) == []


def test_delivered_exactly_once(settings):
    [delivery] = delivery_to(settings, LISTEN)

    deliver(delivery.pk, at=AT)
    deliver(delivery.pk, at=AT)
    deliver_all_open(at=AT + timedelta(days=1))

    delivery.refresh_from_db()
    assert heard == [("something.happened", AT)]
    assert (delivery.state, delivery.runs, delivery.done_at, delivery.lease_until) == ("done", 1, AT, None)


def test_receiver_that_raises_three_times_is_parked_with_its_reason(settings, caplog):
    [delivery] = delivery_to(settings, FAIL)

    for minute in range(5):
        deliver_all_open(at=AT + timedelta(minutes=minute))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.runs, delivery.lease_until) == ("parked", 3, None)
    assert delivery.last_error == "ValueError: The other side is down."
    assert not open_deliveries(at=AT + timedelta(days=1)).exists()


def test_other_side_that_is_away_costs_no_run(settings):
    [delivery] = delivery_to(settings, NOBODY)

    for minute in range(10):
        deliver_all_open(at=AT + timedelta(minutes=minute))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.runs, delivery.lease_until) == ("open", 0, None)
    assert delivery.last_error == "ConnectionRefusedError: Connection refused"


def test_other_side_that_is_away_for_more_than_a_day_is_a_failure_like_any_other(settings):
    [delivery] = delivery_to(settings, NOBODY)

    for minute in range(5):
        deliver_all_open(at=AT + PATIENCE + timedelta(minutes=minute))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.runs) == ("parked", 3)
    assert delivery.last_error == "ConnectionRefusedError: Connection refused"


def test_sweep_leaves_a_receiver_alone_whose_other_side_was_away_twice_and_goes_on_with_others(settings):
    for _number in range(5):
        delivery_to(settings, NOBODY, LISTEN)

    assert deliver_all_open(at=AT) == 2 + 5
    assert Counter(heard) == {("tried", AT): 2, ("something.happened", AT): 5}


def test_receiver_that_raises_leaves_nothing_half_done(settings, caplog):
    [delivery] = delivery_to(settings, FAIL)

    deliver(delivery.pk, at=AT)

    assert type(make_user()).objects.count() == 1
    assert states() == [("open", 1)]


def test_one_bad_receiver_does_not_hold_up_the_others(settings, caplog):
    delivery_to(settings, FAIL, LISTEN)

    assert deliver_all_open(at=AT) == 2

    assert heard == [("something.happened", AT)]
    assert states() == [("open", 1), ("done", 1)]


def test_receiver_that_does_not_exist_is_parked_too(settings, caplog):
    [delivery] = delivery_to(settings, "learners.nowhere.to_be_found")

    for minute in range(3):
        deliver(delivery.pk, at=AT + timedelta(minutes=minute))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error[:20]) == ("parked", "ModuleNotFoundError:")


def test_claimed_row_is_nobody_elses_until_the_lease_is_over(settings):
    [delivery] = delivery_to(settings, LISTEN)

    taken = [claim(delivery.pk, at=AT), claim(delivery.pk, at=AT), claim(delivery.pk, at=AT + LEASE)]
    after = claim(delivery.pk, at=AT + LEASE + timedelta(seconds=1))

    assert (taken, after) == ([True, False, False], True)


def test_worker_that_died_three_times_with_it_has_it_parked(settings):
    [delivery] = delivery_to(settings, LISTEN)
    for run in range(3):
        assert claim(delivery.pk, at=AT + run * timedelta(minutes=6))

    deliver(delivery.pk, at=AT + timedelta(minutes=30))

    delivery.refresh_from_db()
    assert heard == []
    assert (delivery.state, delivery.last_error) == (
        "parked",
        "It never finished: the worker died each time.",
    )


def test_sweep_takes_no_more_than_its_limit(settings):
    for _ in range(3):
        delivery_to(settings, LISTEN)

    assert [deliver_all_open(at=AT, limit=2), deliver_all_open(at=AT, limit=2), deliver_all_open(at=AT)] == [
        2,
        1,
        0,
    ]


def test_database_keeps_one_row_per_event_and_receiver(settings):
    [delivery] = delivery_to(settings, LISTEN)

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(event=delivery.event, receiver=LISTEN)


def test_event_is_undone_with_its_deed(settings):
    with transaction.atomic():
        delivery_to(settings, LISTEN)
        transaction.set_rollback(True)

    assert not Delivery.objects.exists()


def test_sweep_takes_each_kind_of_event_in_turn(settings):
    for _number in range(5):
        delivery_to(settings, LISTEN, verb="many")
    delivery_to(settings, LISTEN, verb="one")

    deliver_all_open(at=AT, limit=2)

    assert sorted(heard) == [("many", AT), ("one", AT)]


def test_sweep_ends_in_time_and_the_next_one_goes_on(settings):
    for _number in range(3):
        delivery_to(settings, LISTEN)

    assert deliver_all_open(at=AT, seconds=-1) == 0
    assert deliver_all_open(at=AT) == 3
    assert [state for state, _runs in states()] == ["done"] * 3


def test_sweep_of_one_kind_keeps_the_order(settings):
    settings.EVENT_RECEIVERS = {"many": [LISTEN]}
    events = [record("many", at=AT, data={"number": number}) for number in range(4)]

    taken = next_in_turn(at=AT, limit=3)

    assert taken == [event.deliveries.get().pk for event in events[:3]]
