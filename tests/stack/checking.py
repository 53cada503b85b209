"""Whether the machine does what is promised: sign-in and lesson through nginx, a killed process, a rolling restart."""

import http.cookiejar
import re
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.stack.machine import PORT, WEB_PORTS, Machine, figures_of, status_of

SITE = f"http://localhost:{PORT}"
LESSON = f"{SITE}/learn/M01-L01/"
READERS = 3


def signed_in() -> list[tuple[str, str]]:
    """The cookies of the demo learner, who signs in as a person does."""
    jar = http.cookiejar.CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    with browser.open(f"{SITE}/account/login/", timeout=10) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())[1]
    told = {"csrfmiddlewaretoken": token, "login": "learner@demo.example", "password": "campus-demo"}
    request = Request(
        f"{SITE}/account/login/", urlencode(told).encode(), {"Referer": f"{SITE}/account/login/"}
    )
    with browser.open(request, timeout=10) as page:
        if "/learn/" not in page.url:
            raise SystemExit(f"The demo learner cannot sign in: {page.url}")
    return [("Cookie", "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar))]


@dataclass
class Readers:
    """They open the lesson without a pause, and note what goes wrong."""

    cookies: list
    asked: int = 0
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def __enter__(self):
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._read) for _reader in range(READERS)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _read(self) -> None:
        browser = build_opener()
        browser.addheaders = self.cookies
        while not self._end.is_set():
            start = time.monotonic()
            try:
                with browser.open(LESSON, timeout=20) as page:
                    if page.url != LESSON or "</main>" not in page.read().decode():
                        self.wrong.append(page.url)
            except OSError as error:
                self.wrong.append(str(error))
            self.asked += 1
            self.slowest = max(self.slowest, time.monotonic() - start)


def check(machine: Machine) -> tuple[dict, list[str]]:
    """Figures, and what is not as it should be."""
    cookies, told = signed_in(), {}
    with Readers(cookies) as reading:
        time.sleep(3)
    told["calm"] = _told(reading)
    with Readers(cookies) as reading:
        time.sleep(1)
        machine.kill("web 1")
        time.sleep(4)
        machine.start_web(0, WEB_PORTS[0])
        told["killed process is back after seconds"] = round(machine.wait_for(WEB_PORTS[0]), 1)
        time.sleep(3)
    told["one web process killed"] = _told(reading)
    with Readers(cookies) as reading:
        machine.roll()
    told["rolling restart"] = _told(reading)
    told |= _both_down(machine) | _background()
    return told, _faults(told)


def _told(reading: Readers) -> dict:
    return {
        "requests": reading.asked,
        "errors": len(reading.wrong),
        "slowest s": round(reading.slowest, 2),
        "first errors": sorted(set(reading.wrong))[:3],
    }


def _both_down(machine: Machine) -> dict:
    for number in (1, 2):
        machine.kill(f"web {number}")
    status, page = status_of(f"{SITE}/")
    start = time.monotonic()
    for number, port in enumerate(WEB_PORTS):
        machine.start_web(number, port)
    machine.wait_for(PORT, "/account/login/")
    back = round(time.monotonic() - start, 1)
    own = "not available for a moment" in page
    return {"all web processes killed": {"status": status, "own page": own, "back after s": back}}


def _background() -> dict:
    """The clock sends a sign of life every half minute, and a worker answers it."""
    for _second in range(40):
        page = figures_of(WEB_PORTS[1])
        if "campus_worker_heartbeat_seconds" in page:
            break
        time.sleep(1)
    names = (
        "worker_heartbeat_seconds",
        "clock_heartbeat_seconds",
        "queue_age_seconds",
        "outbox_age_seconds",
        "outbox_parked",
    )
    found = {name: re.search(rf"^campus_{name} (.+)$", page, re.MULTILINE) for name in names}
    outside = status_of(f"{SITE}/metrics")[0]
    return {
        "figures": {name: round(float(hit[1]), 2) if hit else None for name, hit in found.items()},
        "figures from outside": outside,
    }


def _faults(told: dict) -> list[str]:
    faults = [
        f"{name}: {each['errors']} errors"
        for name, each in told.items()
        if isinstance(each, dict) and each.get("errors")
    ]
    down = told["all web processes killed"]
    if (down["status"], down["own page"]) not in ((502, True), (503, True)):
        faults.append("Without a web process nginx does not show our page.")
    if None in told["figures"].values():
        faults.append("Worker or clock gave no sign of life.")
    if told["figures from outside"] != 404:
        faults.append("The figures are open to everybody.")
    return faults
