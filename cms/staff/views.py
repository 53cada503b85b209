"""The first page of the staff shell: which desks a person has, and what waits there."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.accounts.roles import Role, may, roles_of
from cms.staff.doors import staff_only
from learners.admissions.queries import applications_to_read
from learners.credentials.queries import award_cohorts, waiting_for
from learners.enrolment.queries import enrolling_cohorts


@dataclass(frozen=True)
class Desk:
    title: str
    url: str
    waits: str
    busy: bool


@staff_only
def staff_home(request):
    may_award = may(request.user, "check_eligibility")
    boards = award_cohorts(request.user)[:5] if may_award else []
    enrolling = enrolling_cohorts()[:5] if may(request.user, "enrol_learner") else []
    context = {"desks": _desks(request.user), "boards": boards, "enrolling": enrolling}
    return render(request, "cms/staff/home.html", context)


def _desks(user) -> list[Desk]:
    desks = _admissions(user)
    if may(user, "check_eligibility"):
        count = waiting_for(user)
        waits = ngettext("%s decision waits for you", "%s decisions wait for you", count) % count
        desks.append(
            Desk(_("Awards"), reverse("awards"), waits if count else _("Nothing waits for you"), bool(count))
        )
    if may(user, "enrol_learner"):
        desks.append(Desk(_("Cohorts"), reverse("cohorts"), _("Dates, holidays, people"), False))
    if roles_of(user) & {Role.INSTRUCTOR, Role.SUPERUSER}:
        desks.append(
            Desk(_("Authoring"), reverse("wagtailadmin_home"), _("Pages, cases, question banks"), False)
        )
    if may(user, "read_audit_log"):
        desks.append(Desk(_("Audit log"), reverse("audit_log"), _("Who did what, and when"), False))
    return desks


def _admissions(user) -> list[Desk]:
    if not may(user, "read_application"):
        return []
    count = applications_to_read()
    waits = ngettext("%s application to read", "%s applications to read", count) % count
    return [
        Desk(_("Admissions"), reverse("admissions"), waits if count else _("Nothing to read"), bool(count))
    ]
