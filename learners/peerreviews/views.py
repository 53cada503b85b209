"""The learner's pages of peer review: the tasks, the sample, one review, and what others wrote."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.assessments.rulebook import is_marked_in_writing, work_rules
from learners.enrolment.access import words, zone_of
from learners.peerreviews.assigning import take_spare
from learners.peerreviews.briefing import desk_of
from learners.peerreviews.calibrating import SampleFirst, compared, judge_sample, require_sample, sample_for
from learners.peerreviews.doors import of_own_review, of_reviews
from learners.peerreviews.forms import review_form
from learners.peerreviews.posting import post_review
from learners.peerreviews.queries import round_of
from learners.peerreviews.reading import received_by
from learners.peerreviews.writing import refusal_of
from learners.submissions.rubric_form import PointsForm
from learners.submissions.views import file_response

PAGE = "learners/peerreviews/{}.html".format


@of_reviews
def tasks(request, enrolment, planned):
    desk = desk_of(enrolment, planned, at=now())
    return render(request, PAGE("tasks"), {"planned": planned, "desk": desk})


@of_reviews
def spare(request, enrolment, planned):
    peer_round = round_of(enrolment.cohort_id, planned.activity_id)
    if request.method != "POST" or peer_round is None:
        return redirect("peer_reviews", planned.code)
    try:
        review = take_spare(peer_round, enrolment, at=now())
    except RuleError as error:
        messages.info(request, str(error))
        return redirect("peer_reviews", planned.code)
    return redirect("peer_review", planned.code, review.code)


@of_reviews
def sample(request, enrolment, planned):
    found, rules = sample_for(enrolment, planned.activity_id), work_rules(planned.rules)
    if found is None:
        raise Http404(planned.code)
    form = PointsForm(request.POST or None, criteria=rules.peer_criteria)
    if request.method == "POST" and form.is_valid():
        try:
            judge_sample(found, enrolment, rules, points=form.points(), at=now())
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            return redirect("peer_sample", planned.code)
    context = {"planned": planned, "sample": found, "form": form, "rows": compared(found, rules)}
    return render(request, PAGE("sample"), context, status=422 if form.errors else 200)


@of_reviews
def received(request, enrolment, planned):
    found = received_by(enrolment, round_of(enrolment.cohort_id, planned.activity_id))
    if found is None:
        return redirect("peer_reviews", planned.code)
    return render(
        request,
        PAGE("received"),
        {"planned": planned, "received": found, "marked": is_marked_in_writing(planned.rules)},
    )


@of_own_review
def review(request, enrolment, planned, review):
    try:
        require_sample(enrolment, planned.activity_id)
    except SampleFirst as refusal:
        messages.info(request, str(refusal))
        return redirect("peer_sample", planned.code)
    if request.method != "POST":
        return _page(request, enrolment, planned, review)
    return _write(request, enrolment, planned, review)


@of_own_review
def review_file(request, enrolment, planned, review, place):
    return file_of(review, place)


def file_of(review, place: int):
    """A file of the work without the traces of its author, under a name made of the code and a count."""
    files = list(review.submission.files.order_by("pk"))
    if not 1 <= place <= len(files):
        raise Http404(place)
    file = files[place - 1]
    return file_response(file.plain_name, file.content_type, f"{review.code}-{place}")


def _write(request, enrolment, planned, review):
    posted = post_review(request.POST, review, by=request.user, zone=zone_of(enrolment), at=now())
    if wants_json(request):
        return JsonResponse(posted.as_json(), status=409 if posted.refused else 200)
    if posted.refused:
        return _page(request, enrolment, planned, posted.review, posted.form, status=posted.status)
    if posted.sent:
        messages.success(request, posted.message)
        return redirect("peer_reviews", planned.code)
    messages.success(request, _("Your draft is saved. It is not sent yet."))
    return redirect("peer_review", planned.code, review.code)


def _page(request, enrolment, planned, review, form=None, status=200):
    zone, at = zone_of(enrolment), now()
    refusal = refusal_of(review, zone, at=at)
    context = {
        "planned": planned,
        "review": review,
        "files": review.submission.files.order_by("pk"),
        "form": form or (None if refusal else review_form(review)),
        "refusal": refusal,
        "due": words(review.due_at, zone, at=at),
        "zone": zone,
    }
    return render(request, PAGE("review"), context, status=status)


def wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
