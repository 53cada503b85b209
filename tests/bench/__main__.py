"""make bench: requests a second, processor time, latency, queries and bytes of the main pages."""

import gzip
import http.client
import json
import os
import statistics
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.awards import measure_awards
from tests.bench.desks import measure_desks
from tests.bench.people import session_of
from tests.bench.public import measure_public
from tests.bench.rosters import measure_rosters
from tests.bench.saves import measure_saves
from tests.bench.stack import cpu_seconds, use_services, web_server

PORT = 8799
CLIENTS = 2
WARM_UPS = 12
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "1000"))
NOTES = {
    "This week": "Django's middleware and the template of 20 rows; the edition's plan costs no query.",
    "lesson": "The frozen text is rendered once in a process; what is left is session, user, progress, template and gzip.",
    "quiz save": "One SELECT that finds the item and asks whose it is, one conditional UPDATE, session and user.",
    "verify": "One query and one Ed25519 check, template and gzip.",
}


@dataclass
class Case:
    name: str
    path: str
    cookies: list[str] = field(default_factory=list)
    body: object = None
    """For a POST: a function of the client's number and the request's number."""


def main() -> None:
    database = use_services()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    data = Path(os.environ["CAMPUS_DATA"])
    os.environ["CAMPUS_DATA"] = str(data / "bench")
    import django  # noqa: PLC0415 -- after the environment

    django.setup()
    cases = prepare()
    with web_server(PORT) as group:
        rows = {case.name: measure(case, group) for case in cases}
    count_in_process(cases, rows)
    bare = rows["bare view"]["cpu_ms"]
    for row in rows.values():
        row["ratio_to_bare"] = round(row["cpu_ms"] / bare, 1)
    show(rows, database)
    (data / "bench.json").write_text(json.dumps(rows, indent=2))
    measure_public(data)
    measure_rosters(data)
    measure_desks(data)
    measure_saves(data)
    measure_awards(data)


def prepare() -> list[Case]:
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("quickstart", verbosity=0)
    return make_cases()


def make_cases() -> list[Case]:
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.utils.timezone import now  # noqa: PLC0415

    from courses.editions.plan import plan_of  # noqa: PLC0415
    from learners.attempts.taking import start_attempt  # noqa: PLC0415
    from learners.attempts.tokens import token_of  # noqa: PLC0415
    from learners.credentials.models import Certificate  # noqa: PLC0415
    from learners.enrolment.models import Enrolment  # noqa: PLC0415

    cookies, numbers, tokens = [], [], []
    for enrolment in Enrolment.objects.select_related("cohort", "user").order_by("pk")[:CLIENTS]:
        session = SessionStore()
        session.update(session_of(enrolment.user))
        session.create()
        cookies.append(f"sessionid={session.session_key}; csrftoken={'a' * 32}")
        quiz = plan_of(enrolment.cohort.edition_id).activity("Q1")
        attempt = start_attempt(enrolment, quiz, at=now())
        numbers.append(attempt.number)
        tokens.append(token_of(attempt))
    serial = Certificate.objects.latest("pk").serial

    def answer(client: int, request: int) -> bytes:
        keys = {
            "order": 1,
            "attempt": tokens[client],
            "answer-1": 1 + request % 2,
            "sequence-1": request + 1,
            "csrfmiddlewaretoken": "a" * 32,
        }
        return urlencode(keys).encode()

    return [
        Case("bare view", "/health/live"),
        Case("sign-in page", "/account/login/"),
        Case("This week", "/learn/", cookies),
        Case("lesson", "/learn/M01-L02/", cookies),
        Case("quiz save", f"/learn/Q1/attempt/{numbers[0]}/save/", cookies, answer),
        Case("verify", f"/verify/{serial}/"),
        Case("cases", "/cases/"),
        Case("case", "/cases/rwanda-irembo/"),
        Case("search", "/search/?q=data"),
    ]


def measure(case: Case, group: int) -> dict:
    """Load from two clients with open connections, after a warm-up of both workers."""
    for turn in range(
        WARM_UPS
    ):  # each turn has new connections, so that every worker has read and compiled all it needs
        load(case, 20, first=turn * 20)
    before, started = cpu_seconds(group), time.perf_counter()
    times = load(case, REQUESTS, first=WARM_UPS * 20)
    seconds, cpu = time.perf_counter() - started, cpu_seconds(group) - before
    times.sort()
    return {
        "rps": round(len(times) / seconds, 1),
        "cpu_ms": round(1000 * cpu / len(times), 2),
        "p50_ms": round(1000 * statistics.median(times), 1),
        "p99_ms": round(1000 * times[int(len(times) * 0.99) - 1], 1),
    }


def load(case: Case, requests: int, *, first: int) -> list[float]:
    times: list[float] = []
    each = requests // CLIENTS
    threads = [
        threading.Thread(target=client, args=(case, number, first, each, times)) for number in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(times) != each * CLIENTS:
        sys.exit(f"The case “{case.name}” failed.")
    return times


def client(case: Case, number: int, first: int, each: int, times: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    headers = {"Accept-Encoding": "gzip", "Accept": "application/json" if case.body else "text/html"}
    if case.cookies:
        headers["Cookie"] = case.cookies[number]
    for place in range(first, first + each):
        started = time.perf_counter()
        body = case.body(number, place) if case.body else None
        extra = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request("POST" if body else "GET", case.path, body, headers | extra)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            sys.stderr.write(f"{case.name}: status {response.status}\n")
            return
        times.append(time.perf_counter() - started)


def count_in_process(cases: list[Case], rows: dict) -> None:
    """Queries and bytes on the wire, counted on a warm process."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    for case in cases:
        browser = Client(HTTP_HOST="127.0.0.1")
        if case.cookies:
            browser.cookies.load(case.cookies[0])
        for place in (10_000, 10_001):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = call(browser, case, place)
        rows[case.name]["queries"] = len(
            [q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        )
        rows[case.name]["bytes"] = len(gzip.compress(response.content, 6))


def call(browser, case: Case, place: int):
    if case.body is None:
        return browser.get(case.path)
    kind = "application/x-www-form-urlencoded"
    return browser.post(
        case.path, case.body(0, place), content_type=kind, headers={"accept": "application/json"}
    )


def show(rows: dict, database: str) -> None:
    write = sys.stdout.write
    write(f"granian, 2 workers, {database}, {CLIENTS} clients, {REQUESTS} requests each case\n")
    write(
        f"{'case':14}{'rps':>9}{'cpu ms':>9}{'p50 ms':>9}{'p99 ms':>9}{'queries':>9}{'bytes':>9}{'x bare':>9}\n"
    )
    for name, row in rows.items():
        values = (
            row[key] for key in ("rps", "cpu_ms", "p50_ms", "p99_ms", "queries", "bytes", "ratio_to_bare")
        )
        write(f"{name:14}" + "".join(f"{value:>9}" for value in values) + "\n")
    for name, note in NOTES.items():
        write(f"{name}: {note}\n")


if __name__ == "__main__":
    main()
