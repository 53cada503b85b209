"""The worker's clock is two hours ahead: nobody's quiz may be closed before its time."""

from tests.bench.sitters import audit, make_sitters
from tests.faults.house import House, until

AHEAD = 2 * 3600
WORKERS = (1, 2)
_PROGRAM = """
import sys, time, time_machine
time_machine.travel(time.time() + float(sys.argv.pop(1)), tick=True).start()
from celery.__main__ import main
sys.argv[0] = "celery"
main()
"""


def clock_ahead(house: House) -> dict:
    from learners.attempts.models import QuizAttempt  # noqa: PLC0415 -- after the settings
    from learners.attempts.tasks import close_overdue  # noqa: PLC0415

    sitters = make_sitters(3, port=house.port, cohort_code="2026-a", minutes=30)
    [late] = make_sitters(1, port=house.port, cohort_code="2026-a", minutes=-5)
    for number in WORKERS:
        house.machine.kill(f"worker {number}")
        house.machine.start_worker(number, ("-c", _PROGRAM, str(AHEAD)))
    attempts = QuizAttempt.objects.filter(submitted_at__isnull=False)

    def works() -> bool:
        close_overdue.delay()
        return attempts.filter(pk=late.attempt_id).exists()

    worked = until(works, pause=0.5)
    for number in WORKERS:
        house.machine.kill(f"worker {number}")
        house.machine.start_worker(number)
    closed = attempts.filter(pk__in=[sitter.attempt_id for sitter in sitters]).count()
    kept = sum(sitter.answer_next() for sitter in sitters)
    return {
        "the process lived": worked is not None,
        "quizzes closed before their time, wrong": closed,
        "answers refused": len(sitters) - kept,
        "lost": audit(sitters).lost,
    }
