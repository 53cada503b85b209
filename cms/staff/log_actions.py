"""Names of the staff's deeds in the log."""

from django.utils.translation import gettext_lazy as _

_ACTIONS = [
    ("campus.award_proposed", _("Propose award"), _("Award proposed")),
    ("campus.award_declined", _("Decline award"), _("Award declined")),
    ("campus.name_corrected", _("Correct name"), _("Name on the certificate corrected")),
    ("campus.name_correction_refused", _("Refuse correction"), _("Name on the certificate not corrected")),
    ("campus.results_ratified", _("Ratify results"), _("Results ratified by the board")),
    ("campus.certificate_issued", _("Issue certificate"), _("Certificate approved and issued")),
    ("campus.revocation_asked", _("Ask for revocation"), _("Revocation of a certificate asked for")),
    ("campus.certificate_revoked", _("Revoke certificate"), _("Revocation confirmed, certificate revoked")),
    ("campus.peer_reviews_extended", _("More time for peer reviews"), _("More time given for peer reviews")),
    ("campus.outstanding_entered", _("Enter what is outstanding"), _("Fee or document outstanding")),
    ("campus.outstanding_settled", _("Settle"), _("Outstanding fee or document settled")),
    ("campus.register_exported", _("Export register"), _("Register of awards exported")),
    ("campus.dossier_opened", _("Open dossier"), _("Dossier of a certificate downloaded")),
    ("campus.peer_reviews_ended", _("End peer reviews"), _("Peer reviews ended before their day")),
    ("campus.marks_released", _("Release marks"), _("Marks of a work released")),
    ("campus.correction_asked", _("Ask for a correction"), _("Correction of a released mark asked for")),
    ("campus.correction_decided", _("Decide correction"), _("Correction of a released mark decided")),
    ("campus.task_answered", _("Answer work"), _("Work without a mark answered")),
    ("campus.approval_waived", _("Waive approval"), _("Approval of a work waived")),
    ("campus.room_changed", _("Change room"), _("Room of the cohort changed")),
    ("campus.edition_frozen", _("Freeze edition"), _("Edition frozen")),
    ("campus.edition_moved", _("Move to a newer edition"), _("Cohort moved to a newer edition")),
    ("campus.cohort_created", _("Create cohort"), _("Cohort created")),
    ("campus.team_joined", _("Add to team"), _("Person added to the team of the cohort")),
    ("campus.team_left", _("End teaching role"), _("Teaching role in the cohort ended")),
    ("campus.role_given", _("Give role"), _("Staff role given to an account")),
    ("campus.schedule_published", _("Publish dates"), _("Dates of the cohort published")),
    ("campus.places_changed", _("Change places"), _("Number of places of the cohort changed")),
    ("campus.document_opened", _("Open document"), _("Document of an application opened")),
    ("campus.holiday_changed", _("Change holidays"), _("Holidays of the cohort changed")),
    ("campus.dates_changed", _("Change dates"), _("Dates of an activity changed")),
    ("campus.extended", _("Give more time"), _("More time given")),
    ("campus.resit_opened", _("Open a resit"), _("Resit opened")),
    ("campus.extra_time", _("Set extra time"), _("Extra time in quizzes and exams set")),
    ("campus.extension_decided", _("Decide request for more time"), _("Request for more time decided")),
    ("campus.enrolment_changed", _("Change enrolment"), _("Enrolment changed")),
    ("campus.intake_set", _("Set intake"), _("Dates or targets of an intake set")),
    ("campus.application_scored", _("Score application"), _("Application scored")),
    ("campus.conflict_declared", _("Declare conflict"), _("Conflict of interest declared")),
    ("campus.application_decided", _("Decide application"), _("Application decided, letter written")),
    ("campus.identity_verified", _("Verify identity"), _("Identity verified, document deleted")),
    ("campus.roster_confirmed", _("Confirm import"), _("Import of a file of people confirmed")),
    ("campus.roster_imported", _("Import people"), _("File of people imported")),
    ("campus.roster_dropped", _("Drop import"), _("File of people dropped")),
    ("campus.late_answer_accepted", _("Accept late answer"), _("Late answer of a quiz or exam accepted")),
    ("campus.cohort_exported", _("Export cohort"), _("People of a cohort exported")),
    ("campus.integrity_flagged", _("Flag a work"), _("Work flagged, mark withheld")),
    ("campus.integrity_step", _("Take a step in an integrity case"), _("Step taken in an integrity case")),
    ("campus.internship_step", _("Take a step in an internship"), _("Step taken in an internship")),
    ("campus.key_proposed", _("Propose corrected key"), _("Corrected key proposed")),
    (
        "campus.confirm_correction",
        _("Confirm corrected key"),
        _("Corrected key confirmed, answers scored anew"),
    ),
    ("campus.drop_correction", _("Drop corrected key"), _("Corrected key dropped")),
    ("campus.gradebook_exported", _("Export gradebook"), _("Marks of a cohort exported")),
]


def name_staff_actions(actions) -> None:
    """For the hook register_log_actions: an action without a name cannot be logged."""
    for action, label, message in _ACTIONS:
        actions.register_action(action, label, message)
