"""Which desks a person has in the staff shell, and what waits there."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.accounts.roles import Role, may, roles_of
from cms.staff.doors import may_somewhere, reach_of
from cms.staff.extensions.deciding import requests_for
from cms.staff.marking.doors import corrections_for
from courses.cohorts.roles import marking_scope
from learners.admissions.queries import applications_to_read
from learners.attempts.queries import exams_on_the_way, key_corrections, marking_piles
from learners.credentials.queries import waiting_for
from learners.events.queries import outbox
from learners.integrity.queries import open_cases
from learners.observations.piles import piles_of
from learners.placements.examining import examined_by
from learners.placements.overseeing import vivas_to_release, waiting_for_coordinator
from learners.privacy.asking import OPEN
from learners.privacy.models import ErasureRequest
from learners.submissions.answering import task_piles
from learners.submissions.marking import discussed_works, marking_queue
from learners.submissions.moderating import to_moderate


@dataclass(frozen=True)
class Desk:
    title: str
    url: str
    waits: str
    busy: bool


def desks_of(user) -> list[Desk]:
    desks = [
        _marking(user),
        _answers(user),
        _observed(user),
        _tasks(user),
        _admissions(user),
        _awards(user),
        _cohorts(user),
        _learners(user),
        _requests(user),
        _gradebook(user),
        _reading(user),
        _internships(user),
        _vivas(user),
        _examined(user),
        _integrity(user),
        _corrections(user),
        _keys(user),
        _privacy(user),
    ]
    desks += [_authoring(user), _coverage(user), _health(user), _audit_log(user), _emergencies(user)]
    return [desk for desk in desks if desk]


def _desk(title: str, address: str, waits: list[str], nothing: str) -> Desk:
    """waits: what waits for this person, each in words."""
    return Desk(title, reverse(address), ", ".join(waits) or nothing, bool(waits))


def _admissions(user) -> Desk | None:
    if not may(user, "read_application"):
        return None
    count = applications_to_read()
    waits = [ngettext("%s application to read", "%s applications to read", count) % count] if count else []
    return _desk(_("Admissions"), "admissions", waits, _("Nothing to read"))


def _marking(user) -> Desk | None:
    if not may_somewhere(user, "enter_grade"):
        return None
    at = now()
    found = marking_queue(marking_scope(user), user.pk, at=at)
    waiting = [each for each in found if not each.can_change(at=at)]
    discussed = discussed_works(waiting)
    count = sum(
        1 for each in waiting if each.role_for(user.pk, discussed=each.pk in discussed, at=at) is not None
    )
    reads = len(to_moderate(found, user.pk))
    waits = [ngettext("%s work to mark", "%s works to mark", count) % count] if count else []
    waits += [ngettext("%s work to moderate", "%s works to moderate", reads) % reads] if reads else []
    return _desk(_("Marking"), "marking", waits, _("Nothing to mark"))


def _awards(user) -> Desk | None:
    if not may(user, "check_eligibility"):
        return None
    count = waiting_for(user)
    waits = (
        [ngettext("%s decision waits for you", "%s decisions wait for you", count) % count] if count else []
    )
    return _desk(_("Awards"), "awards", waits, _("Nothing waits for you"))


def _cohorts(user) -> Desk | None:
    if not may(user, "enrol_learner"):
        return None
    return Desk(_("Cohorts"), reverse("cohorts"), _("Dates, holidays, people"), False)


def _learners(user) -> Desk | None:
    if not may_somewhere(user, "see_cohort_names"):
        return None
    return Desk(_("Learners"), reverse("learners"), _("Records, more time, who is silent"), False)


def _requests(user) -> Desk | None:
    if not may_somewhere(user, "grant_extension"):
        return None
    count = len(requests_for(user, reach_of(user, "grant_extension")))
    waits = ngettext("%s request waits for you", "%s requests wait for you", count) % count
    nothing = _("Nothing waits for you")
    return Desk(_("Requests for more time"), reverse("extensions"), waits if count else nothing, bool(count))


def _reading(user) -> Desk | None:
    if not may_somewhere(user, "read_unreleased_lesson"):
        return None
    return Desk(_("Lessons"), reverse("lessons_read"), _("What learners of each cohort read"), False)


def _gradebook(user) -> Desk | None:
    if not may_somewhere(user, "read_released_grade"):
        return None
    return Desk(_("Gradebook"), reverse("gradebooks"), _("Marks of each cohort, as page and file"), False)


def _internships(user) -> Desk | None:
    if not may_somewhere(user, "read_logbook"):
        return None
    count = waiting_for_coordinator(reach_of(user, "read_logbook"))
    waits = (
        ngettext("%s internship waits for a decision", "%s internships wait for a decision", count) % count
    )
    nothing = _("Nothing waits for a decision")
    return Desk(_("Internships"), reverse("internships"), waits if count else nothing, bool(count))


def _vivas(user) -> Desk | None:
    """Only while there is something to release: few people lead the module of an internship."""
    if not (may_somewhere(user, "enter_grade") and may_somewhere(user, "read_logbook")):
        return None
    count = len(vivas_to_release(marking_scope(user)))
    waits = [ngettext("%s viva to release", "%s vivas to release", count) % count]
    return _desk(_("Vivas"), "viva_cohorts", waits, "") if count else None


def _examined(user) -> Desk | None:
    """Only while this person has one to hold."""
    if not may_somewhere(user, "enter_grade"):
        return None
    count = examined_by(user).filter(outcome="").count()
    waits = [ngettext("%s viva to hold", "%s vivas to hold", count) % count]
    return _desk(_("Vivas that you examine"), "vivas_examined", waits, "") if count else None


def _integrity(user) -> Desk | None:
    if not may_somewhere(user, "read_submission"):
        return None
    count = open_cases(reach_of(user, "read_submission")).count()
    waits = [ngettext("%s case is open", "%s cases are open", count) % count] if count else []
    return _desk(_("Integrity cases"), "integrity", waits, _("No open case"))


def _corrections(user) -> Desk | None:
    if not may_somewhere(user, "change_released_grade"):
        return None
    count = sum(1 for _released, asked in corrections_for(user) if asked.asked_by_id != user.pk)
    waits = (
        [ngettext("%s correction waits for you", "%s corrections wait for you", count) % count]
        if count
        else []
    )
    return _desk(_("Corrected marks"), "mark_corrections", waits, _("Nothing waits for you"))


def _keys(user) -> Desk | None:
    if not may_somewhere(user, "change_released_grade"):
        return None
    rows = key_corrections(reach_of(user, "read_submission"))
    count = rows.filter(done_at=None, dropped_at=None).exclude(proposed_by=user).count()
    waits = (
        [ngettext("%s correction waits for you", "%s corrections wait for you", count) % count]
        if count
        else []
    )
    return _desk(_("Corrected keys"), "key_corrections", waits, _("Nothing waits for you"))


def _answers(user) -> Desk | None:
    if not may_somewhere(user, "enter_grade"):
        return None
    scope = marking_scope(user)
    count = sum(pile.waiting for pile in marking_piles(scope, reader=user))
    marked = exams_on_the_way(scope, reader=user)
    waits = [ngettext("%s answer to mark", "%s answers to mark", count) % count] if count else []
    waits += (
        [ngettext("%s exam to moderate or release", "%s exams to moderate or release", marked) % marked]
        if marked
        else []
    )
    return _desk(_("Exam answers"), "exam_piles", waits, _("Nothing to mark"))


def _observed(user) -> Desk | None:
    if not may_somewhere(user, "enter_grade"):
        return None
    at = now()
    count = sum(1 for pile in piles_of(marking_scope(user)) if pile.waits(at=at))
    waits = (
        [ngettext("%s is over and waits for you", "%s are over and wait for you", count) % count]
        if count
        else []
    )
    return _desk(_("Discussions and defences"), "observed", waits, _("Nothing waits for you"))


def _tasks(user) -> Desk | None:
    if not may_somewhere(user, "enter_grade"):
        return None
    count = sum(pile.waits for pile in task_piles(marking_scope(user)))
    waits = (
        [ngettext("%s proposal waits for an answer", "%s proposals wait for an answer", count) % count]
        if count
        else []
    )
    return _desk(_("Proposals and exercises"), "tasks", waits, _("Nothing waits for you"))


def _privacy(user) -> Desk | None:
    if not may(user, "erase_person"):
        return None
    count = ErasureRequest.objects.filter(state__in=OPEN).exclude(user=user).count()
    waits = [ngettext("%s request waits", "%s requests wait", count) % count] if count else []
    return _desk(_("Personal data"), "erasure_requests", waits, _("No request is open"))


def _authoring(user) -> Desk | None:
    if not roles_of(user) & {Role.INSTRUCTOR, Role.SUPERUSER}:
        return None
    return Desk(_("Authoring"), reverse("wagtailadmin_home"), _("Pages, cases, question banks"), False)


def _coverage(user) -> Desk | None:
    if not may_somewhere(user, "edit_lesson"):
        return None
    return Desk(_("Coverage"), reverse("coverage"), _("Holes in lessons and cases, old facts"), False)


def _health(user) -> Desk | None:
    if not roles_of(user) & {Role.ADMINISTRATOR, Role.SUPERUSER}:
        return None
    count = outbox().parked
    waits = ngettext("%s piece of work was given up", "%s pieces of work were given up", count) % count
    calm = _("Services, backup, keys, disk")
    return Desk(_("Site health"), reverse("site_health"), waits if count else calm, bool(count))


def _audit_log(user) -> Desk | None:
    if not may(user, "read_audit_log"):
        return None
    return Desk(_("Audit log"), reverse("audit_log"), _("Who did what, and when"), False)


def _emergencies(user) -> Desk | None:
    if not may(user, "read_audit_log"):
        return None
    return Desk(_("Emergencies"), reverse("emergencies"), _("Rights that were taken for an hour"), False)
