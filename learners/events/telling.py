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
    "placement.proposed": _("Proposed an internship at %(host)s"),
    "placement.withdrawn": _("Withdrew the proposal of an internship at %(host)s"),
    "placement.decided": _("The proposal of an internship at %(host)s was decided"),
    "placement.agreement_made": _("Version %(number)s of the agreement with %(host)s was made"),
    "placement.signed": _("Version %(number)s of the agreement with %(host)s was signed: %(party)s"),
    "placement.agreed": _("All have signed version %(number)s of the agreement with %(host)s"),
    "placement.plan_sent": _("Sent version %(number)s of the internship plan"),
    "placement.plan_returned": _("Version %(number)s of the internship plan is to be changed"),
    "placement.plan_approved": _("Version %(number)s of the internship plan is approved"),
    "placement.interrupted": _("The internship at %(host)s was interrupted: %(reason)s"),
    "placement.resumed": _("The internship at %(host)s goes on"),
    "placement.ended": _("The internship at %(host)s ended early"),
    "placement.unsafe": _("Reported that the internship at %(host)s is not safe"),
    "placement.extended": _("%(weeks)s more weeks for the internship were given"),
    "placement.project_started": _("An applied project takes the place of the placement"),
    "placement.midpoint_sent": _("Sent the midpoint review"),
    "placement.midpoint_remarked": _("The supervisor wrote remarks at midpoint"),
    "placement.midpoint_decided": _("The midpoint review was decided"),
    "placement.evaluated": _("The supervisor sent the evaluation"),
    "placement.closed": _("The internship at %(host)s is completed"),
    "placement.reminded": _("A reminder of the internship was sent"),
    "placement.written_to": _("The co-ordinator wrote to the learner"),
    "hours.logged": _("Logged %(hours)s hours at %(host)s"),
    "hours.changed": _("Changed an entry of the hours log: %(hours)s hours"),
    "hours.withdrawn": _("Withdrew an entry of the hours log"),
    "hours.confirmed": _("The supervisor confirmed %(hours)s hours"),
    "hours.queried": _("The supervisor has a question about an entry of the hours log"),
    "hours.accepted": _("The co-ordinator confirmed an entry of the hours log"),
    "hours.rejected": _("An entry of the hours log was not confirmed"),
    "supervisor.asked": _("The supervisor at %(host)s got a mail with a personal link"),
    "supervisor.thanked": _("The supervisor at %(host)s got a receipt"),
    "viva.booked": _("Booked a time for the viva"),
    "viva.held": _("The viva was held"),
    "host.registered": _("A host was registered"),
    "host.changed": _("A host was changed"),
    "host.merged": _("Two hosts were merged"),
    "award.proposed": _("An award was proposed"),
    "award.declined": _("An award was declined"),
    "revocation.asked": _("Somebody asked to revoke the certificate"),
    "certificate.issued": _("A certificate was issued"),
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
