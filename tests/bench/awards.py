"""A cohort that gets its certificates: processor time of each, of its three files alone, and how long all take."""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

LEARNERS = 300
SAMPLE = 50


def measure_awards(data: Path) -> None:
    """Two lines, and award-bench.json in the data folder. Issues real certificates in the bench's own database."""
    from django.utils.timezone import now  # noqa: PLC0415 -- after the settings

    from cms.accounts.models import User  # noqa: PLC0415
    from learners.credentials.issuing import propose_award  # noqa: PLC0415
    from learners.credentials.issuing_work import hands_missing, start_run  # noqa: PLC0415

    cohort, places = _cohort()
    first, second = (User.objects.get(email=f"{who}@demo.example") for who in ("administrator", "registrar"))
    proposals = [propose_award(place, by=first, at=now()) for place in places]
    run = start_run(cohort, proposals, by=second, at=now())
    with workers(hands_missing(run, at=now()), run.pk) as begin:
        started = time.perf_counter()
        seconds = begin()
        lasted = time.perf_counter() - started
    row = {
        "cohort_s": round(lasted, 1),
        "certificate_cpu_ms": round(1000 * seconds / LEARNERS, 1),
        "issued": run.items.filter(state="done").count(),
        "files_cpu_ms": _files([proposal.certificate for proposal in proposals[:SAMPLE]]),
    }
    sys.stdout.write(f"certificates of {LEARNERS} learners  {json.dumps(row)}\n")
    (data / "award-bench.json").write_text(json.dumps(row, indent=2))


@contextlib.contextmanager
def workers(count: int, run_id: int) -> Iterator[Callable[[], float]]:
    """Processes that have read all code and wait; call what comes to let them work. It tells their processor time."""
    command = [sys.executable, "-m", "tests.bench.awards", str(run_id)]
    pipe = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    hands = [subprocess.Popen(command, **pipe) for _hand in range(count)]
    try:
        for hand in hands:
            hand.stdout.readline()
        yield lambda: sum(float(answer) for answer in _let_work(hands))
    finally:
        for hand in hands:
            hand.kill()


def _let_work(hands: list[subprocess.Popen]) -> list[str]:
    for hand in hands:
        hand.stdin.write("begin\n")
        hand.stdin.flush()
    return [hand.stdout.readline() for hand in hands]


def work(run_id: int) -> None:
    """One worker: it says that it is there, waits for a line, works, and says how many seconds it took of a processor."""
    import django  # noqa: PLC0415

    django.setup()
    from django.utils.timezone import now  # noqa: PLC0415

    from learners.credentials.issuing_work import work_on  # noqa: PLC0415

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    cpu = time.process_time()
    while work_on(run_id, at=now()):
        pass
    sys.stdout.write(f"{time.process_time() - cpu}\n")


def _files(certificates: list) -> float:
    """The same three files once more: typesetting, signatures, credential."""
    from django.utils.timezone import now  # noqa: PLC0415 -- after the settings

    from learners.credentials.issuer import method_of  # noqa: PLC0415
    from learners.credentials.proofs import with_proof  # noqa: PLC0415
    from learners.credentials.rendering import signed_pdf_of  # noqa: PLC0415
    from learners.credentials.signing import private_half  # noqa: PLC0415
    from learners.credentials.tokens import token_of  # noqa: PLC0415

    badges = [json.loads(bytes(each.files.get(kind="json").content)) for each in certificates]
    cpu = time.process_time()
    for certificate, badge in zip(certificates, badges, strict=True):
        unsigned = {key: value for key, value in badge.items() if key != "proof"}
        words = {"private": private_half(certificate.key), "method": method_of(certificate.key), "at": now()}
        signed = json.dumps(with_proof(unsigned, **words), ensure_ascii=False, indent=1).encode()
        token_of(unsigned, **words)
        signed_pdf_of(certificate.facts, badge=signed, at=now())
    return _each(cpu, len(certificates))


def _each(since: float, number: int) -> float:
    return round(1000 * (time.process_time() - since) / number, 1)


def _cohort() -> tuple:
    """Learners who have reached everything, of a new cohort each time: a certificate is issued once."""
    from django.utils.timezone import now  # noqa: PLC0415 -- after the settings

    from cms.accounts.models import User  # noqa: PLC0415
    from courses.cohorts.models import Cohort  # noqa: PLC0415
    from courses.editions.plan import plan_of  # noqa: PLC0415
    from learners.credentials.models import NameConfirmation  # noqa: PLC0415
    from learners.enrolment.models import Enrolment, LearnerProfile  # noqa: PLC0415
    from learners.grades.models import GradeEvent  # noqa: PLC0415
    from learners.progress.models import ActivityProgress  # noqa: PLC0415

    at, demo = now(), Cohort.objects.get(code="demo")
    code, registrar = f"award-{at:%H%M%S}", User.objects.get(email="registrar@demo.example")
    cohort = Cohort.objects.create(
        edition=demo.edition,
        code=code,
        title=code,
        starts_on=demo.starts_on,
        published_at=at,
        capacity=LEARNERS,
    )
    users = User.objects.bulk_create(
        User(email=f"{code}.{number}@bench.example", name=f"Bench learner {number:04d}")
        for number in range(LEARNERS)
    )
    LearnerProfile.objects.bulk_create(LearnerProfile(user=user, printed_name=user.name) for user in users)
    places = Enrolment.objects.bulk_create(
        Enrolment(
            user=user, cohort=cohort, enrolled_at=at - timedelta(days=200), identity_verified_at=at,
            identity_verified_by=registrar,
        )
        for user in users
    )  # fmt: skip
    NameConfirmation.objects.bulk_create(
        NameConfirmation(enrolment=place, name=place.user.name, confirmed_at=at) for place in places
    )
    planned = plan_of(demo.edition_id).activities
    ActivityProgress.objects.bulk_create(
        (
            ActivityProgress(enrolment=place, activity_id=each.activity_id, opened_at=at, completed_at=at)
            for place in places
            for each in planned
        ),
        batch_size=1000,
    )
    GradeEvent.objects.bulk_create(
        (
            GradeEvent(
                enrolment=place, activity_id=each.activity_id, points=Decimal(80), max_points=Decimal(100),
                reason="Bench", at=at,
            )
            for place in places
            for each in planned
            if each.component
        ),
        batch_size=1000,
    )  # fmt: skip
    return cohort, places


if __name__ == "__main__":
    work(int(sys.argv[1]))
