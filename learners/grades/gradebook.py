"""The marks of a cohort, one row a learner, one column a component."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from content.base.parts import in_parts
from courses.cohorts.models import Cohort
from courses.editions.plan import Plan, plan_of
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import people_of
from learners.enrolment.sheets import Cell, csv_file, xlsx_file
from learners.events.recording import record
from learners.grades.queries import Grades, grades_of, released_grades_of
from learners.grades.results import ComponentMark, FinalResult, final_result


class Standing(models.TextChoices):
    """How the marks of a learner stand. The other rules of the award are the board's."""

    OPEN = "open", gettext_lazy("Marks are missing")
    WITHHELD = "withheld", gettext_lazy("A mark is withheld")
    BELOW = "below", gettext_lazy("Below a minimum")
    REACHED = "reached", gettext_lazy("All minimums reached")


@dataclass(frozen=True)
class Row:
    enrolment: Enrolment
    result: FinalResult

    @property
    def standing(self) -> Standing:
        if self.result.withheld:
            return Standing.WITHHELD
        if self.result.graded < self.result.works:
            return Standing.OPEN
        return Standing.REACHED if self.result.passed else Standing.BELOW

    @property
    def label(self) -> str:
        return str(self.standing.label)


@dataclass(frozen=True)
class Gradebook:
    """Marks that are not released are in it only for those who may read them."""

    plan: Plan
    unreleased: bool

    @property
    def columns(self) -> tuple[ComponentMark, ...]:
        """The components that have work in this edition."""
        return final_result(self.plan, Grades()).components

    def rows(self, enrolments: Iterable[Enrolment]) -> list[Row]:
        """Two or three queries, however many learners there are."""
        enrolments = list(enrolments)
        grades = grades_of(enrolments) if self.unreleased else released_grades_of(enrolments)
        return [Row(enrolment, final_result(self.plan, grades[enrolment.pk])) for enrolment in enrolments]

    def each_row(self, enrolments: QuerySet[Enrolment]) -> Iterator[Row]:
        """Of a whole cohort, with the marks of some hundred learners in memory at a time."""
        for part in in_parts(enrolments):
            yield from self.rows(part)


def gradebook_of(cohort: Cohort, *, unreleased: bool) -> Gradebook:
    return Gradebook(plan_of(cohort.edition_id), unreleased)


@transaction.atomic
def gradebook_csv(cohort: Cohort, *, unreleased: bool, by, at) -> bytes:
    """Everybody of the cohort. Writes who took it out, and whether unreleased marks were in it."""
    _tell(cohort, "csv", unreleased=unreleased, by=by, at=at)
    return csv_file(_table(cohort, gradebook_of(cohort, unreleased=unreleased)))


@transaction.atomic
def gradebook_xlsx(cohort: Cohort, *, unreleased: bool, by, at) -> bytes:
    _tell(cohort, "xlsx", unreleased=unreleased, by=by, at=at)
    return xlsx_file(cohort.code, _table(cohort, gradebook_of(cohort, unreleased=unreleased)))


def _table(cohort: Cohort, book: Gradebook) -> Iterator[list[Cell]]:
    """A component without a mark is an empty cell, never a nought."""
    head = [_("Name"), _("E-mail"), _("State"), *(each.code for each in book.columns)]
    yield [*head, _("Overall"), _("Works with a mark"), _("Works"), _("Marks")]
    for row in book.each_row(people_of(cohort)):
        user, result = row.enrolment.user, row.result
        marks = [each.mark if each.graded else None for each in result.components]
        yield [
            user.name,
            user.email,
            str(row.enrolment.get_state_display()),
            *marks,
            result.overall if result.graded else None,
            result.graded,
            result.works,
            row.label,
        ]


def _tell(cohort: Cohort, form: str, *, unreleased: bool, by, at) -> None:
    data = {"cohort": cohort.code, "form": form, "unreleased": unreleased}
    record("gradebook.exported", by=by, at=at, data=data)
    log(
        instance=cohort,
        action="campus.gradebook_exported",
        user=by,
        timestamp=at,
        title=str(cohort),
        data=data,
    )
