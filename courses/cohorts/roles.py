"""Who teaches what in a cohort."""

from collections.abc import Collection
from dataclasses import dataclass

from courses.cohorts.models import Cohort, TeachingRole


def teaches(user, cohort: Cohort, module_code: str) -> bool:
    """Whether the person answers for this module in this cohort, or for all its modules. One query."""
    roles = TeachingRole.objects.filter(cohort=cohort, user=user, kind=TeachingRole.Kind.INSTRUCTOR)
    return roles.filter(module_code__in=("", module_code)).exists()


def teaches_in(user, cohort: Cohort) -> bool:
    """Whether the person has any teaching role in it. One query."""
    return TeachingRole.objects.filter(cohort=cohort, user=user).exists()


def cohorts_taught_by(user) -> list[int]:
    """The cohorts in which the person has any teaching role."""
    return list(TeachingRole.objects.filter(user=user).values_list("cohort_id", flat=True).distinct())


MARKING = frozenset({TeachingRole.Kind.INSTRUCTOR, TeachingRole.Kind.MARKER})


@dataclass(frozen=True)
class MarkingScope:
    """What one person may mark, read once."""

    rows: tuple[tuple[int, str, str], ...]
    """Cohort, module (empty: all), kind of role."""

    @property
    def cohorts(self) -> set[int]:
        return {cohort_id for cohort_id, _module, _kind in self.rows}

    def marks(self, cohort_id: int, module_code: str, *, journal: bool) -> bool:
        """Instructors and markers mark work; journals are for the tutors alone (specification 1.10, privacy)."""
        return self._has(cohort_id, module_code, {TeachingRole.Kind.TUTOR} if journal else MARKING)

    @property
    def modules(self) -> list[tuple[int, str]]:
        """Cohort and module (empty: all), in whatever role: all of them mark written answers of exams (role table, row 17)."""
        return [(cohort_id, module) for cohort_id, module, _kind in self.rows]

    def reviews(self, cohort_id: int, module_code: str) -> bool:
        """Whoever marks the module and its tutors fill gaps in the peer reviews."""
        return self._has(cohort_id, module_code, MARKING | {TeachingRole.Kind.TUTOR})

    def marks_exams(self, cohort_id: int, module_code: str) -> bool:
        """Every role marks written answers of exams, and so moderates them (role table, row 17)."""
        return self._has(cohort_id, module_code, set(TeachingRole.Kind))

    def leads(self, cohort_id: int, module_code: str) -> bool:
        """Whether the person answers for the module: releases its marks, sets sample scripts."""
        return self._has(cohort_id, module_code, {TeachingRole.Kind.INSTRUCTOR})

    def without(self, role: TeachingRole) -> "MarkingScope":
        """What is left when this role ends."""
        ended = (role.cohort_id, role.module_code, role.kind)
        return MarkingScope(tuple(row for row in self.rows if row != ended))

    def _has(self, cohort_id: int, module_code: str, kinds: Collection) -> bool:
        return any(
            row[0] == cohort_id and row[1] in ("", module_code) and row[2] in kinds for row in self.rows
        )


def marking_scope(user) -> MarkingScope:
    """One query."""
    rows = (
        TeachingRole.objects.filter(user=user).order_by("pk").values_list("cohort_id", "module_code", "kind")
    )
    return MarkingScope(tuple(rows))
