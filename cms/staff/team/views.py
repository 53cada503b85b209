"""The team of a cohort: who teaches what, somebody new, the end of a role."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.accounts.inviting import NameNeeded, UnableToInvite
from cms.accounts.roles import may
from cms.staff.doors import cohort_staff_may, may_in_cohort
from cms.staff.team.adding import add_person
from cms.staff.team.doors import gives_roles, on_team
from cms.staff.team.forms import PersonForm
from cms.staff.team.showing import left_without, module_name, team_page
from courses.cohorts.models import TeachingRole
from courses.cohorts.staffing import UnableToStaff
from learners.enrolment.appointing import facts_of
from learners.enrolment.doors import get_or_post
from learners.submissions.handing_over import end_teaching, works_that_go_back


@require_safe
@cohort_staff_may("see_cohort_names")
def team(request, cohort):
    return _page(request, cohort, PersonForm(cohort=cohort))


def _page(request, cohort, form):
    context = {
        "cohort": cohort,
        "team": team_page(cohort),
        "form": form,
        "shows_contact": may_in_cohort(request.user, "read_contact_data", cohort.pk),
        "gives_roles": gives_roles(request.user),
        "runs_cohorts": may(request.user, "enrol_learner"),
    }
    return render(request, "cms/staff/team/team.html", context, status=422 if form.errors else 200)


@get_or_post
@on_team
def add(request, cohort):
    """A sign-in on the way opens the address by GET: that leads to the page."""
    form = PersonForm(request.POST, cohort=cohort)
    if request.method != "POST" or (form.is_valid() and _added(request, cohort, form)):
        return redirect("cohort_team", cohort.code)
    return _page(request, cohort, form)


def _added(request, cohort, form) -> bool:
    try:
        role = add_person(cohort, **form.cleaned_data, by=request.user, at=now())
    except (UnableToInvite, UnableToStaff) as refusal:
        form.add_error("name" if isinstance(refusal, NameNeeded) else "email", str(refusal))
        return False
    log(instance=cohort, action="campus.team_joined", user=request.user, data=facts_of(role))
    messages.success(request, _("%s is in the team and gets a mail.") % role.user.name)
    return True


@get_or_post
@on_team
def end(request, cohort, role_id):
    """First the page that says what it would do, then the deed."""
    roles = TeachingRole.objects.select_related("user", "cohort").filter(cohort=cohort)
    role = get_object_or_404(roles, pk=role_id)
    if request.method == "POST":
        return _end(request, role)
    context = {
        "cohort": cohort,
        "role": role,
        "module": module_name(role),
        "marking": works_that_go_back(role, at=now()),
        "gaps": left_without(role),
    }
    return render(request, "cms/staff/team/end.html", context)


def _end(request, role):
    facts = facts_of(role)
    try:
        works = end_teaching(role, by=request.user, at=now())
    except UnableToStaff as refusal:
        messages.error(request, str(refusal))
        return redirect("cohort_team", role.cohort.code)
    log(instance=role.cohort, action="campus.team_left", user=request.user, data=facts)
    said = _("The role of %s has ended.") % role.user.name
    if works:
        said += " " + ngettext(
            "%s work went back to the queue.", "%s works went back to the queue.", len(works)
        ) % len(works)
    messages.success(request, said)
    return redirect("cohort_team", role.cohort.code)
