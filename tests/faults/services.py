"""Redis is gone, the mail server is dead or slow, the database takes a connection and then says nothing."""

import time

from tests.bench.browsers import CSRF
from tests.bench.sitters import Sitter, audit, make_sitters
from tests.faults.house import House, is_own_failure, reader, timed, until
from tests.faults.servers import Relay

BACK = 5.0
"""Seconds until all goes on after Redis came back."""
SLOWEST = 2.0
"""Seconds of a page while the cache does not answer."""
HELD = 10.0
"""Seconds for which a silent database may hold a thread."""


def without_redis(house: House, *, seconds: float) -> dict:
    [sitter] = make_sitters(1, port=house.port, cohort_code="2026-a", minutes=60)
    house.redis.stop()
    end, slowest, refused = time.monotonic() + seconds, 0.0, 0
    while time.monotonic() < end:
        kept, took = timed(sitter.answer_next)
        slowest, refused = max(slowest, took), refused + (not kept)
        time.sleep(0.2)
    door = _sign_in(house.port)
    house.redis.start()
    back = until(lambda: not is_own_failure(_sign_in(house.port)))
    worker = _worker_is_back()
    return {
        "answers refused": refused,
        "slowest answer s": round(slowest, 2),
        "sign-in closed with the own page": is_own_failure(door),
        "signed in meanwhile, wrong": bool(door and "sessionid" in door.cookies),
        "back after s": None if back is None else round(back, 2),
        "worker back after s": None if worker is None else round(worker, 1),
        "too slow": slowest > SLOWEST or back is None or back > BACK or worker is None,
        "lost": audit([sitter]).lost,
    }


def _sign_in(port: int):
    browser = reader(port, f"csrftoken={CSRF}")
    return browser.post(
        "/account/login/", {"login": "administrator@demo.example", "password": "wrong words 2026"}
    )


def _worker_is_back() -> float | None:
    from django.core.cache import cache  # noqa: PLC0415 -- after the settings

    from cms.sight.heartbeats import heartbeats  # noqa: PLC0415
    from cms.tasks import note_heartbeat  # noqa: PLC0415

    cache.clear()

    def beats() -> bool:
        try:
            note_heartbeat.delay()
        except Exception:  # noqa: BLE001 -- the queue is not back yet
            return False
        return heartbeats().worker is not None

    return until(beats, pause=0.5)


def mail_away(house: House, *, slow: bool) -> dict:
    """Seven sweeps with nobody there, then one with somebody. slow: also one that takes the call and says nothing."""
    from django.utils.timezone import now  # noqa: PLC0415 -- after the settings

    from learners.events.delivering import deliver_all_open  # noqa: PLC0415
    from learners.events.models import Delivery  # noqa: PLC0415

    house.mailbox.message_ids.clear()
    house.mailbox.close()
    wanted = _some_mails()
    for _sweep in range(7):
        deliver_all_open(at=now())
    told: dict = {"sweeps without a mail server": 7}
    house.mailbox.silent = slow
    house.mailbox.open()
    if slow:
        _sent, told["a sweep with one that hangs, s"] = timed(lambda: deliver_all_open(at=now()))
        told["sweep too long"] = told["a sweep with one that hangs, s"] > 30
        house.mailbox.silent = False
    told["parked"] = Delivery.objects.filter(state=Delivery.State.PARKED).count()
    # The house's own workers sweep too, and may hold one for as long as a call lasts.
    waiting = Delivery.objects.filter(state=Delivery.State.OPEN)
    until(lambda: not deliver_all_open(at=now()) and not waiting.exists(), pause=0.2)
    sent = len(house.mailbox.message_ids)
    return told | {
        "mails": wanted,
        "mails lost": wanted - len(set(house.mailbox.message_ids)),
        "mails sent twice": sent - len(set(house.mailbox.message_ids)),
    }


def _some_mails(count: int = 20) -> int:
    from django.utils.timezone import now  # noqa: PLC0415 -- after the settings

    from courses.cohorts.models import Cohort  # noqa: PLC0415
    from courses.editions.plan import plan_of  # noqa: PLC0415
    from learners.grades.releasing import release_marks  # noqa: PLC0415
    from tests.bench.people import enrol_many  # noqa: PLC0415
    from tests.load.material import mark  # noqa: PLC0415

    cohort = Cohort.objects.get(code="2026-a")
    places = enrol_many(cohort, count, at=now())
    work = plan_of(cohort.edition_id).activity("AS1").activity_id
    mark(places, [work], at=now())
    return len(release_marks(places, work, by=None, at=now()))


def silent_database(house: House) -> dict:
    """A web server whose database answers, then takes everything and says nothing, then answers again."""
    [sitter] = make_sitters(1, port=house.port, cohort_code="2026-a", minutes=60)
    relay = Relay(house.database.port)
    address = f"postgres://postgres@127.0.0.1:{relay.port}/postgres"
    with house.another_web_server(DATABASE_URL=address) as port:
        browser = reader(port, sitter.browser.cookie, timeout=90)
        first = [browser.get("/learn/") for _each in range(24)][-1]  # each thread has a connection now
        relay.silent = True
        held, waited = timed(lambda: browser.get("/learn/"))
        again, waited_again = timed(lambda: browser.get("/learn/"))
        alive = reader(port, "").get("/health/live")
        relay.silent = False
        back = until(lambda: (reply := browser.get("/learn/")) is not None and reply.status == 200)
    relay.close()
    return {
        "page before": first.status if first else None,
        "open connection gave up after s": round(waited, 1),
        "new connection gave up after s": round(waited_again, 1),
        "own page both times": is_own_failure(held) and is_own_failure(again),
        "process lived": alive is not None and alive.status == 200,
        "back after s": None if back is None else round(back, 2),
        "held too long": waited > HELD or waited_again > HELD or back is None or back > BACK,
    }


def cold_start(house: House) -> dict:
    """Everything dies at once, as in a power cut, and is started again."""
    [sitter] = make_sitters(1, port=house.port, cohort_code="2026-a", minutes=60)
    for _each in range(20):
        sitter.answer_next()
    for part in house.machine.parts:
        house.machine.kill(part)
    house.redis.stop()
    house.database.crash()
    start = time.monotonic()
    house.database.start()
    house.redis.start()
    house.machine.start()
    served = until(sitter.answer_next)
    seconds = time.monotonic() - start
    from django.db import connection  # noqa: PLC0415 -- after the settings

    connection.close()
    return {
        "everything back after s": round(seconds, 1),
        "later than the goal": served is None or seconds > 30,
        "lost": _lost(sitter),
    }


def _lost(sitter: Sitter) -> int:
    return audit([sitter]).lost
