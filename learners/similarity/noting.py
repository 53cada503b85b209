"""Notes what a work has in common with others, for its marker: a note, never a verdict."""

from collections.abc import Iterable
from datetime import datetime

from courses.editions.plan import frozen_page
from courses.programme.models import Activity
from learners.events.models import LearningEvent
from learners.similarity.comparing import digest_of, overlap, resemblance
from learners.similarity.models import Fingerprint, Overlap
from learners.similarity.queries import others_at
from learners.similarity.reading import text_of
from learners.submissions.models import Submission

LEAST_PERCENT = 5
"""Below it common words are by chance."""
LIKELY = 0.02
"""Resemblance from which an earlier cohort's work is read in full."""
MOST_READ = 20
"""Works of earlier cohorts that are read in full, the likeliest first."""


def note_similarity(event: LearningEvent, *, at: datetime) -> None:
    """Receiver of “work.handed_in”. Journals are compared with nothing: only learner and tutor read them."""
    submissions = Submission.objects.select_related("work__enrolment", "work__activity", "edition_activity")
    submission = submissions.get(pk=event.data["submission"])
    if submission.work.activity.kind != Activity.Kind.JOURNAL:
        note(submission, at=at)


def note(submission: Submission, *, at: datetime) -> list[Overlap]:
    """Compare with all works of the cohort and the likeliest of earlier ones; both sides get the note. Safe to repeat."""
    text = text_of(submission)
    digest = digest_of(text)
    Fingerprint.objects.update_or_create(submission=submission, defaults={"digest": digest, "made_at": at})
    brief = _brief(submission)
    found = []
    for other in _to_read(submission, digest):
        theirs = text_of(other)
        found += _keep(submission, other, text, theirs, brief, at)
        _keep(other, submission, theirs, text, brief, at)
    return found


def _to_read(submission: Submission, digest: list[int]) -> Iterable[Submission]:
    fingerprints = list(
        others_at(submission).values_list("submission", "digest", "submission__work__enrolment__cohort")
    )
    cohort = submission.work.enrolment.cohort_id
    near = [pk for pk, _digest, place in fingerprints if place == cohort]
    far = [(resemblance(digest, theirs), pk) for pk, theirs, place in fingerprints if place != cohort]
    likely = sorted((each for each in far if each[0] >= LIKELY), reverse=True)[:MOST_READ]
    return Submission.objects.filter(pk__in=[*near, *(pk for _share, pk in likely)]).order_by("pk")


def _keep(
    one: Submission, other: Submission, text: str, theirs: str, brief: str, at: datetime
) -> list[Overlap]:
    found = overlap(text, theirs, given=[brief])
    if found.percent < LEAST_PERCENT:
        Overlap.objects.filter(submission=one, other=other).delete()
        return []
    values = {"percent": found.percent, "passages": list(found.passages), "found_at": at}
    row, _made = Overlap.objects.update_or_create(submission=one, other=other, defaults=values)
    return [row]


def _brief(submission: Submission) -> str:
    """The words of the task: whoever repeats them copies from nobody."""
    text = submission.edition_activity.texts.order_by("pk").first()
    return getattr(frozen_page(text.revision_id), "brief", "") if text else ""
