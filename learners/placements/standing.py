"""Where an internship stands: sums of hours, the forms that are filed, whether what the award asks for is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from learners.enrolment.models import Enrolment
from learners.placements.counting import Sums, confirmed_sums, in_hours, live_contacts, sums_of
from learners.placements.course import Course, course_of
from learners.placements.logbook import HoursEntry
from learners.placements.models import Internship, Mode, Placement
from learners.placements.papers import Evaluation, Midpoint, Plan
from learners.placements.vivas import LASTING, Viva
from learners.submissions.models import Submission

LIVE_CONTACTS = 6
_State = Placement.State
_NOT_LASTING = (_State.PROPOSED, _State.RETURNED, _State.REFUSED, _State.ENDED)


@dataclass(frozen=True)
class Facts:
    """What is known of one learner's internship, read once."""

    course: Course
    internship: Internship | None = None
    placements: list[Placement] = field(default_factory=list)
    entries: list[HoursEntry] = field(default_factory=list)
    planned: set[int] = field(default_factory=set)
    """Placements with an approved plan."""
    reviewed: set[int] = field(default_factory=set)
    evaluated: set[int] = field(default_factory=set)
    to_decide: dict[int, str] = field(default_factory=dict)
    """Placement -> which of its papers the co-ordinator has to decide: plan, midpoint or evaluation."""
    handed_in: bool = False
    viva: Viva | None = None

    @property
    def project(self) -> Placement | None:
        return next((each for each in self.placements if each.is_project), None)


@dataclass(frozen=True)
class Form:
    code: str
    filed: bool


def facts_of(enrolments: Iterable[Enrolment], *, entries: QuerySet | None = None) -> dict[int, Facts | None]:
    """By enrolment; nothing for an edition without an internship. Eight queries, however many learners.

    entries: in which form the hours are read. Whoever only counts them reads rows, which cost a fifth of objects.
    """
    enrolments = list(enrolments)
    courses = {each.pk: course_of(each.cohort.edition_id) for each in enrolments}
    ids = [pk for pk, course in courses.items() if course]
    if not ids:
        return dict.fromkeys(courses)
    internships = {each.enrolment_id: each for each in Internship.objects.filter(enrolment__in=ids)}
    of_enrolment = {each.pk: each.enrolment_id for each in internships.values()}
    found = list(Placement.objects.filter(internship__in=of_enrolment).select_related("host").order_by("pk"))
    placements = _by(found, lambda each: of_enrolment[each.internship_id])
    of_placement = {each.pk: of_enrolment[each.internship_id] for each in found}
    logged = (HoursEntry.objects.all() if entries is None else entries).filter(placement__in=of_placement)
    of_learner = _by(logged.order_by("done_on", "pk"), lambda each: of_placement[each.placement_id])
    vivas = (
        Viva.objects.filter(internship__in=of_enrolment, cancelled_at=None)
        .select_related("slot")
        .order_by("pk")
    )
    held = {of_enrolment[viva.internship_id]: viva for viva in vivas}
    papers = _papers(of_enrolment)
    handed_in = _handed_in([course for course in courses.values() if course], ids)
    return {
        pk: Facts(
            course, internships.get(pk), placements.get(pk, []), of_learner.get(pk, []), *papers, pk in handed_in, held.get(pk)
        )
        if course
        else None
        for pk, course in courses.items()
    }  # fmt: skip


def facts_for(enrolment: Enrolment) -> Facts:
    """For one learner whose edition has an internship."""
    facts = facts_of([enrolment])[enrolment.pk]
    if facts is None:
        raise LookupError(f"The edition of {enrolment} has no internship.")
    return facts


def _by(rows, key) -> dict:
    found: dict = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _papers(internships) -> tuple[set[int], set[int], set[int], dict[int, str]]:
    """Placements with an approved plan, a decided midpoint, an approved evaluation; what is to be decided."""
    of = {"placement__internship__in": list(internships)}
    plans = Plan.objects.filter(returned_at=None, **of).values_list(
        "placement_id", "approved_at", "supervisor_approved_at"
    )
    reviews = Midpoint.objects.filter(supervisor_at__isnull=False, **of).values_list(
        "placement_id", "decided_at"
    )
    evaluations = Evaluation.objects.filter(sent_at__isnull=False, **of).values_list(
        "placement_id", "approved_at"
    )
    kinds: dict[str, list[tuple]] = {
        "plan": list(plans), "midpoint": list(reviews), "evaluation": list(evaluations)
    }  # fmt: skip
    to_decide = {row[0]: kind for kind, rows in kinds.items() for row in rows if not row[1]}
    planned, reviewed, evaluated = ({row[0] for row in rows if all(row[1:])} for rows in kinds.values())
    return planned, reviewed, evaluated, to_decide


def _handed_in(courses: Iterable[Course], ids: list[int]) -> set[int]:
    activities = {course.portfolio.activity_id for course in courses if course.portfolio}
    rows = Submission.objects.filter(work__activity__in=activities, work__enrolment__in=ids)
    return set(rows.values_list("work__enrolment_id", flat=True))


def sums_in(facts: Facts, *, at: datetime) -> Sums:
    return sums_of(facts.entries, most_reflection=facts.course.reflection, at=at)


def forms_of(facts: Facts) -> list[Form]:
    """IF-1 to IF-7 and the viva. A project in place of the placement has no agreement of its own."""
    lasting = [each for each in facts.placements if each.state not in _NOT_LASTING]
    confirmed = [each for each in facts.entries if each.state == HoursEntry.State.CONFIRMED]
    asked = [each for each in facts.entries if each.state == HoursEntry.State.QUERIED]
    signed = [each for each in facts.placements if each.signed_at]
    viva = facts.viva
    return [
        Form("IF-1", any(each.decided_at and each.state not in (_State.RETURNED, _State.REFUSED) for each in facts.placements)),
        Form("IF-2", bool(signed or facts.project) and all(each.signed_at or each.is_project for each in lasting)),
        Form("IF-3", bool(lasting) and all(each.pk in facts.planned for each in lasting)),
        Form("IF-4", bool(confirmed) and not asked),
        Form("IF-5", any(each.pk in facts.reviewed for each in facts.placements)),
        Form("IF-6", bool(lasting) and all(each.pk in facts.evaluated for each in lasting)),
        Form("IF-7", facts.handed_in),
        Form("IF-8", bool(viva and viva.outcome in LASTING)),
    ]  # fmt: skip


def lacking_contacts(facts: Facts) -> int:
    """Live contacts with the supervisor that a remote placement still needs."""
    remote = {
        each.pk
        for each in facts.placements
        if each.mode == Mode.REMOTE and not each.is_project and each.state != _State.ENDED
    }
    lacks = [
        LIVE_CONTACTS - live_contacts(entry for entry in facts.entries if entry.placement_id == pk)
        for pk in remote
    ]
    return max([0, *lacks])


def hours_met(facts: Facts | None) -> tuple[bool, str]:
    """Whether the award's rule about hours is met, and the numbers behind it."""
    if facts is None:
        return False, _("This edition has no internship.")
    course = facts.course
    sums = confirmed_sums(facts.entries, most_reflection=course.reflection)
    met = sums.counted >= course.total and sums.confirmed_host >= course.at_host
    told = {
        "hours": in_hours(sums.counted), "total": in_hours(course.total), "host": in_hours(sums.confirmed_host),
        "least": in_hours(course.at_host),
    }  # fmt: skip
    detail = (
        _("%(hours)s of %(total)s hours confirmed, %(host)s of them at the host (at least %(least)s).") % told
    )
    if lacks := lacking_contacts(facts):
        return False, detail + " " + _("Live contacts with the supervisor missing: %s.") % lacks
    if facts.project:
        detail += " " + _("Hours of the applied project count as hours at the host.")
    return met, detail


def forms_met(facts: Facts | None) -> tuple[bool, str]:
    """Whether all forms are filed and the viva was held."""
    if facts is None:
        return False, _("This edition has no internship.")
    missing = [form.code for form in forms_of(facts) if not form.filed]
    if missing:
        return False, _("Missing: %s.") % ", ".join(missing)
    return True, _("All forms are filed and the viva was held.")


def hours_by_host_type(enrolment: Enrolment) -> list[str]:
    """“Government: 104 hours”, for the transcript: confirmed hours by type of host, the project by its name. One query."""
    confirmed = HoursEntry.objects.filter(
        placement__internship__enrolment=enrolment, state=HoursEntry.State.CONFIRMED
    )
    sums: dict[str, int] = {}
    for entry in confirmed.select_related("placement__host").order_by("done_on", "pk"):
        host = entry.placement.host
        name = str(host.get_sector_display()) if host else str(Placement.Kind.PROJECT.label)
        sums[name] = sums.get(name, 0) + entry.quarters
    return [
        _("%(type)s: %(hours)s hours") % {"type": name, "hours": in_hours(sum_)}
        for name, sum_ in sums.items()
    ]
