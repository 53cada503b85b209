"""How the lessons and cases cover the twelve principles, and where there are holes."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.casestudies.models import CaseStudyPage, CaseStudyPrinciple
from content.principles.models import PrinciplePage
from content.principles.queries import principles
from courses.lessons.models import LessonCase, LessonPage, LessonPrinciple
from courses.programme.models import ModulePage


@dataclass(frozen=True)
class Line:
    principle: PrinciplePage
    counts: list[int]
    """Published lessons on it, module by module."""
    outcomes: Counter
    """Published cases on it by outcome."""

    @property
    def lessons(self) -> int:
        return sum(self.counts)

    @property
    def cases(self) -> int:
        return self.outcomes.total()

    @property
    def holes(self) -> list[str]:
        found = []
        if not self.lessons:
            found.append(_("No published lesson is about it."))
        if not self.cases:
            found.append(_("No published case is about it."))
        elif not self.outcomes["success"]:
            found.append(_("No case that worked is about it."))
        elif self.outcomes["success"] == self.cases:
            found.append(
                _("All its cases worked. None with a mixed result and none that failed is about it.")
            )
        return found


@dataclass(frozen=True)
class Coverage:
    modules: list[ModulePage]
    lines: list[Line]
    lessons_without_case: list[LessonPage]
    unused_cases: list[CaseStudyPage]
    """No published lesson names them."""

    @property
    def holes(self) -> int:
        return (
            sum(len(line.holes) for line in self.lines)
            + len(self.lessons_without_case)
            + len(self.unused_cases)
        )


def coverage() -> Coverage:
    """Published pages only. Six queries, however many pages there are."""
    modules = list(ModulePage.objects.live().order_by("first_week", "path"))
    counts, outcomes = _counts(), _outcomes()
    lines = [
        Line(each, [counts[each.pk, module.path] for module in modules], outcomes.get(each.pk, Counter()))
        for each in principles()
    ]
    with_case = LessonCase.objects.filter(case__live=True).values("lesson")
    used = LessonCase.objects.filter(lesson__live=True).values("case")
    lessons = LessonPage.objects.live().exclude(pk__in=with_case).select_related("activity")
    cases = CaseStudyPage.objects.live().exclude(pk__in=used)
    return Coverage(
        modules,
        lines,
        list(lessons.defer_streamfields().order_by("week", "path")),
        list(cases.defer_streamfields().order_by("title", "pk")),
    )


def _counts() -> Counter:
    """Of each principle and module (by its path) how many lessons there are."""
    links = LessonPrinciple.objects.filter(lesson__live=True).order_by()
    rows = links.values_list("principle_id", "lesson__path")
    step = LessonPage.steplen
    return Counter((principle_id, path[:-step]) for principle_id, path in rows)


def _outcomes() -> dict[int, Counter]:
    found: dict[int, Counter] = {}
    links = CaseStudyPrinciple.objects.filter(case__live=True).order_by()
    for principle_id, outcome in links.values_list("principle_id", "case__outcome"):
        found.setdefault(principle_id, Counter())[outcome] += 1
    return found
