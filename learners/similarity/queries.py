"""Which earlier works a version is compared with, and what was found."""

from django.db.models import OuterRef, QuerySet, Subquery

from learners.similarity.models import Fingerprint, Overlap
from learners.submissions.models import Submission


def others_at(submission: Submission) -> QuerySet[Fingerprint]:
    """The newest versions of the same work by other people, of this cohort and of all before."""
    newest = Submission.objects.filter(work=OuterRef("submission__work")).order_by("-number").values("pk")[:1]
    work = submission.work
    others = Fingerprint.objects.filter(
        submission__work__activity=work.activity_id, submission=Subquery(newest)
    )
    return others.exclude(submission__work__enrolment__user=work.enrolment.user_id).order_by("pk")


def overlaps_of(submission: Submission) -> list[Overlap]:
    """The largest first. One query."""
    found = Overlap.objects.filter(submission=submission).select_related("other__work__enrolment__cohort")
    return list(found.order_by("-percent", "pk")[:5])
