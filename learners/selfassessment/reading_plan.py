"""What to read and to do next, from the gaps (specification 5, reading plan)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from content.casestudies.models import CaseStudyPage
from content.maturity.queries import Sheet, Statement
from content.maturity.scoring import Stage
from courses.lessons.models import LessonPage
from learners.selfassessment.assessing import pinned
from learners.selfassessment.models import Assessment
from learners.selfassessment.results import PrincipleResult

MOST_PRINCIPLES = 4
MOST_LESSONS = 3


@dataclass(frozen=True)
class Reading:
    """For one principle."""

    principle: PrincipleResult
    lessons: tuple[LessonPage, ...]
    cases: tuple[CaseStudyPage, ...]
    """One that worked, then one that did not or only in part."""
    practices: tuple[Statement, ...]


def reading_plan(
    assessment: Assessment,
    results: Sequence[PrincipleResult],
    *,
    completed: Collection[str] = (),
    region: str = "",
    development: str = "",
) -> list[Reading]:
    """The four principles with the largest weighted gap; of equals the lower number first. Two queries.

    completed: codes of lessons that are done. region and development: of the reader's country, for the choice of cases.
    """
    first = sorted(
        (each for each in results if each.priority), key=lambda each: (-each.priority, each.number)
    )
    chosen = [(each, sheet) for each in first[:MOST_PRINCIPLES] if (sheet := pinned(assessment, each.number))]
    lessons = _lessons({code for _each, sheet in chosen for code in _lesson_codes(sheet)})
    cases = _cases(
        {slug for _each, sheet in chosen for kind in _CASES for slug in sheet.reading.get(kind, [])}
    )
    return [
        Reading(
            principle=each,
            lessons=_next_lessons(sheet, lessons, completed),
            cases=tuple(_best_cases(sheet, cases, region, development)),
            practices=practices_of(sheet, each.result.stage),
        )
        for each, sheet in chosen
    ]


_CASES = ("cases_success", "cases_caution")


def practices_of(sheet: Sheet, stage: Stage) -> tuple[Statement, ...]:
    """Of the stage in which the administration is; while that is not known, of the first one."""
    return sheet.part(Stage.EARLY if stage == Stage.INSUFFICIENT else stage).practices


def _lesson_codes(sheet: Sheet) -> list[str]:
    return [*sheet.reading.get("lessons_primary", []), *sheet.reading.get("lessons_linked", [])]


def _lessons(codes: set[str]) -> dict[str, LessonPage]:
    pages = LessonPage.objects.live().filter(activity__code__in=codes).select_related("activity")
    return {page.activity.code: page for page in pages}


def _next_lessons(
    sheet: Sheet, lessons: dict[str, LessonPage], completed: Collection[str]
) -> tuple[LessonPage, ...]:
    left = [lessons[code] for code in _lesson_codes(sheet) if code in lessons and code not in completed]
    return tuple(left[:MOST_LESSONS])


def _cases(slugs: set[str]) -> dict[str, CaseStudyPage]:
    return {page.slug: page for page in CaseStudyPage.objects.live().filter(slug__in=slugs)}


def _best_cases(sheet: Sheet, cases: dict[str, CaseStudyPage], region: str, development: str):
    """One of each kind: of the same region, else of the same development status, else the first."""
    for kind in _CASES:
        known = [cases[slug] for slug in sheet.reading.get(kind, []) if slug in cases]
        near = sorted(known, key=lambda case: (case.region != region, case.development_status != development))
        yield from near[:1]
