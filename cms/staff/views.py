"""The first page of the staff shell."""

from django.shortcuts import render

from cms.accounts.roles import may
from cms.staff.desks import desks_of
from cms.staff.doors import staff_only
from learners.credentials.queries import award_cohorts
from learners.enrolment.queries import enrolling_cohorts


@staff_only
def staff_home(request):
    may_award = may(request.user, "check_eligibility")
    boards = award_cohorts(request.user)[:5] if may_award else []
    enrolling = enrolling_cohorts()[:5] if may(request.user, "enrol_learner") else []
    context = {"desks": desks_of(request.user), "boards": boards, "enrolling": enrolling}
    return render(request, "cms/staff/home.html", context)
