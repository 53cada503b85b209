"""Which desks a person has in the staff shell, and what waits there."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.accounts.roles import Role, may, roles_of
from cms.staff.doors import may_somewhere, reach_of
from cms.staff.extensions.deciding import requests_for
from courses.cohorts.roles import marking_scope
from learners.admissions.queries import applications_to_read
from learners.attempts.queries import key_corrections, marking_piles
from learners.credentials.queries import waiting_for
from learners.integrity.queries import open_cases
from learners.observations.piles import piles_of
from learners.placements.overseeing import waiting_for_coordinator
from learners.submissions.answering import task_piles
from learners.submissions.marking import discussed_works, marking_queue


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
        _internships(user),
        _integrity(user),
        _keys(user),
    ]
    return [desk for desk in (*desks, _authoring(user), _coverage(user), _audit_log(user)) if desk]


def _admissions(user) -> Desk | None:
    if not may(user, "read_application"):
        return None
    count = applications_to_read()
    waits = ngettext("%s application to read", "%s applications to read", count) % count
    return Desk(_("Admissions"), reverse("admissions"), waits if count else _("Nothing to read"), bool(count))


def _marking(user) -> Desk | None:
    if not may_somewhere(user, "enter_grade"):
        return None
    at = now()
    waiting = [
        each for each in marking_queue(marking_scope(user), user.pk, at=at) if not each.can_change(at=at)
    ]
    discussed = discussed_works(waiting)
    count = sum(
        1 for each in waiting if each.role_for(user.pk, discussed=each.pk in discussed, at=at) is not None
    )
    waits = ngettext("%s work to mark", "%s works to mark", count) % count
    return Desk(_("Marking"), reverse("marking"), waits if count else _("Nothing to mark"), bool(count))


def _awards(user) -> Desk | None:
    if not may(user, "check_eligibility"):
        return None
    count = waiting_for(user)
    waits = ngettext("%s decision waits for you", "%s decisions wait for you", count) % count
    return Desk(_("Awards"), reverse("awards"), waits if count else _("Nothing waits for you"), bool(count))


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


def _integrity(user) -> Desk | None:
    if not may_somewhere(user, "read_submission"):
        return None
    count = open_cases(reach_of(user, "read_submission")).count()
    waits = ngettext("%s case is open", "%s cases are open", count) % count
    return Desk(
        _("Integrity cases"), reverse("integrity"), waits if count else _("No open case"), bool(count)
    )


def _keys(user) -> Desk | None:
    if not may_somewhere(user, "change_released_grade"):
        return None
    rows = key_corrections(reach_of(user, "read_submission"))
    count = rows.filter(done_at=None, dropped_at=None).exclude(proposed_by=user).count()
    waits = ngettext("%s correction waits for you", "%s corrections wait for you", count) % count
    return Desk(
        _("Corrected keys"),
        reverse("key_corrections"),
        waits if count else _("Nothing waits for you"),
        bool(count),
    )


def _answers(user) -> Desk | None:
    if not may_somewhere(user, "enter_grade"):
        return None
    count = sum(pile.waiting for pile in marking_piles(marking_scope(user), reader=user))
    waits = ngettext("%s answer to mark", "%s answers to mark", count) % count
    return Desk(
        _("Exam answers"), reverse("exam_piles"), waits if count else _("Nothing to mark"), bool(count)
    )


def _observed(user) -> Desk | None:
    if not may_somewhere(user, "enter_grade"):
        return None
    at = now()
    count = sum(1 for pile in piles_of(marking_scope(user)) if pile.waits(at=at))
    waits = ngettext("%s is over and waits for you", "%s are over and wait for you", count) % count
    return Desk(
        _("Discussions and defences"),
        reverse("observed"),
        waits if count else _("Nothing waits for you"),
        bool(count),
    )


def _tasks(user) -> Desk | None:
    if not may_somewhere(user, "enter_grade"):
        return None
    count = sum(pile.waits for pile in task_piles(marking_scope(user)))
    waits = ngettext("%s proposal waits for an answer", "%s proposals wait for an answer", count) % count
    return Desk(
        _("Proposals and exercises"),
        reverse("tasks"),
        waits if count else _("Nothing waits for you"),
        bool(count),
    )


def _authoring(user) -> Desk | None:
    if not roles_of(user) & {Role.INSTRUCTOR, Role.SUPERUSER}:
        return None
    return Desk(_("Authoring"), reverse("wagtailadmin_home"), _("Pages, cases, question banks"), False)


def _coverage(user) -> Desk | None:
    if not may_somewhere(user, "edit_lesson"):
        return None
    return Desk(_("Coverage"), reverse("coverage"), _("Holes in lessons and cases, old facts"), False)


def _audit_log(user) -> Desk | None:
    if not may(user, "read_audit_log"):
        return None
    return Desk(_("Audit log"), reverse("audit_log"), _("Who did what, and when"), False)
