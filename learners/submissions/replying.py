"""Answers to work without a mark: feedback, approval, a return with a note, and a waiver (specification 1.9)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.assessments.rulebook import WorkRules, work_rules
from courses.editions.plan import PlannedActivity, plan_of
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.progress.completing import complete
from learners.submissions.approving import is_settled
from learners.submissions.handing_in import new_code
from learners.submissions.models import Reply, Submission, Work
from learners.submissions.queries import last_reply, newest_submission

Decision = Reply.Decision
MOST_CHARACTERS = 4000
VERBS = {
    Decision.APPROVED: "work.approved",
    Decision.RETURNED: "work.returned",
    Decision.FEEDBACK: "work.answered",
    Decision.WAIVED: "work.waived",
}


class UnableToReply(RuleError):
    """This work cannot be answered like this."""


@transaction.atomic
def reply_to(work: Work, *, decision: str, note: str, seen: int, by, at: datetime) -> Reply:
    """Answer the version that was read. Approval completes the work; the same answer twice is one.

    seen: the number of the version. Raises UnableToReply.
    """
    # Handing in locks the same row, so nobody replaces the version between the look and the answer.
    Enrolment.objects.select_for_update(no_key=True).get(pk=work.enrolment_id)
    work = Work.objects.select_related("enrolment__cohort").get(pk=work.pk)
    newest = newest_submission(work)
    note = note.strip()
    rules = _require_answerable(work, newest, seen, by)
    assert newest is not None  # noqa: S101 -- required one line above
    last = last_reply(work)
    if last and (last.submission_id, last.decision, last.note) == (newest.pk, decision, note):
        return last
    if is_settled(last):
        raise UnableToReply(_("It is approved already. That stands."))
    _require_fitting(rules, decision, note)
    reply = Reply.objects.create(work=work, submission=newest, decision=decision, note=note, by=by, at=at)
    _tell(reply, work.enrolment, work.activity_id)
    if decision == Decision.APPROVED:
        complete(work.enrolment, _planned(work), by=by, at=at)
    return reply


@transaction.atomic
def waive(enrolment: Enrolment, planned: PlannedActivity, *, reason: str, by, at: datetime) -> Reply:
    """Nobody waits for this approval any more: what comes after it opens. Waived already is the same result.

    Raises UnableToReply, NotOpen.
    """
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    if not work_rules(planned.rules).is_approved:
        raise UnableToReply(_("Nothing waits for the approval of this work."))
    if by.pk == enrolment.user_id:
        raise UnableToReply(_("Nobody decides on the own work."))
    if not reason.strip():
        raise UnableToReply(_("Say why the approval is not needed. The learner reads it."))
    work, _made = Work.objects.get_or_create(
        enrolment=enrolment, activity_id=planned.activity_id, defaults={"code": new_code()}
    )
    last = last_reply(work)
    if last and is_settled(last):
        return last
    reply = Reply.objects.create(work=work, decision=Decision.WAIVED, note=reason.strip(), by=by, at=at)
    _tell(reply, enrolment, planned.activity_id)
    complete(enrolment, planned, by=by, at=at)
    return reply


def _require_answerable(work: Work, newest: Submission | None, seen: int, by) -> WorkRules:
    if newest is None:
        raise UnableToReply(_("Nothing is handed in yet."))
    rules = work_rules(newest.edition_activity.rules)
    if rules.is_marked:
        raise UnableToReply(_("This work gets a mark. Mark it at the marking desk."))
    if by.pk == work.enrolment.user_id:
        raise UnableToReply(_("Nobody decides on the own work."))
    if newest.number != seen:
        raise UnableToReply(_("The learner has handed in a newer version. Read it, then answer."))
    return rules


def _require_fitting(rules: WorkRules, decision: str, note: str) -> None:
    fitting = (Decision.APPROVED, Decision.RETURNED) if rules.is_approved else (Decision.FEEDBACK,)
    if decision not in fitting:
        raise UnableToReply(_("Choose an answer that fits this work."))
    if not note and decision != Decision.APPROVED:
        raise UnableToReply(_("Write a note to the learner: what is good, and what has to change."))
    if len(note) > MOST_CHARACTERS:
        raise UnableToReply(_("The note may have %s characters.") % f"{MOST_CHARACTERS:,}")


def _planned(work: Work) -> PlannedActivity:
    planned = plan_of(work.enrolment.cohort.edition_id).by_activity(work.activity_id)
    if planned is None:
        raise UnableToReply(_("The edition of this cohort does not have this work any more."))
    return planned


def _tell(reply: Reply, enrolment: Enrolment, activity_id: int) -> None:
    data = {"reply": reply.pk}  # the note stays in its row: events are kept for ever
    verb = VERBS[Decision(reply.decision)]
    record(verb, enrolment=enrolment, activity_id=activity_id, by=reply.by, at=reply.at, data=data)
