"""The four peaks: everybody starts at once, everybody answers and submits, the webinar opens, the marks are released."""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.bench.browsers import Browser
from tests.bench.pace import Deed, Outcome, carry_out, percentile, rising, spread
from tests.bench.sitters import Sitter
from tests.load.material import Hall
from tests.load.meter import read_meter, spent
from tests.stack.machine import Machine

SAVES, SUBMITS, STARTS = 83, 50, 83
"""In a second: answers, hand-ins at the end of the last minute, starts."""
WEBINAR, WEBINAR_SECONDS = 300, 10
READERS = 17
"""Who open their results in a second, after the mail."""
THREADS = 96
QUEUE_SECONDS = 5
"""After which somebody starts again who was told that many start at this moment."""


@dataclass(frozen=True)
class Lengths:
    """In seconds."""

    peak: float
    last: float
    """Of the peak, in which hand-ins rise."""
    readers: float


@dataclass(frozen=True)
class Goal:
    p95: float | None = None
    p99: float | None = None
    """Seconds."""


GOALS = {
    "start": Goal(p99=3),
    "save": Goal(p95=0.3, p99=1),
    "submit": Goal(p95=0.3, p99=1),
    "webinar": Goal(p99=1),
    "results": Goal(p95=0.3, p99=1),
}
ROUTES = {
    "start": "attempt_start",
    "save": "attempt_save",
    "submit": "attempt_submit",
    "webinar": "activity",
    "results": "results",
}


@dataclass
class Stage:
    """Sends the deeds of one peak and tells what came of them."""

    machine: Machine
    database: str
    rows: dict[str, dict] = field(default_factory=dict)

    def play(self, name: str, deeds: list[Deed]) -> None:
        before, start = read_meter(self.machine, self.database), time.perf_counter()
        outcomes = carry_out(deeds, threads=THREADS)
        seconds = time.perf_counter() - start
        cost = spent(before, read_meter(self.machine, self.database))
        for kind in dict.fromkeys(outcome.kind for outcome in outcomes):
            self.rows[kind] = _row(
                [each for each in outcomes if each.kind == kind], kind, cost.queries, cost.requests
            )
            _tell(kind, self.rows[kind])
        served = sum(cost.requests.values()) or 1
        self.rows[f"{name}: machine"] = machine = {
            "seconds": round(seconds, 1),
            "cpu ms a request": {
                part: round(1000 * cost.seconds[part] / served, 1) for part in ("web", "database", "nginx")
            },
            "cores busy": {part: round(used / seconds, 2) for part, used in cost.seconds.items()},
        }
        sys.stdout.write(f"  {name}: {json.dumps(machine)}\n")
        sys.stdout.flush()


def _row(outcomes: list[Outcome], kind: str, queries: dict, requests: dict) -> dict:
    done = [outcome.seconds for outcome in outcomes if outcome.done]
    p50, p95, p99 = (percentile(done, share) for share in (0.5, 0.95, 0.99))
    goal, route = GOALS[kind], ROUTES[kind]
    met = (goal.p95 is None or p95 <= goal.p95) and (goal.p99 is None or p99 <= goal.p99)
    return {
        "asked": len(outcomes),
        "acknowledged": len(done),
        "errors": len(outcomes) - len(done),
        "p50 ms": round(1000 * p50),
        "p95 ms": round(1000 * p95),
        "p99 ms": round(1000 * p99),
        "goal ms": {name: round(1000 * limit) for name, limit in vars(goal).items() if limit is not None},
        "met": met,
        "queries": round(queries.get(route, 0) / requests[route], 1) if requests.get(route) else None,
    }


def _tell(kind: str, row: dict) -> None:
    facts = {name: value for name, value in row.items() if name not in ("goal ms", "met")}
    goal = ", ".join(f"{name} <= {limit} ms" for name, limit in row["goal ms"].items())
    told = ", ".join(f"{name} {value}" for name, value in facts.items())
    sys.stdout.write(
        f"{kind}: {told}; goal {goal}, 0 errors: {'met' if row['met'] and not row['errors'] else 'NOT MET'}\n"
    )


def starts(hall: Hall) -> list[Deed]:
    """Everybody at once, as far as a minute is at once."""
    moments = spread(len(hall.browsers), len(hall.browsers) / STARTS)
    return [Deed(due, "start", _start(browser)) for due, browser in zip(moments, hall.browsers, strict=True)]


def _start(browser: Browser) -> Callable[[], bool]:
    def start() -> bool:
        reply = browser.post("/learn/Q1/attempt/", {})
        while reply is not None and reply.status == 503 and "Your time has not begun" in reply.text:
            time.sleep(QUEUE_SECONDS)  # as the page asks for; the wait counts
            reply = browser.post("/learn/Q1/attempt/", {})
        return reply is not None and reply.status == 302 and reply.location.startswith("/learn/Q1/attempt/")

    return start


def answers_and_submits(sitters: list[Sitter], lengths: Lengths) -> list[Deed]:
    """Whoever has submitted answers no more: learners submit from the end of the list."""
    begin = lengths.peak - lengths.last
    hand_ins = [begin + due for due in rising(SUBMITS, lengths.last)][: len(sitters) - SAVES]
    deeds = [Deed(due, "submit", sitters[-1 - place].submit) for place, due in enumerate(hand_ins)]
    gone = 0
    for number, due in enumerate(spread(int(SAVES * lengths.peak), lengths.peak)):
        while gone < len(hand_ins) and hand_ins[gone] <= due + 2:  # a save on its way is no late one
            gone += 1
        deeds.append(Deed(due, "save", sitters[number % (len(sitters) - gone)].answer_next))
    return sorted(deeds, key=lambda deed: deed.due)


def openings(hall: Hall) -> list[Deed]:
    browsers = hall.browsers[:WEBINAR]
    address = f"/learn/{hall.webinar}/"
    return list(_reads(browsers, address, "webinar", spread(len(browsers), WEBINAR_SECONDS)))


def readings(hall: Hall, lengths: Lengths) -> list[Deed]:
    count = min(len(hall.browsers), int(READERS * lengths.readers))
    return list(_reads(hall.browsers[:count], "/learn/results/", "results", spread(count, lengths.readers)))


def _reads(browsers: list[Browser], address: str, kind: str, moments: list[float]) -> Iterator[Deed]:
    for browser, due in zip(browsers, moments, strict=True):
        yield Deed(due, kind, _read(browser, address))


def _read(browser: Browser, address: str) -> Callable[[], bool]:
    def read() -> bool:
        reply = browser.get(address)
        return reply is not None and reply.status == 200 and "</main>" in reply.text

    return read


def release(hall: Hall) -> threading.Thread:
    """In one transaction, beside the readers, as the button of the desk does."""
    from django.db import connection  # noqa: PLC0415
    from django.utils.timezone import now  # noqa: PLC0415

    from cms.accounts.models import User  # noqa: PLC0415 -- after the settings
    from learners.grades.releasing import release_marks  # noqa: PLC0415

    def release_all() -> None:
        by = User.objects.get(email="administrator@demo.example")
        release_marks(hall.enrolments, hall.work, by=by, at=now())
        connection.close()

    thread = threading.Thread(target=release_all)
    thread.start()
    return thread
