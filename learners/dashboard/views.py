"""The learner's first page, the map of the programme, and the results."""

from django.http import Http404
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from courses.cohorts.schedule import week_starts_at
from courses.programme.models import Area
from learners.attempts.views import quiz_start
from learners.attendance.views import webinar_page
from learners.calendar.feed import subscribe_address
from learners.credentials.confirming import is_confirmed
from learners.credentials.eligibility import award_standing
from learners.credentials.issuer import issuer_address
from learners.credentials.queries import latest_certificate
from learners.credentials.ratifying import with_board
from learners.dashboard.lanes import lanes
from learners.dashboard.weeks import duration
from learners.dashboard.weeks import this_week as week_of
from learners.enrolment.access import zone_of
from learners.enrolment.doors import enrolled, planned_or_404
from learners.enrolment.queries import resits_of
from learners.grades.outlook import needs
from learners.grades.queries import released_grades
from learners.grades.results import result_lines
from learners.integrity.queries import cases_of
from learners.observations.views import observed_page
from learners.peerreviews.briefing import waiting_reviews
from learners.placements.views import step_page
from learners.placements.workspace import step_this_week
from learners.progress.queries import progress_outline
from learners.progress.views import lesson
from learners.selfassessment.views import assessment_page
from learners.submissions.views import work_page

PAGES = {
    "lesson": lesson,
    "quiz": quiz_start,
    "exam": quiz_start,
    "assignment": work_page,
    "journal": work_page,
    "task": work_page,
    "discussion": observed_page,
    "defence": observed_page,
    "live_session": webinar_page,
    "self_assessment": assessment_page,
    "placement_step": step_page,
}


@enrolled
def this_week(request, enrolment):
    at = now()
    outline = progress_outline(enrolment, at=at)
    week = week_of(outline, enrolment.cohort, at=at)
    context = {
        "outline": outline,
        "week": week,
        "left": duration(week.minutes_left),
        "zone": zone_of(enrolment),
        "reviews": waiting_reviews(enrolment, at=at),
        "internship": step_this_week(enrolment, at=at),
        "subscribe": subscribe_address(enrolment),
        "starts_at": week_starts_at(enrolment.cohort, 1) if week.number < 1 else None,
    }
    return render(request, "learners/dashboard/this_week.html", context)


@enrolled
def programme_map(request, enrolment):
    outline = progress_outline(enrolment, at=now())
    context = {
        "outline": outline,
        "lanes": lanes(outline, enrolment.cohort),
        "standing": ratified(award_standing(enrolment, outline=outline, grades=released_grades(enrolment))),
    }
    return render(request, "learners/dashboard/programme_map.html", context)


@enrolled
def module(request, enrolment, code):
    outline = progress_outline(enrolment, at=now())
    planned = outline.plan.module(code)
    if planned is None:
        raise Http404(code)
    tasks = outline.of_module(planned)
    context = {
        "outline": outline,
        "module": planned,
        "area": Area(planned.area).label,
        "tasks": tasks,
        "marked": [task for task in tasks if task.planned.component],
        "zone": zone_of(enrolment),
    }
    return render(request, "learners/dashboard/module.html", context)


@require_GET  # the first opening is noted, and only a GET of a person opens
@enrolled
def activity(request, enrolment, code):
    planned = planned_or_404(enrolment, code)
    page = PAGES.get(planned.kind)
    if page is None:
        raise Http404(code)
    return page(request, enrolment, planned)


@enrolled
def results(request, enrolment):
    outline, grades = progress_outline(enrolment, at=now()), released_grades(enrolment)
    overall, *of_components = needs(outline.plan, grades)
    context = _resits(enrolment, outline.plan) | {
        "overall": overall,
        "needs": of_components,
        "cases": cases_of(enrolment),
        "lines": result_lines(outline.plan, grades),
        "standing": ratified(award_standing(enrolment, outline=outline, grades=grades)),
        "zone": zone_of(enrolment),
        "certificate": latest_certificate(enrolment),
        "issuer_address": issuer_address(),
        "name_confirmed": is_confirmed(enrolment),
    }
    return render(request, "learners/dashboard/results.html", context)


def ratified(standing):
    [judged] = with_board([standing])
    return judged


def _resits(enrolment, plan) -> dict:
    known = ((plan.by_activity(resit.activity_id), resit) for resit in resits_of(enrolment))
    resits = [(planned, resit) for planned, resit in known if planned]
    return {"resits": resits, "resat": {planned.component for planned, _resit in resits}}
