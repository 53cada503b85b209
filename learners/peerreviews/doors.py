"""The doors of the review pages: of a work with peer review in the own edition, and only reviews of one's own."""

from functools import wraps

from django.http import Http404

from learners.enrolment.doors import get_or_post
from learners.peerreviews.queries import review_by
from learners.peerreviews.rounds import is_reviewed
from learners.submissions.views import of_work


def of_reviews(view):
    """Call view(request, enrolment, planned) where learners review each other; otherwise 404, or the date."""

    @get_or_post
    @of_work
    @wraps(view)
    def door(request, enrolment, planned, **kwargs):
        if not is_reviewed(planned):
            raise Http404(planned.code)
        return view(request, enrolment, planned, **kwargs)

    return door


def of_own_review(view):
    """Call view(request, enrolment, planned, review). A review by somebody else does not exist."""

    @of_reviews
    @wraps(view)
    def door(request, enrolment, planned, review_code, **kwargs):
        review = review_by(enrolment, planned.activity_id, review_code)
        if review is None:
            raise Http404(review_code)
        return view(request, enrolment, planned, review, **kwargs)

    return door
