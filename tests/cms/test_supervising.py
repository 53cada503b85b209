import os
import signal
import sys
import time

import pytest

from cms.supervising import Part, PartFailed, Supervisor

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def supervise():
    """Parts that are watched; all are ended afterwards, and the signals are as before."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    made = []

    def supervise(*parts, tell=lambda _text: None):
        made.append(Supervisor(list(parts), tell=tell))
        return made[-1]

    yield supervise
    for supervisor in made:
        supervisor.stop()
    for number, handler in handlers.items():
        signal.signal(number, handler)


def wait_for_the_end_of(part):
    until = time.monotonic() + 20
    while not part.has_ended and time.monotonic() < until:
        time.sleep(0.01)
    assert part.has_ended


def test_a_killed_part_is_named_and_started_again(supervise):
    web, worker, told = Part("web server", SLEEPS), Part("task worker", SLEEPS), []
    supervisor = supervise(web, worker, tell=told.append)
    supervisor.mend()

    worker.send(signal.SIGKILL)
    wait_for_the_end_of(worker)
    supervisor.mend()

    assert told == [
        "The task worker ended by signal SIGKILL. It is started again (1 of 3 times in a minute)."
    ]
    assert (web.has_ended, worker.has_ended) == (False, False)


def test_a_part_that_always_ends_stops_all_and_is_named(supervise):
    worker, told = Part("task worker", [sys.executable, "-c", "raise SystemExit(7)"]), []
    supervisor = supervise(worker, tell=told.append)

    for _turn in range(3):
        wait_for_the_end_of(worker)
        supervisor.mend()
    wait_for_the_end_of(worker)
    with pytest.raises(PartFailed) as failure:
        supervisor.mend()

    assert len(told) == 3
    assert str(failure.value) == (
        "The task worker ended by exit code 7. It ended 4 times within a minute, so all parts are stopped."
    )


def test_ends_of_an_earlier_minute_do_not_count():
    part = Part("task worker", SLEEPS)

    counts = [part.ends_lately(moment=moment) for moment in (0, 1, 2, 60.5, 70, 200)]

    assert counts == [1, 2, 3, 3, 2, 1]


def test_what_a_person_asked_to_stop_is_not_started_again(supervise):
    part = Part("web server", SLEEPS)
    supervisor = supervise(part, tell=pytest.fail)

    os.kill(os.getpid(), signal.SIGTERM)
    wait_for_the_end_of(part)
    supervisor.mend()

    assert (supervisor.asked, part.has_ended) == (True, True)
