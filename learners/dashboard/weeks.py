"""The learner's week, put into words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.cohorts.models import Cohort
from courses.cohorts.schedule import week_starts_on
from learners.progress.queries import Outline, Task, completed_count


@dataclass(frozen=True)
class Week:
    number: int
    of_weeks: int
    dates: str
    tasks: list[Task]
    earlier: list[Task]
    completed: int
    minutes_left: int
    deadlines: list[Task]


def this_week(outline: Outline, cohort: Cohort, *, at: datetime) -> Week:
    tasks = outline.of_week(outline.week)
    earlier = outline.left_from_earlier_weeks()
    waiting = [task for task in (*tasks, *earlier) if not task.completed_at]
    due = sorted((task for task in outline.tasks if _is_ahead(task, at)), key=lambda task: task.dates.due_at)
    return Week(
        number=outline.week,
        of_weeks=outline.plan.frame["duration_weeks"],
        dates=days_of_week(cohort, outline.week),
        tasks=tasks,
        earlier=earlier,
        completed=completed_count(tasks),
        minutes_left=sum(task.planned.study_minutes for task in waiting),
        deadlines=due[:2],
    )


def _is_ahead(task: Task, at: datetime) -> bool:
    """Work that is not handed in and not too late. Lessons and webinars have no deadline that costs anything."""
    return (
        task.planned.kind not in ("lesson", "live_session")
        and not task.completed_at
        and task.dates.due_at > at
    )


def days_of_week(cohort: Cohort, week: int) -> str:
    """“16 to 22 November”, or with both months where the week crosses one."""
    first = week_starts_on(cohort, week)
    last = first + timedelta(days=6)
    pattern = "j" if first.month == last.month else "j F"
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, pattern),
        "last": date_format(last, "j F"),
    }


def duration(minutes: int) -> str:
    """“1 h 20 min”, “20 minutes”."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest}
    return (
        _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
        if rest
        else _("%(hours)s h") % {"hours": hours}
    )
