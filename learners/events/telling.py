"""Events in words, for the timeline of a learner."""

from django.utils.translation import gettext_lazy as _

from learners.events.models import LearningEvent

SENTENCES = {
    "activity.opened": _("Opened %(activity)s"),
    "activity.completed": _("Completed %(activity)s"),
    "activity.reopened": _("%(activity)s was opened again"),
    "quiz.started": _("Started an attempt at %(activity)s"),
    "quiz.submitted": _("Submitted an attempt at %(activity)s"),
    "work.marked": _("Somebody marked %(activity)s"),
    "work.handed_in": _("Handed in %(activity)s, version %(number)s"),
    "work.approved": _("%(activity)s was approved"),
    "work.returned": _("%(activity)s was returned with a note"),
    "work.answered": _("Somebody gave feedback on %(activity)s"),
    "work.waived": _("The approval of %(activity)s is not needed any more"),
    "discussion.told": _("Told about the own part in %(activity)s"),
    "webinar.attended": _("Was at %(activity)s, or answered its recording"),
    "quiz.answer_regraded": _("An answer in %(activity)s was scored anew: %(reason)s"),
    "key_correction.proposed": _("A corrected key was proposed: %(reason)s"),
    "key_correction.dropped": _("A corrected key was dropped: %(reason)s"),
    "key_correction.confirmed": _("A corrected key was confirmed: %(reason)s"),
    "quiz.answer_marked": _("An answer in %(activity)s was marked"),
    "quiz.late_answer_accepted": _("A late answer in %(activity)s was accepted: %(reason)s"),
    "grade.recorded": _("A mark for %(activity)s was recorded"),
    "gradebook.exported": _("The marks of the cohort were exported"),
    "peer_review.taken": _("Took a spare work to review in %(activity)s"),
    "peer_review.sent": _("Sent a review in %(activity)s"),
    "peer_reviews.ended": _("The reviews of %(activity)s ended"),
    "team.joined": _("Somebody joined the team of the cohort"),
    "team.left": _("Somebody left the team of the cohort"),
    "grade.released": _("The mark for %(activity)s was released"),
    "grade.withheld": _("The mark for %(activity)s is withheld"),
    "grade.withholding_lifted": _("The mark for %(activity)s counts again"),
    "integrity.flagged": _("%(activity)s was flagged"),
    "integrity.dropped": _("The flag on %(activity)s was closed: nothing in it"),
    "integrity.informed": _("A question about %(activity)s was put to the learner"),
    "integrity.replied": _("The learner replied about %(activity)s"),
    "integrity.referred": _("The case about %(activity)s went to a panel"),
    "integrity.voted": _("A member of the panel voted about %(activity)s"),
    "integrity.decided": _("The case about %(activity)s was decided"),
    "integrity.appealed": _("The learner appealed about %(activity)s"),
    "integrity.appeal_decided": _("The appeal about %(activity)s was decided"),
    "enrolment.made": _("Enrolled"),
    "enrolment.withdrawn": _("Withdrew: %(reason)s"),
    "enrolment.interrupted": _("Interrupted the studies: %(reason)s"),
    "enrolment.resumed": _("Resumed the studies: %(reason)s"),
    "enrolment.moved": _("Moved from cohort %(from)s to cohort %(to)s: %(reason)s"),
    "extension.asked": _("Asked for more time for %(activity)s"),
    "extension.granted": _("More time was granted for %(activity)s"),
    "resit.opened": _("A resit of %(activity)s was opened"),
    "extension.refused": _("More time was refused for %(activity)s"),
    "accommodation.granted": _("%(percent)s per cent more time in quizzes and exams was granted"),
    "accommodation.ended": _("More time in quizzes and exams was ended"),
    "profile.changed": _("The programme office changed the profile"),
    "learner.silent": _("No activity for %(days)s days: a message was sent"),
    "edition.moved": _("The cohort moved from edition %(from)s to edition %(to)s"),
    "schedule.published": _("The dates of the cohort were published"),
    "schedule.changed": _("The dates of %(activity)s changed"),
    "name.confirmed": _("Confirmed the name on the certificate"),
    "name.correction_asked": _("Asked for another name on the certificate"),
    "name.corrected": _("The name on the certificate was corrected"),
    "name.correction_refused": _("The name on the certificate was not corrected"),
    "award.proposed": _("An award was proposed"),
    "award.declined": _("An award was declined"),
    "revocation.asked": _("Somebody asked to revoke the certificate"),
    "certificate.issued": _("A certificate was issued"),
    "certificate.page_closed": _("Closed the public page of the certificate"),
    "certificate.page_opened": _("Opened the public page of the certificate"),
    "certificate.revoked": _("A certificate was revoked"),
}


class _Values(dict):
    """What an old event does not carry is left open, not an error."""

    def __missing__(self, key: str) -> str:
        return "–"


def sentence(event: LearningEvent) -> str:
    """One event in the reader's language; a verb without words stays as it is."""
    values = _Values({key: value for key, value in event.data.items() if isinstance(value, (str, int))})
    values["activity"] = event.activity.code if event.activity else _("all remaining work")
    return str(SENTENCES.get(event.verb, event.verb)) % values
