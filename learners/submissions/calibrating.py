"""Calibration: markers judge the same sample scripts before they mark, and see how strict they are (specification 1.10)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.assessments.rulebook import work_rules
from courses.cohorts.models import Cohort
from courses.editions.plan import PlannedActivity
from learners.submissions.models import CalibrationMark, SampleScript

SCRIPTS = 2


class NotCalibrated(RuleError):
    """The person has to judge the sample scripts first."""

    def __init__(self, cohort: Cohort, planned: PlannedActivity):
        self.cohort, self.planned = cohort, planned
        super().__init__(_("Judge the sample scripts of “%s” before you mark.") % planned.title)


class UnableToCalibrate(RuleError):
    """The sample script or its judgement cannot be taken."""


def scripts_of(cohort: Cohort, activity_id: int) -> list[SampleScript]:
    """In the order in which they were added, each with its judgements and their markers."""
    scripts = SampleScript.objects.filter(cohort=cohort, activity_id=activity_id)
    return list(scripts.prefetch_related("marks__marker").order_by("pk"))


def to_judge(cohort: Cohort, activity_id: int, *, by) -> list[SampleScript]:
    scripts = SampleScript.objects.filter(cohort=cohort, activity_id=activity_id)
    return list(scripts.exclude(marks__marker=by).order_by("pk"))


def require_calibrated(cohort: Cohort, planned: PlannedActivity, *, by) -> None:
    """Raises NotCalibrated. Where no sample script is set nobody waits for one."""
    if to_judge(cohort, planned.activity_id, by=by):
        raise NotCalibrated(cohort, planned)


@transaction.atomic
def add_script(
    cohort: Cohort,
    planned: PlannedActivity,
    *,
    title: str,
    text: str,
    by,
    at: datetime,
    for_peers: bool = False,
) -> SampleScript:
    """Raises UnableToCalibrate when there are two."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    if SampleScript.objects.filter(cohort=cohort, activity_id=planned.activity_id).count() >= SCRIPTS:
        raise UnableToCalibrate(_("There are %s sample scripts already.") % SCRIPTS)
    return SampleScript.objects.create(
        cohort=cohort,
        activity_id=planned.activity_id,
        title=title,
        text=text,
        for_peers=for_peers,
        added_by=by,
        added_at=at,
    )


@transaction.atomic
def judge_script(
    script: SampleScript,
    planned: PlannedActivity,
    *,
    points: Sequence[int | None],
    note: str,
    by,
    at: datetime,
) -> CalibrationMark:
    """Once. Judged already is the same result: whoever has seen the others' marks does not change the own."""
    rules = work_rules(planned.rules)
    if len(points) != len(rules.criteria) or any(each is None or not 0 <= each <= 100 for each in points):
        raise UnableToCalibrate(_("Enter points between 0 and 100 for each criterion."))
    values = {
        "points": list(points),
        "mark": rules.mark_of([each or 0 for each in points]),
        "note": note,
        "at": at,
    }
    return CalibrationMark.objects.get_or_create(script=script, marker=by, defaults=values)[0]
