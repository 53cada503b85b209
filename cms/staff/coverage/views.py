"""What authors should write next: holes in the coverage of the principles, and facts that are old."""

from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cms.staff.doors import staff_with
from content.casestudies.reviewing import cases_to_review
from courses.lessons.coverage import coverage


@require_safe
@staff_with("edit_lesson")
def report(request):
    context = {"coverage": coverage(), "old": len(cases_to_review(on=now().date()))}
    return render(request, "cms/staff/coverage/coverage.html", context)


@require_safe
@staff_with("edit_lesson")
def old_facts(request):
    return render(request, "cms/staff/coverage/old_facts.html", {"due": cases_to_review(on=now().date())})
