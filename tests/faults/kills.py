"""Processes are killed in whatever they are doing while 50 learners answer, submit and get mails."""

import random
import threading
import time
from collections import Counter
from dataclasses import asdict
from datetime import timedelta

from tests.bench.sitters import Sitter, audit, make_sitters
from tests.faults.house import House, until

LEARNERS = 50
GOALS = {"web": 1.0, "database": 5.0, "redis": 5.0, "worker": 30.0}
"""Seconds until an answer is acknowledged again; of the worker, until it works again."""
AFTER_THE_LEASE = timedelta(minutes=6)


def play(house: House, *, seconds: float, seed: int) -> dict:
    submitting = make_sitters(LEARNERS // 2, port=house.port, cohort_code="2026-a", minutes=60)
    # Their time has run out when all is over: the grace of a minute lets the last answers in.
    running_out = make_sitters(
        LEARNERS // 2, port=house.port, cohort_code="2026-a", minutes=(seconds - 56) / 60
    )
    [probe] = make_sitters(1, port=house.port, cohort_code="2026-a", minutes=60)
    sitters = [*submitting, *running_out, probe]
    house.mailbox.pause = 0.05
    released = _release(sitters)
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_sit, args=(sitter, random.Random(seed + place), end, sitter in submitting))
        for place, sitter in enumerate(sitters[:-1])
    ]
    for thread in threads:
        thread.start()
    kills, back = _shoot(house, probe, seed, end)
    for thread in threads:
        thread.join()
    house.mailbox.pause = 0
    worker_back = _wait_until_closed(sitters[:-1])
    return _told(sitters, kills, back, worker_back) | _mails(house, released)


def _sit(sitter: Sitter, chance: random.Random, end: float, submits: bool) -> None:
    """Answers one question after the other, and submits in the end, twice as impatient people do."""
    while time.monotonic() < end:
        sitter.sequence += 1
        order = chance.randint(1, sitter.questions)
        sitter.answer_until_taken(order, sitter.sequence, until=end + 30)
        time.sleep(chance.uniform(0.05, 0.5))
    taken = 0
    while submits and taken < 2 and time.monotonic() < end + 60:
        taken += sitter.submit()
    sitter.browser.hang_up()


def _shoot(house: House, probe: Sitter, seed: int, end: float) -> tuple[Counter, dict[str, float]]:
    """Kill one thing every second or two; how often each was hit, and the longest time until an answer was kept again."""
    chance, kills, back = random.Random(seed), Counter(), dict.fromkeys(GOALS, 0.0)
    deeds = {"web": _kill_web, "database": _kill_database, "redis": _flush_redis, "worker": _kill_worker}
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.6, 1.8))
        what = chance.choice(list(deeds))
        start = deeds[what](house, chance)
        kills[what] += 1
        back[what] = max(back[what], 99.0 if until(probe.answer_next) is None else time.monotonic() - start)
    return kills, back


def _kill_web(house: House, chance: random.Random) -> float:
    """One of the two, while the other one serves; started again at once, as the service manager does. When it died."""
    number = chance.randint(0, 1)
    house.machine.wait_for(house.machine.web_ports[1 - number], "/health/live")
    start = time.monotonic()
    house.machine.kill(f"web {number + 1}")
    house.machine.start_web(number, house.machine.web_ports[number])
    return start


def _kill_database(house: House, chance: random.Random) -> float:
    start = time.monotonic()
    house.database.kill_backend(chance)
    return start


def _flush_redis(house: House, _chance: random.Random) -> float:
    start = time.monotonic()
    house.redis.flush()
    return start


def _kill_worker(house: House, chance: random.Random) -> float:
    start, number = time.monotonic(), chance.randint(1, 2)
    house.machine.kill(f"worker {number}")
    house.machine.start_worker(number)
    return start


def _release(sitters: list[Sitter]) -> int:
    """A mail for each of them."""
    from django.utils.timezone import now  # noqa: PLC0415 -- all after the settings

    from cms.accounts.models import User  # noqa: PLC0415
    from courses.editions.plan import plan_of  # noqa: PLC0415
    from learners.attempts.models import QuizAttempt  # noqa: PLC0415
    from learners.grades.releasing import release_marks  # noqa: PLC0415
    from tests.load.material import mark  # noqa: PLC0415

    attempts = QuizAttempt.objects.filter(pk__in=[sitter.attempt_id for sitter in sitters])
    places = [
        attempt.enrolment for attempt in attempts.select_related("enrolment__cohort", "enrolment__user")
    ]
    work = plan_of(places[0].cohort.edition_id).activity("AS1").activity_id
    mark(places, [work], at=now())
    by = User.objects.get(email="administrator@demo.example")
    return len(release_marks(places, work, by=by, at=now()))


def _wait_until_closed(sitters: list[Sitter]) -> float | None:
    """By the worker, as soon as the grace is over. Seconds."""
    from django.db import connection  # noqa: PLC0415 -- after the settings

    from learners.attempts.models import QuizAttempt  # noqa: PLC0415
    from learners.attempts.tasks import close_overdue  # noqa: PLC0415

    connection.close()  # it may be one of those that were ended
    ids = [sitter.attempt_id for sitter in sitters]

    def all_closed() -> bool:
        close_overdue.delay()
        return not QuizAttempt.objects.filter(pk__in=ids, submitted_at=None).exists()

    return until(all_closed, pause=1)


def _told(sitters: list[Sitter], kills: Counter, back: dict[str, float], worker_back: float | None) -> dict:
    from learners.attempts.models import QuizAttempt  # noqa: PLC0415 -- after the settings

    found = audit(sitters)
    attempts = QuizAttempt.objects.filter(pk__in=[sitter.attempt_id for sitter in sitters[:-1]])
    back["worker"] = 99.0 if worker_back is None else worker_back
    return {
        "killed": dict(kills),
        "broken lines": sum(sitter.retries for sitter in sitters),
        "acknowledged by requests": sum(sitter.replies for sitter in sitters),
        **asdict(found),
        "submitted": attempts.filter(closed_by="learner").count(),
        "closed by time": attempts.filter(closed_by="time").count(),
        "left open": attempts.filter(submitted_at=None).count(),
        "back after s": {what: round(seconds, 2) for what, seconds in back.items()},
        "back later than the goal": [what for what, seconds in back.items() if seconds > GOALS[what]],
    }


def _mails(house: House, released: int) -> dict:
    """What a killed worker had taken is taken again when its lease is over; here the time is told, not waited for."""
    from django.utils.timezone import now  # noqa: PLC0415 -- after the settings

    from learners.events.delivering import deliver_all_open  # noqa: PLC0415
    from learners.events.models import Delivery  # noqa: PLC0415
    from learners.notices.models import Notice  # noqa: PLC0415

    for _sweep in range(4):
        deliver_all_open(at=now() + AFTER_THE_LEASE)
    sent = Counter(house.mailbox.message_ids)
    notices = set(Notice.objects.exclude(sent_at=None).values_list("message_id", flat=True))
    return {
        "mails": released,
        "mails lost": len(notices - set(sent)) + Delivery.objects.filter(state=Delivery.State.OPEN).count(),
        "mails without a row": len(set(sent) - notices),
        "mails sent again with the same number": sum(times - 1 for times in sent.values()),
        "mails parked": Delivery.objects.filter(state=Delivery.State.PARKED).count(),
    }
