"""Proposals of awards, certificates, and the keys that signed them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.base.constraints import paired


class SigningKey(models.Model):
    """The public half of a key. It stays for ever, so that old certificates stay verifiable."""

    code = models.CharField(max_length=32, unique=True)
    public_key = models.CharField(max_length=64, help_text=_("Ed25519, 32 bytes as hexadecimal figures."))
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class AwardProposal(models.Model):
    """One person proposes an award, a second one decides."""

    class Decision(models.TextChoices):
        OPEN = "open", _("Waits for a second person")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")

    enrolment = models.ForeignKey(
        "learners.Enrolment", on_delete=models.PROTECT, related_name="award_proposals"
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=250, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(decision="open"),
                name="one_open_award_proposal",
            ),
            paired("decided_at", "decided_by", "award_decision_paired"),
            models.CheckConstraint(
                condition=models.Q(decision="open", decided_at__isnull=True)
                | (~models.Q(decision="open") & models.Q(decided_at__isnull=False)),
                name="award_decision_has_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("proposed_by")),
                name="award_decided_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk} for {self.enrolment_id}"


class Certificate(models.Model):
    """Facts that were frozen and signed. Never edited: revoked, or replaced by another one."""

    enrolment = models.ForeignKey("learners.Enrolment", on_delete=models.PROTECT, related_name="certificates")
    proposal = models.OneToOneField(AwardProposal, on_delete=models.PROTECT, related_name="certificate")
    serial = models.CharField(max_length=40, unique=True)
    facts = models.JSONField()
    signature = models.CharField(max_length=128)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="certificates")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who proposed it."""
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_reason = models.CharField(max_length=250, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_certificate_in_force",
            ),
            paired("revoked_at", "revoked_by", "certificate_revoked_paired"),
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("issued_by")), name="certificate_by_two_persons"
            ),
        ]

    def __str__(self) -> str:
        return self.serial


class RevocationRequest(models.Model):
    """One person asks for a revocation, a second one confirms it."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="revocation_requests")
    reason = models.CharField(max_length=250)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=models.Q(confirmed_at__isnull=True),
                name="one_open_revocation_request",
            ),
            paired("confirmed_at", "confirmed_by", "revocation_confirmed_paired"),
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("asked_by")), name="revocation_by_two_persons"
            ),
        ]

    def __str__(self) -> str:
        return f"revocation of {self.certificate_id}"
