"""An installation at work: rows and files to begin with, then learners who answer and hand in files without a pause."""

import hashlib
import random
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

LEARNERS = 12
WRITERS = 4
IN_WEEK_2 = datetime(2026, 3, 11, 12, tzinfo=UTC)


def load(*, short: bool) -> None:
    """The demo cohort through the real migrations; the short form the small programme of the tests."""
    from django.core.management import call_command  # noqa: PLC0415 -- all after the settings

    if not short:
        call_command("quickstart", verbosity=0)
        return
    from tests.factories.programme import make_small_programme  # noqa: PLC0415
    from tests.without_migrations import make_tables  # noqa: PLC0415

    make_tables()
    make_small_programme()


@dataclass(frozen=True)
class Save:
    """One thing that the product has said it keeps."""

    at: float
    item: int
    sequence: int


@dataclass
class Work:
    """Writers in threads. While somebody holds the gate, no write is on its way."""

    gate: threading.Lock = field(default_factory=threading.Lock)
    saves: list[Save] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, items: list, *, at: datetime) -> None:
        for place in range(WRITERS):
            mine = items[place::WRITERS]
            self._threads.append(threading.Thread(target=self._write, args=(mine, random.Random(place), at)))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _write(self, items: list, chance: random.Random, at: datetime) -> None:
        from django.db import DatabaseError, connection  # noqa: PLC0415

        sequence = 0
        while not self._stopping.is_set():
            sequence += 1
            item = items[sequence % len(items)]
            try:
                with self.gate:
                    self._save(item, sequence, at)
                    if sequence % 20 == 0:
                        _hand_in(item, chance)
            except DatabaseError as error:
                self.errors.append(str(error))
                break
            time.sleep(0.02)
        connection.close()

    def _save(self, item, sequence: int, at: datetime) -> None:
        from learners.attempts.taking import Answer, save_response  # noqa: PLC0415

        raw = [str(1 + sequence % 2)]
        saved = save_response(
            item, Answer(order=item.order, raw=raw, flagged=False, sequence=sequence), at=at
        )
        if saved.kept:
            self.saves.append(Save(time.time(), item.pk, sequence))


def _hand_in(item, chance: random.Random) -> None:
    """A list of people: the file first, then its row."""
    from content.base.private_files import PrivateFolder  # noqa: PLC0415
    from learners.enrolment.models import RosterImport  # noqa: PLC0415

    data = chance.randbytes(4000)
    enrolment = item.attempt.enrolment
    RosterImport.objects.create(
        cohort=enrolment.cohort,
        file_name="people.csv",
        stored_name=PrivateFolder("imports").keep(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_at=item.attempt.started_at,
        uploaded_by=enrolment.user,
    )


def open_attempts(*, short: bool) -> tuple[list, datetime]:
    """The questions of new learners' attempts, and the time at which they are answered."""
    from django.utils.timezone import now  # noqa: PLC0415

    from cms.accounts.models import User  # noqa: PLC0415
    from courses.cohorts.models import Cohort  # noqa: PLC0415
    from courses.editions.plan import plan_of  # noqa: PLC0415
    from learners.attempts.models import AttemptItem  # noqa: PLC0415
    from learners.attempts.taking import start_attempt  # noqa: PLC0415
    from tests.factories.people import make_enrolment, make_user  # noqa: PLC0415

    at = IN_WEEK_2 if short else now()
    cohort = Cohort.objects.select_related("edition").get(code="2026-a" if short else "demo")
    quiz = plan_of(cohort.edition_id).activity("Q1")
    attempts, first = [], User.objects.count()
    for number in range(first, first + LEARNERS):
        user = make_user(f"drill.{number}@demo.example", f"Demo learner {100 + number}")
        attempts.append(start_attempt(make_enrolment(cohort, user), quiz, at=at))
    items = AttemptItem.objects.filter(attempt__in=attempts).select_related(
        "attempt__enrolment__cohort__edition"
    )
    return list(items.select_related("attempt__enrolment__user").order_by("order", "pk")), at


def lost_of(saves: list[Save]) -> list[Save]:
    """What was said to be kept and is not there, nor replaced by what was kept later."""
    from learners.attempts.models import AttemptItem  # noqa: PLC0415

    stored = dict(AttemptItem.objects.values_list("pk", "sequence"))
    return [save for save in saves if stored.get(save.item, 0) < save.sequence]


def files_of_rows() -> dict[str, str]:
    """The digest of every file that a row names, as it lies there; empty where it does not."""
    from django.db import connection  # noqa: PLC0415

    from cms.backup.naming import named_files  # noqa: PLC0415
    from cms.backup.stores import digest_of, stores_of_files  # noqa: PLC0415

    stores, found = stores_of_files(keys=False), {}
    with connection.cursor() as cursor:
        named = named_files(cursor)
    for name in sorted(named):
        store, _, inner = name.partition("/")
        found[name] = ""
        if stores[store].exists(inner):
            with stores[store].open(inner) as file:
                found[name] = digest_of(file)
    return found
