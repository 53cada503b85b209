"""Written work of the demo cohort: some that waits at the marking desk, and the marks of the one who has finished."""

from datetime import datetime, timedelta
from decimal import Decimal

from courses.cohorts.models import Cohort, DateOverride
from courses.cohorts.schedule import week_starts_at
from courses.editions.plan import Plan
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.grades.ledger import record_grade
from learners.grades.queries import current_grades
from learners.grades.releasing import release_marks
from learners.progress.models import ActivityProgress
from learners.submissions.declaring import Declared
from learners.submissions.handing_in import Written, hand_in, save_draft

WRITERS = 6
CODE = "AS1"
_TEXT = "\n\n".join(
    (
        "This is a text of the demonstration, written to show how work is handed in and marked.",
        "The project was a portal for building permits in a middle-sized town. It was to cut the time for a permit "
        "from ninety days to thirty. After two years nine in ten applicants still came to the counter.",
        "The design took for granted that applicants have a scanner, that all offices share one register, and that the "
        "law knows an electronic signature. None of this was so. The widest gaps lie in information, in processes, and "
        "in skills.",
        "Three steps would have narrowed them: begin with one kind of permit, let the counter staff test each form, "
        "and give one person authority over all four offices.",
    )
)


def load_demo_works(cohort: Cohort, plan: Plan, enrolments: list[Enrolment], *, at: datetime) -> None:
    """Some learners have handed in the first assignment, and nobody can replace it any more."""
    planned = plan.activity(CODE)
    if planned is None:
        return
    DateOverride.objects.create(
        cohort=cohort,
        activity_id=planned.activity_id,
        opens_at=week_starts_at(cohort, 1),
        due_at=at - timedelta(hours=30),
        reason="The demonstration has its first assignment early.",
    )
    for place, enrolment in enumerate(enrolments[:WRITERS]):
        moment = at - timedelta(hours=48 - place)
        written = Written(_TEXT, Declared(uses_tools=False), 1)
        draft = save_draft(enrolment, planned, written, at=moment).draft
        hand_in(enrolment, planned, sequence=draft.sequence, at=moment)


def complete_lessons(enrolment: Enrolment, plan: Plan, *, at: datetime) -> None:
    """Count every lesson as completed, also those whose week has not come, so that a certificate can be shown."""
    for planned in plan.activities:
        if planned.kind != "lesson":
            continue
        _progress, fresh = ActivityProgress.objects.get_or_create(
            enrolment=enrolment,
            activity_id=planned.activity_id,
            defaults={"opened_at": at, "completed_at": at},
        )
        if fresh:
            record(
                "activity.completed",
                enrolment=enrolment,
                activity_id=planned.activity_id,
                by=enrolment.user,
                at=at,
            )


def complete_results(enrolment: Enrolment, plan: Plan, *, by, at: datetime) -> None:
    """Give a mark to all work of the programme that has none, so that a certificate can be shown."""
    graded = current_grades(enrolment).first
    for planned in plan.activities:
        if planned.component and planned.activity_id not in graded:
            record_grade(
                enrolment,
                activity_id=planned.activity_id,
                points=Decimal(70),
                max_points=Decimal(100),
                reason="Mark of the demonstration.",
                by=by,
                at=at,
            )
            release_marks([enrolment], planned.activity_id, by=by, at=at)
