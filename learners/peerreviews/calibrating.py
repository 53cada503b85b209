"""A sample first: learners judge one script before their first review, and see how the markers judged it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.assessments.rulebook import FrozenCriterion, WorkRules
from learners.enrolment.models import Enrolment
from learners.peerreviews.models import PeerCalibration
from learners.submissions.models import SampleScript


class SampleFirst(RuleError):
    """The sample script comes before the first review."""


class UnableToJudge(RuleError):
    """The judgement of the sample is not complete."""


@dataclass(frozen=True)
class Sample:
    script: SampleScript
    own: PeerCalibration | None


@dataclass(frozen=True)
class SampleRow:
    criterion: FrozenCriterion
    own: int
    markers: float | None
    """The median of the markers; nothing while none of them has judged it."""


def sample_for(enrolment: Enrolment, activity_id: int) -> Sample | None:
    """The script that learners judge, if the cohort has one, with this learner's judgement. Two queries."""
    scripts = SampleScript.objects.filter(cohort=enrolment.cohort_id, activity_id=activity_id, for_peers=True)
    script = scripts.order_by("pk").first()
    if script is None:
        return None
    return Sample(script, PeerCalibration.objects.filter(script=script, enrolment=enrolment).first())


def require_sample(enrolment: Enrolment, activity_id: int) -> None:
    """Raises SampleFirst. Where no sample is set nobody waits for one."""
    sample = sample_for(enrolment, activity_id)
    if sample and sample.own is None:
        raise SampleFirst(_("Judge the sample first. Then you see how the markers judged it."))


@transaction.atomic
def judge_sample(
    sample: Sample, enrolment: Enrolment, rules: WorkRules, *, points: Sequence[int | None], at: datetime
) -> PeerCalibration:
    """Once: whoever has seen what the markers gave does not change the own judgement. Raises UnableToJudge."""
    criteria = len(rules.peer_criteria)
    if len(points) != criteria or any(each is None or not 0 <= each <= 100 for each in points):
        raise UnableToJudge(_("Enter points between 0 and 100 for each criterion."))
    values = {"points": list(points), "at": at}
    return PeerCalibration.objects.get_or_create(script=sample.script, enrolment=enrolment, defaults=values)[
        0
    ]


def compared(sample: Sample, rules: WorkRules) -> list[SampleRow]:
    """The own points beside those of the markers."""
    if sample.own is None:
        return []
    given = [mark.points for mark in sample.script.marks.order_by("pk")]
    return [
        SampleRow(criterion, own, median([points[place] for points in given]) if given else None)
        for place, (criterion, own) in enumerate(zip(rules.peer_criteria, sample.own.points, strict=True))
    ]
