"""The thirty-five deeds that stand in the audit log."""

from django.utils.translation import gettext_lazy as _

OF_ACCOUNTS = {
    "account.signed_in": _("Signed in"),
    "account.sign_in_failed": _("A sign-in failed"),
    "account.password_changed": _("The password was changed"),
    "account.address_changed": _("An e-mail address was changed"),
    "account.second_step_changed": _("The second step was changed"),
    "account.sessions_ended": _("All sessions of a person were ended"),
    "account.second_step_removed": _("A lost second step was taken away"),
    "role.given": _("A staff role was given"),
    "role.taken": _("A staff role was taken"),
    "key.made": _("A key of certificates was made"),
}
OF_STUDY = {
    "application.decided": _("An application was decided"),
    "enrolment.made": _("Enrolled"),
    "enrolment.withdrawn": _("Withdrawn from the cohort"),
    "enrolment.moved": _("Moved to another cohort"),
    "enrolment.identified": _("The identity was verified"),
    "team.joined": _("Joined the team of a cohort"),
    "extension.granted": _("More time was given"),
    "accommodation.granted": _("More time in quizzes and exams was given"),
    "grade.released": _("A mark was released"),
    "grade.withheld": _("A mark was withheld"),
    "key_correction.confirmed": _("A corrected key was confirmed"),
    "integrity.decided": _("An integrity case was decided"),
    "integrity.appeal_decided": _("An appeal was decided"),
}
OF_AWARDS = {
    "award.proposed": _("An award was proposed"),
    "certificate.issued": _("A certificate was issued"),
    "exit_award.issued": _("A statement or record of a part was issued"),
    "exit_award.revoked": _("A statement or record of a part was revoked"),
    "revocation.asked": _("The revocation of a certificate was asked for"),
    "certificate.revoked": _("A certificate was revoked"),
    "name.corrected": _("The name on a certificate was corrected"),
}
OF_DATA = {
    "cohort.exported": _("The people of a cohort were exported"),
    "gradebook.exported": _("The marks of a cohort were exported"),
    "emergency.opened": _("A right was taken in an emergency"),
    "erasure.proposed": _("An erasure was proposed"),
    "erasure.carried_out": _("A person was erased"),
}
NAMES = OF_ACCOUNTS | OF_STUDY | OF_AWARDS | OF_DATA
RECORDED = frozenset(OF_STUDY) | frozenset(OF_AWARDS) | {"cohort.exported", "gradebook.exported"}
"""Those that are events too: the event writes the entry, so there is one wherever there is the other."""
