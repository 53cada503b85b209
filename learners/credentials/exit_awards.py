"""Which parts of the programme may be attested to a learner who does not take the certificate, rule by rule."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.cohorts.models import Cohort
from courses.editions.plan import PlannedModule
from courses.programme.models import Area
from learners.credentials.eligibility import Check
from learners.credentials.models import AwardKind, Certificate
from learners.credentials.studies import Studies, studies_of
from learners.enrolment.models import Enrolment
from learners.grades.queries import Grades
from learners.grades.results import final_result, percent
from learners.integrity.models import IntegrityCase

LEFT = "left"


@dataclass(frozen=True)
class Studied(Studies):
    """What the rules look at, for one learner."""

    certified: bool
    """A certificate is in force."""
    today: date


@dataclass(frozen=True)
class ExitAward:
    """One part of the programme, and whether it can be attested."""

    enrolment: Enrolment
    kind: str
    scope: str
    label: str
    rule: str
    part: str
    """The part in words: “Area A1, Leadership and management”."""
    modules: tuple[PlannedModule, ...]
    checks: tuple[Check, ...]
    ended_on: date | None
    """When the last of its lessons was completed."""
    certified: bool
    """The learner has the certificate itself."""
    leaves: bool
    """The learner has left, or the programme is over, without the certificate."""

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.scope}"

    @property
    def eligible(self) -> bool:
        return all(check.met for check in self.checks)

    @property
    def unmet(self) -> list[Check]:
        return [check for check in self.checks if not check.met]

    @property
    def met_count(self) -> int:
        return len(self.checks) - len(self.unmet)

    @property
    def waits_for_leaving(self) -> bool:
        """Everything is reached, and the learner still studies."""
        return [check.key for check in self.unmet] == [LEFT]

    @property
    def is_near(self) -> bool:
        """Whether it is worth a look: the work of the part is done, whatever else is open."""
        work = [check for check in self.checks if check.key in ("lessons", "components", "quiz")]
        return all(check.met for check in work)


Verdict = tuple[bool, str]


def _lessons(studied: Studied, modules: Iterable[PlannedModule], wanted: int) -> Verdict:
    short, done_of_all, all_of_all = [], 0, 0
    for module in modules:
        lessons = [planned for planned in module.activities if planned.kind == "lesson" and planned.required]
        done = sum(1 for planned in lessons if planned.activity_id in studied.completed)
        done_of_all, all_of_all = done_of_all + done, all_of_all + len(lessons)
        if not lessons or 100 * done < wanted * len(lessons):
            words = {"module": module.code, "done": done, "all": len(lessons)}
            short.append(_("%(module)s: %(done)s of %(all)s") % words)
    if short or not all_of_all:
        words = {"list": "; ".join(short) or "–", "percent": wanted}
        return False, _("Lessons completed, %(list)s. Needed: %(percent)s per cent.") % words
    return True, _("%(done)s of %(all)s lessons completed.") % {"done": done_of_all, "all": all_of_all}


def _components(studied: Studied, modules: tuple[PlannedModule, ...], minimum: int) -> Verdict:
    """Each component by its works in these modules alone. A part without marked work fails closed."""
    result = final_result(replace(studied.plan, modules=modules), studied.grades)
    if not result.components:
        return False, _("This part of the edition has no marked work.")
    low = [f"{each.title} {each.mark}" for each in result.components if each.mark < minimum]
    if low:
        return False, _("Below %(minimum)s: %(list)s.") % {"minimum": minimum, "list": ", ".join(low)}
    reached = ", ".join(f"{each.title} {each.mark}" for each in result.components)
    return True, _("Each at least %(minimum)s: %(list)s.") % {"minimum": minimum, "list": reached}


def _quiz(studied: Studied, module: PlannedModule, minimum: int) -> Verdict:
    quizzes = [planned for planned in module.activities if planned.kind == "quiz"]
    if not quizzes:
        return False, _("The module has no quiz.")
    marks = {planned.code: _mark(studied.grades, planned.activity_id) for planned in quizzes}
    told = ", ".join(f"{code} {'–' if mark is None else f'{mark:.1f}'}" for code, mark in marks.items())
    met = all(mark is not None and mark >= minimum for mark in marks.values())
    return met, _("%(list)s. Needed: %(minimum)s.") % {"list": told, "minimum": minimum}


def _mark(grades: Grades, activity_id: int) -> Decimal | None:
    lines = (grades.first.get(activity_id), grades.resit.get(activity_id))
    return max((percent(line) for line in lines if line), default=None)


def _identity(studied: Studied) -> Verdict:
    if studied.enrolment.identity_verified_at is None:
        return False, _("The identity is not verified yet.")
    return True, _("Identity verified.")


def _integrity(studied: Studied) -> Verdict:
    closed = (IntegrityCase.State.DECIDED, IntegrityCase.State.CLOSED)
    if any(case.state not in closed for case in studied.cases):
        return False, _("An integrity case is open.")
    return True, _("No open integrity case.")


def _left(studied: Studied) -> Verdict:
    enrolment = studied.enrolment
    if studied.certified:
        return False, _("The certificate itself is issued.")
    if enrolment.state == Enrolment.State.WITHDRAWN:
        return True, _("The learner has left the programme.")
    ends_on = enrolment.cohort.starts_on + timedelta(weeks=studied.plan.frame["duration_weeks"], days=-1)
    words = {"on": date_format(ends_on, "j F Y")}
    if studied.today > ends_on:
        return True, _("The programme ended on %(on)s without a certificate.") % words
    return False, _("The learner has not left the programme. It ends on %(on)s.") % words


def _statements(studied: Studied, award: dict) -> list[ExitAward]:
    made = []
    for area in award.get("areas", []):
        modules = tuple(module for module in studied.plan.modules if module.area == area)
        if not modules:
            continue
        checks = [
            ("lessons", _("Lessons of each module"), _lessons(studied, modules, award["percent"])),
            ("components", _("Components of the area"), _components(studied, modules, award["minimum"])),
            (LEFT, _("On leaving the programme"), _left(studied)),
        ]
        part = _("Area %(code)s, %(name)s") % {"code": area, "name": Area(area).label}
        made.append(_award(studied, award, area, part, modules, checks))
    return made


def _records(studied: Studied, award: dict) -> list[ExitAward]:
    made = []
    for module in studied.plan.modules:
        if not any(planned.kind == "lesson" for planned in module.activities):
            continue
        checks = [
            ("lessons", _("All lessons of the module"), _lessons(studied, [module], 100)),
            ("quiz", _("Quiz of the module"), _quiz(studied, module, award["minimum"])),
        ]
        part = _("Module %(code)s, %(name)s") % {"code": module.code, "name": module.title}
        made.append(_award(studied, award, module.code, part, (module,), checks))
    return made


def _award(studied: Studied, award: dict, scope: str, part: str, modules, checks) -> ExitAward:
    checks = [
        *checks,
        ("identity", _("Identity has been verified"), _identity(studied)),
        ("integrity", _("No open integrity case"), _integrity(studied)),
    ]
    activities = [planned.activity_id for module in modules for planned in module.activities]
    ended = [studied.completed[each].date() for each in activities if each in studied.completed]
    return ExitAward(
        enrolment=studied.enrolment,
        kind=award["key"],
        scope=scope,
        label=award["label"],
        rule=award["rule"],
        part=part,
        modules=tuple(modules),
        checks=tuple(Check(key, text, met, detail) for key, text, (met, detail) in checks),
        ended_on=max(ended, default=None),
        certified=studied.certified,
        leaves=_left(studied)[0],
    )


_MAKERS: dict[str, Callable[[Studied, dict], list[ExitAward]]] = {
    AwardKind.STATEMENT: _statements,
    AwardKind.RECORD: _records,
}


def exit_awards(studied: Studied) -> list[ExitAward]:
    """Those that the edition's policy knows, in its order. An award without rules here is not offered."""
    awards = studied.plan.award_policy.get("exit_awards", [])
    return [
        made for award in awards if award["key"] in _MAKERS for made in _MAKERS[award["key"]](studied, award)
    ]


def exit_awards_for(enrolment: Enrolment, *, at: datetime) -> list[ExitAward]:
    """For one learner, read anew."""
    return exit_awards_in(studies_of([enrolment]), at=at)[enrolment.pk]


def cohort_exit_awards(cohort: Cohort, *, at: datetime) -> dict[Enrolment, list[ExitAward]]:
    """Of each learner, by name. Six queries, however many learners there are."""
    enrolments = list(
        Enrolment.objects.filter(cohort=cohort)
        .select_related("user__profile", "cohort")
        .order_by("user__name", "pk")
    )
    awards = exit_awards_in(studies_of(enrolments), at=at)
    return {enrolment: awards[enrolment.pk] for enrolment in enrolments}


def exit_awards_in(studies: dict[int, Studies], *, at: datetime) -> dict[int, list[ExitAward]]:
    """By enrolment, from what was read already. One query: who has the certificate."""
    in_force = Certificate.objects.filter(
        enrolment__in=list(studies), kind=AwardKind.CERTIFICATE, revoked_at=None
    )
    certified = set(in_force.values_list("enrolment_id", flat=True))
    return {
        pk: exit_awards(Studied(**vars(each), certified=pk in certified, today=at.date()))
        for pk, each in studies.items()
    }
