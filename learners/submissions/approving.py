"""Whether a proposal is approved, and what its learner reads while it is not."""

from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.assessments.rulebook import WorkRules
from courses.editions.plan import PlannedActivity, plan_of
from learners.enrolment.access import words, zone_of
from learners.enrolment.models import Enrolment
from learners.submissions.models import Reply, Submission, Work
from learners.submissions.queries import last_reply, newest_submission, work_of

Decision = Reply.Decision


class NotApproved(RuleError):
    """Another work has to be approved before."""


def is_settled(reply: Reply | None) -> bool:
    """Approved, or nobody waits for it any more."""
    return reply is not None and reply.decision in (Decision.APPROVED, Decision.WAIVED)


def require_approval(enrolment: Enrolment, rules: WorkRules) -> None:
    """Raises NotApproved. Three queries for work that comes after a proposal, none for all other work."""
    if sentence := what_it_waits_for(enrolment, rules):
        raise NotApproved(sentence)


def what_it_waits_for(enrolment: Enrolment, rules: WorkRules) -> str:
    """Why it cannot be handed in yet, in one sentence; nothing when it can."""
    proposal = plan_of(enrolment.cohort.edition_id).activity(rules.after) if rules.after else None
    if proposal is None:  # an edition may have been frozen without it
        return ""
    work = work_of(enrolment, proposal.activity_id)
    reply = last_reply(work)
    if is_settled(reply):
        return ""
    return _in_words(work, reply) % {"title": proposal.title}


def _in_words(work: Work | None, reply: Reply | None) -> str:
    newest = newest_submission(work) if work else None
    if newest is None:
        return _("You can hand this in once “%(title)s” is approved. It is not handed in yet.")
    if reply and reply.submission_id == newest.pk:
        return _("You can hand this in once “%(title)s” is approved. It came back to you with a note.")
    return _("You can hand this in once “%(title)s” is approved. It waits for an answer.")


def where_it_stands(
    enrolment: Enrolment,
    planned: PlannedActivity,
    rules: WorkRules,
    newest: Submission | None,
    reply: Reply | None,
) -> str:
    """What is open about work without a mark, in one sentence."""
    if reply and is_settled(reply):
        on = words(reply.at, zone_of(enrolment), day="j F").split(",")[0]
        if reply.decision == Decision.WAIVED:
            return _("Nobody waits for it any more: %s") % reply.note
        return _("Approved on %s.") % on
    if newest is None:
        return _before_hand_in(enrolment, planned, rules)
    if not rules.is_approved:
        return _("Handed in. There is no mark.") if not rules.peer_reviews else _reviews_open(rules)
    if reply and reply.submission_id == newest.pk:
        return _("It came back to you with a note. Change it and hand it in again.")
    return _("Handed in. It waits for approval.")


def _before_hand_in(enrolment: Enrolment, planned: PlannedActivity, rules: WorkRules) -> str:
    if rules.peer_reviews:
        return _("Hand it in, then review %s works of others. There is no mark.") % rules.peer_reviews
    if not rules.is_approved:
        return _("Handing it in completes it. There is no mark.")
    plan = plan_of(enrolment.cohort.edition_id)
    waiting = next((each for each in plan.activities if each.rules.get("after") == planned.code), None)
    if waiting is None:
        return _("Hand it in. It is complete when it is approved.")
    return _("Hand it in. It has to be approved before you can hand in “%s”.") % waiting.title


def _reviews_open(rules: WorkRules) -> str:
    return _("Handed in. It is complete when you have sent %s reviews.") % rules.peer_reviews
