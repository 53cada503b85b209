"""The figures that the programme tells everybody about itself. Nobody can be picked out of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from content.casestudies.models import CaseStudyPage, CaseStudyPrinciple
from content.resources.models import OpenResource
from courses.lessons.models import LessonPage, LessonPrinciple
from learners.enrolment.models import Enrolment

FEWEST = 5
"""A number of people below this, or that leaves fewer than this on the other side, is not told."""


@dataclass(frozen=True)
class Figure:
    indicator: str
    of: str
    """What it is about: a principle, a region, a cohort. Empty for all."""
    value: int | None
    """Nothing where it would tell of single persons."""
    unit: str


def indicators() -> list[Figure]:
    return [*_of_texts(), *_of_cohorts()]


def _of_texts() -> Iterator[Figure]:
    lessons, cases = _("lessons"), _("cases")
    yield Figure("lessons_published", "", LessonPage.objects.live().count(), lessons)
    yield from _counted("lessons_published", _principles(LessonPrinciple, "lesson__live"), lessons)
    rows = CaseStudyPage.objects.live().values_list("outcome", "region")
    outcomes, regions = Counter(row[0] for row in rows), Counter(row[1] for row in rows)
    yield Figure("cases_published", "", outcomes.total(), cases)
    yield from _counted("cases_published", _principles(CaseStudyPrinciple, "case__live"), cases)
    for counts in (outcomes, regions):
        yield from _counted("cases_published", dict(sorted(counts.items())), cases)
    yield Figure("readings_published", "", OpenResource.objects.count(), _("readings"))


def _counted(indicator: str, counts: dict[str, int], unit: str) -> Iterator[Figure]:
    for name, count in counts.items():
        yield Figure(indicator, name, count, unit)


def _principles(links, live: str) -> dict[str, int]:
    rows = links.objects.filter(**{live: True}).values_list("principle__number").annotate(Count("pk"))
    return {f"P{number}": count for number, count in sorted(rows.order_by())}


def _of_cohorts() -> Iterator[Figure]:
    """Real cohorts only: the people of a demonstration do not exist."""
    rows = Enrolment.objects.filter(cohort__demo=False).values_list("cohort__code").order_by("cohort__code")
    awarded = Count("pk", distinct=True, filter=Q(certificates__revoked_at=None, certificates__isnull=False))
    counted = rows.annotate(enrolled=Count("pk", distinct=True), awarded=awarded)
    for code, enrolled, certificates in counted:
        for name, value in (("learners_enrolled", enrolled), ("certificates_valid", certificates)):
            yield Figure(name, code, _told(value, enrolled), _("people"))


def _told(value: int, everybody: int) -> int | None:
    too_few = any(0 < part < FEWEST for part in (value, everybody - value))
    return None if too_few or everybody < FEWEST else value
