"""Whether an award may be made, rule by rule, each with its reason."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.base.parts import in_parts
from courses.cohorts.models import Cohort
from courses.editions.plan import Plan, plan_of
from learners.credentials.studies import Studies, studies_of
from learners.enrolment.models import Enrolment, Outstanding
from learners.enrolment.outstanding import open_outstanding
from learners.grades.queries import Grades
from learners.grades.results import FinalResult, final_result
from learners.integrity.models import IntegrityCase
from learners.integrity.queries import integrity_of
from learners.placements.standing import Facts as Internship
from learners.placements.standing import facts_of, forms_met, hours_met
from learners.progress.queries import Outline


@dataclass(frozen=True)
class Check:
    """One rule of the award policy and how it stands."""

    key: str
    text: str
    met: bool
    detail: str
    """The number or fact behind it: “5 of 8 lessons of M01”."""


@dataclass(frozen=True)
class Standing:
    enrolment: Enrolment
    checks: tuple[Check, ...]
    result: FinalResult
    classification: str

    @property
    def eligible(self) -> bool:
        return all(check.met for check in self.checks)

    @property
    def unmet(self) -> list[Check]:
        return [check for check in self.checks if not check.met]

    @property
    def met_count(self) -> int:
        return sum(1 for check in self.checks if check.met)


@dataclass(frozen=True)
class Facts:
    """What the rules look at, for one learner."""

    enrolment: Enrolment
    plan: Plan
    completed: set[int]
    result: FinalResult
    cases: list[IntegrityCase] = field(default_factory=list)
    internship: Internship | None = None
    outstanding: list[Outstanding] = field(default_factory=list)
    """Fees and documents that are not settled."""


def _enrolled(facts: Facts, _parameters: dict) -> tuple[bool, str]:
    if facts.enrolment.state not in (Enrolment.State.ACTIVE, Enrolment.State.COMPLETED):
        return False, _("The enrolment is: %s.") % facts.enrolment.get_state_display()
    if facts.enrolment.identity_verified_at is None:
        return False, _("The identity is not verified yet.")
    return True, _("Enrolled, identity verified.")


def _lessons(facts: Facts, parameters: dict) -> tuple[bool, str]:
    wanted = parameters["percent"]
    short, done_of_all, all_of_all = [], 0, 0
    for module in facts.plan.modules:
        lessons = [planned for planned in module.activities if planned.kind == "lesson" and planned.required]
        done = sum(1 for planned in lessons if planned.activity_id in facts.completed)
        done_of_all, all_of_all = done_of_all + done, all_of_all + len(lessons)
        if 100 * done < wanted * len(lessons):
            short.append(
                _("%(module)s: %(done)s of %(all)s")
                % {"module": module.code, "done": done, "all": len(lessons)}
            )
    if short:
        return False, _("Lessons completed, %(list)s. Needed: %(percent)s per cent.") % {
            "list": "; ".join(short),
            "percent": wanted,
        }
    return True, _("%(done)s of %(all)s lessons completed, at least %(percent)s per cent of each module.") % {
        "done": done_of_all,
        "all": all_of_all,
        "percent": wanted,
    }


def _overall(facts: Facts, parameters: dict) -> tuple[bool, str]:
    overall, minimum = facts.result.overall, parameters["minimum"]
    graded = _("%(graded)s of %(works)s works graded") % {
        "graded": facts.result.graded,
        "works": facts.result.works,
    }
    met = facts.result.graded > 0 and overall >= minimum
    return met, _("%(mark)s of 100, needed %(minimum)s (%(graded)s).") % {
        "mark": overall,
        "minimum": minimum,
        "graded": graded,
    }


def _must_pass(facts: Facts, parameters: dict) -> tuple[bool, str]:
    """A component that must be passed and has no work in the edition is not passed: the rule fails closed."""
    return _components_reach(facts, parameters["minimum"], must_pass=True)


def _floor(facts: Facts, parameters: dict) -> tuple[bool, str]:
    return _components_reach(facts, parameters["minimum"], must_pass=False)


def _components_reach(facts: Facts, minimum: int, *, must_pass: bool) -> tuple[bool, str]:
    low = []
    for line in facts.plan.scheme:
        component = facts.result.component(line["code"])
        mark = component.mark if component else 0
        if line["must_pass"] == must_pass and mark < minimum:
            low.append(f"{line['code']} {mark}")
    if low:
        return False, _("Below %(minimum)s: %(list)s.") % {"minimum": minimum, "list": ", ".join(low)}
    return True, _("Each at least %s.") % minimum


def _integrity(facts: Facts, _parameters: dict) -> tuple[bool, str]:
    pending = [case for case in facts.cases if case.state not in (_State.DECIDED, _State.CLOSED)]
    if pending:
        return False, _("An integrity case is open.")
    return True, _("No open integrity case.")


def _fees(facts: Facts, _parameters: dict) -> tuple[bool, str]:
    if not facts.outstanding:
        return True, _("Nothing is outstanding.")
    listed = "; ".join(
        _("%(what)s, since %(on)s") % {"what": each.what, "on": date_format(each.since_on, "j F Y")}
        for each in facts.outstanding
    )
    return False, _("Outstanding: %s.") % listed


def _hours(facts: Facts, _parameters: dict) -> tuple[bool, str]:
    return hours_met(facts.internship)


def _forms(facts: Facts, _parameters: dict) -> tuple[bool, str]:
    return forms_met(facts.internship)


def _self_assessment(facts: Facts, _parameters: dict) -> tuple[bool, str]:
    """Baseline and final. An edition that has none cannot meet the rule: it fails closed."""
    runs = [planned for planned in facts.plan.activities if planned.kind == "self_assessment"]
    missing = [planned.title for planned in runs if planned.activity_id not in facts.completed]
    if not runs:
        return False, _("The edition has no self-assessment.")
    if missing:
        return False, _("Not sent yet: %s.") % "; ".join(missing)
    return True, _("All sent: %s.") % len(runs)


_State = IntegrityCase.State
Judge = Callable[[Facts, dict], tuple[bool, str]]
RULES: dict[str, tuple[Judge, str]] = {
    "enrolled": (_enrolled, ""),
    "lessons": (_lessons, "percent"),
    "overall": (_overall, "minimum"),
    "must_pass": (_must_pass, "minimum"),
    "floor": (_floor, "minimum"),
    "hours": (_hours, ""),
    "forms": (_forms, ""),
    "integrity": (_integrity, ""),
    "fees": (_fees, ""),
    "self_assessment": (_self_assessment, ""),
}
"""Each rule with the number that its policy has to give."""


def standing_of(facts: Facts) -> Standing:
    """How every rule of the edition's policy stands. A rule that nothing can check yet counts as not met."""
    checks = tuple(_check(rule, facts) for rule in facts.plan.award_policy["rules"])
    return Standing(facts.enrolment, checks, facts.result, _classification(facts))


def _check(rule: dict[str, Any], facts: Facts) -> Check:
    judge, number = RULES.get(rule["key"], (None, ""))
    if judge is None:
        return Check(rule["key"], rule["text"], False, _("Nothing is recorded for this rule yet."))
    if number and number not in rule["parameters"]:
        return Check(rule["key"], rule["text"], False, _("The award policy gives no number for this rule."))
    met, detail = judge(facts, rule["parameters"])
    return Check(rule["key"], rule["text"], met, detail)


def _classification(facts: Facts) -> str:
    """The first line of the policy whose numbers are all reached; some lines ask for no resit and no integrity finding."""
    for line in facts.plan.award_policy["classification"]:
        marks = {code: facts.result.component(code) for code in line.get("components", {})}
        reached = all(mark and mark.mark >= line["components"][code] for code, mark in marks.items())
        spoilt = line.get("no_resit") and facts.result.resit_counts
        spoilt = spoilt or (line.get("no_finding") and any(case.is_finding for case in facts.cases))
        if reached and not spoilt and facts.result.overall >= line.get("overall", 0):
            return line["label"]
    return ""


def award_standing(enrolment: Enrolment, *, outline: Outline, grades: Grades) -> Standing:
    """The standing of one learner from what was read already: released grades for the learner, all for staff."""
    completed = {task.planned.activity_id for task in outline.tasks if task.completed_at}
    result = final_result(outline.plan, grades)
    internship = _internships(outline.plan, [enrolment])[enrolment.pk]
    owed = _owed(outline.plan, [enrolment])[enrolment.pk]
    return standing_of(
        Facts(
            enrolment,
            outline.plan,
            completed,
            result,
            integrity_of([enrolment])[enrolment.pk],
            internship,
            owed,
        )
    )


def cohort_standings(cohort: Cohort) -> list[Standing]:
    """The standings of all learners of a cohort, by name. Five queries, however many learners there are."""
    plan = plan_of(cohort.edition_id)
    return standings_of(studies_of(list(_people_of(cohort))).values(), plan=plan)


def each_standing(cohort: Cohort, *, plan: Plan | None = None) -> Iterator[Standing]:
    """The same one after the other, some hundred in memory at a time, with five queries for each of these parts.

    plan: of another edition, to see how they would stand on it.
    """
    for part in in_parts(_people_of(cohort)):
        yield from standings_of(studies_of(part, plan=plan).values(), plan=plan or plan_of(cohort.edition_id))


def _people_of(cohort: Cohort) -> QuerySet[Enrolment]:
    found = Enrolment.objects.filter(cohort=cohort).select_related("user__profile", "cohort")
    return found.order_by("user__name", "pk")


def standing_for(enrolment: Enrolment) -> Standing:
    """The standing of one learner, read anew."""
    studies = studies_of([enrolment])
    [standing] = standings_of(studies.values(), plan=studies[enrolment.pk].plan)
    return standing


def standings_of(studies: Collection[Studies], *, plan: Plan) -> list[Standing]:
    """Of learners on one plan, from what was read already. No query but for internships and what is owed."""
    enrolments = [each.enrolment for each in studies]
    internships, owed = _internships(plan, enrolments), _owed(plan, enrolments)
    return [
        standing_of(
            Facts(
                each.enrolment,
                plan,
                set(each.completed),
                final_result(plan, each.grades),
                each.cases,
                internships[each.enrolment.pk],
                owed[each.enrolment.pk],
            )
        )
        for each in studies
    ]


def _owed(plan: Plan, enrolments: list[Enrolment]) -> dict[int, list[Outstanding]]:
    """Read only where the policy asks about it: one query, however many learners."""
    asked = any(rule["key"] == "fees" for rule in plan.award_policy["rules"])
    return open_outstanding(enrolments) if asked else {each.pk: [] for each in enrolments}


def _internships(plan: Plan, enrolments: list[Enrolment]) -> dict[int, Internship | None]:
    """Read only where a rule of the policy asks about it: eight queries, however many learners."""
    asked = {rule["key"] for rule in plan.award_policy["rules"]} & {"hours", "forms"}
    return facts_of(enrolments) if asked else {each.pk: None for each in enrolments}
