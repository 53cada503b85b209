"""An upload is cut off, the disk is full, the store of files takes the call and says nothing."""

import ctypes
import os
import socket
from pathlib import Path

from tests.bench.browsers import CSRF, Reply
from tests.bench.people import cookies_of, enrol_many
from tests.faults.house import House, is_own_failure, timed
from tests.faults.servers import Relay, free_port

BOUNDARY = "line-between-parts"
ADDRESS = "/learn/AS1/work/save/"
SIZE = "6m"
_HELD = 45.0
"""Seconds for which a store that hangs may hold a thread."""


def cut_off(house: House) -> dict:
    """At a tenth, in the middle, at the end; then the whole file."""
    writer = Writer(house.port)
    for share in (0.1, 0.5, 0.99):
        writer.send(share)
    begun, whole = (writer.rows(), _files(house)), writer.send(1)
    return {
        "rows of unfinished uploads, wrong": begun[0],
        "files of unfinished uploads, wrong": len(begun[1]),
        "whole file taken": writer.rows() == 1 and whole is not None and whole.status in (200, 302),
        "rows and files differ": sorted(_files(house) ^ _named()),
    }


def disk_full(house: House) -> dict:
    """On a small disk of its own, which is mounted over the folder of people's files."""
    folder = house.data / "private"
    folder.mkdir(exist_ok=True)
    error = _mount(folder)
    if error:
        return {"not tried": f"A small disk cannot be mounted here: {error}."}
    try:
        writer, filler, before = Writer(house.port), folder / "filler", _named()
        _fill(filler)
        refused = writer.send(1)
        rows, files = writer.rows(), _files(house) - {"private/filler"}
        filler.unlink()
        healed = writer.send(1)
        return {
            "own page": is_own_failure(refused),
            "rows while it was full, wrong": rows,
            "files while it was full, wrong": len(files),
            "taken after there was room": writer.rows() == 1
            and healed is not None
            and healed.status in (200, 302),
            "rows and files differ": sorted(_files(house) ^ (_named() - before)),
        }
    finally:
        _libc().umount2(str(folder).encode(), 2)


def silent_store(house: House) -> dict:
    """Files lie in a store that speaks S3 and that says nothing."""
    relay = Relay()
    store = {
        "CAMPUS_S3_BUCKET": "campus", "CAMPUS_S3_KEY": "demo", "CAMPUS_S3_SECRET": "demo", "CAMPUS_S3_REGION": "us-east-1",
    }  # fmt: skip
    with house.another_web_server(**store, CAMPUS_S3_ADDRESS=f"http://127.0.0.1:{relay.port}") as port:
        writer = Writer(port)
        refused, waited = timed(lambda: writer.send(1, timeout=120))
        page = writer.page()
    relay.close()
    with house.another_web_server(**store, CAMPUS_S3_ADDRESS=f"http://127.0.0.1:{free_port()}") as port:
        dead, at_once = timed(lambda: Writer(port).send(1, timeout=120))
    return {
        "own page": is_own_failure(refused) and is_own_failure(dead),
        "gave up on a silent one after s": round(waited, 1),
        "gave up on a dead one after s": round(at_once, 1),
        "held too long": waited > _HELD,
        "rows without a file, wrong": writer.rows(),
        "other pages work": page is not None and page.status == 200,
    }


class Writer:
    """A learner who hands in a file."""

    def __init__(self, port: int):
        from django.utils.timezone import now  # noqa: PLC0415 -- after the settings

        from courses.cohorts.models import Cohort  # noqa: PLC0415
        from tests.learners.submissions.files import pdf  # noqa: PLC0415

        cohort = Cohort.objects.get(code="2026-a")
        [self.enrolment] = enrol_many(cohort, 1, at=now())
        [self.cookie] = cookies_of([self.enrolment.user])
        self._port, self._sequence, self._file = port, 0, pdf()

    def rows(self) -> int:
        from learners.submissions.models import WorkFile  # noqa: PLC0415 -- after the settings

        return WorkFile.objects.filter(work__enrolment=self.enrolment).count()

    def page(self) -> Reply | None:
        from tests.bench.browsers import Browser  # noqa: PLC0415

        return Browser(self._port, self.cookie, 30, stays=False).get("/learn/")

    def send(self, share: float, *, timeout: float = 30) -> Reply | None:
        """So much of the request, then the line is cut. The answer when it was sent whole."""
        self._sequence += 1
        body = self._body()
        head = (
            f"POST {ADDRESS} HTTP/1.1\r\nHost: localhost\r\nCookie: {self.cookie}\r\nConnection: close\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode()
        with socket.create_connection(("127.0.0.1", self._port), timeout=timeout) as line:
            line.sendall(head + body[: int(len(body) * share)])
            return None if share < 1 else _reply(line)

    def _body(self) -> bytes:
        fields = {
            "csrfmiddlewaretoken": CSRF,
            "sequence": str(self._sequence),
            "text": "",
            "uses_tools": "no",
        }
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        # Behind the end of a PDF nothing is read: it only has to be long.
        file = self._file + b"%" + os.urandom(300_000).hex().encode()
        start = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="uploads"; filename="work.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        )
        return b"".join([*parts, start.encode(), file, f"\r\n--{BOUNDARY}--\r\n".encode()])


def _reply(line: socket.socket) -> Reply | None:
    data = b""
    while block := line.recv(65536):
        data += block
    head, _, text = data.partition(b"\r\n\r\n")
    return Reply(int(head.split()[1]), text.decode(errors="replace")) if head else None


def _files(house: House) -> set[str]:
    found = (path for path in (house.data / "private").rglob("*") if path.is_file())
    return {str(path.relative_to(house.data)) for path in found}


def _named() -> set[str]:
    """The files that rows name."""
    from django.db import connection  # noqa: PLC0415 -- after the settings

    from cms.backup.naming import named_files  # noqa: PLC0415

    with connection.cursor() as cursor:
        return {name for name in named_files(cursor) if name.startswith("private/")}


def _fill(path: Path) -> None:
    with path.open("wb") as file:
        try:
            while True:
                file.write(bytes(64 * 1024))
                file.flush()
        except OSError:
            return


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _mount(folder: Path) -> str:
    """Nothing when it went well, otherwise why not."""
    if _libc().mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, f"size={SIZE}".encode()) == 0:
        return ""
    return os.strerror(ctypes.get_errno())
