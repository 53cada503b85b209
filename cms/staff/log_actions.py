"""Names of the staff's deeds in the log."""

from django.utils.translation import gettext_lazy as _

_ACTIONS = [
    ("campus.award_proposed", _("Propose award"), _("Award proposed")),
    ("campus.award_declined", _("Decline award"), _("Award declined")),
    ("campus.certificate_issued", _("Issue certificate"), _("Certificate approved and issued")),
    ("campus.revocation_asked", _("Ask for revocation"), _("Revocation of a certificate asked for")),
    ("campus.certificate_revoked", _("Revoke certificate"), _("Revocation confirmed, certificate revoked")),
    ("campus.roster_confirmed", _("Confirm import"), _("Import of a file of people confirmed")),
    ("campus.roster_imported", _("Import people"), _("File of people imported")),
    ("campus.roster_dropped", _("Drop import"), _("File of people dropped")),
    ("campus.cohort_exported", _("Export cohort"), _("People of a cohort exported")),
]


def name_staff_actions(actions) -> None:
    """For the hook register_log_actions: an action without a name cannot be logged."""
    for action, label, message in _ACTIONS:
        actions.register_action(action, label, message)
