"""Proposals of awards, certificates, and the keys that signed them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.base.constraints import paired


class AwardKind(models.TextChoices):
    """What is awarded. The last two attest a part of the programme and never stand for the certificate."""

    CERTIFICATE = "certificate", _("Certificate")
    STATEMENT = "statement", _("Statement of attainment")
    RECORD = "record", _("Record of participation")


def _scope_fits(name: str) -> models.CheckConstraint:
    """The certificate is about the whole programme, every other award about one named part."""
    return models.CheckConstraint(
        condition=models.Q(kind=AwardKind.CERTIFICATE, scope="")
        | (models.Q(kind__in=(AwardKind.STATEMENT, AwardKind.RECORD)) & ~models.Q(scope="")),
        name=name,
    )


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
    kind = models.CharField(max_length=11, choices=AwardKind, default=AwardKind.CERTIFICATE)
    scope = models.CharField(max_length=12, blank=True)
    """Code of the area or module that an exit award is about."""
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
                fields=["enrolment", "kind", "scope"],
                condition=models.Q(decision="open"),
                name="one_open_award_proposal",
            ),
            _scope_fits("award_proposal_scope_fits"),
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
    kind = models.CharField(max_length=11, choices=AwardKind, default=AwardKind.CERTIFICATE)
    scope = models.CharField(max_length=12, blank=True)
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
    status_index = models.PositiveIntegerField(null=True, blank=True, unique=True)
    """Its bit in the public status list. None: issued before there was one."""
    page_closed_at = models.DateTimeField(null=True, blank=True)
    """Since when the holder shows the page to nobody."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind", "scope"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_certificate_in_force",
            ),
            _scope_fits("certificate_scope_fits"),
            paired("revoked_at", "revoked_by", "certificate_revoked_paired"),
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("issued_by")), name="certificate_by_two_persons"
            ),
        ]

    def __str__(self) -> str:
        return self.serial


class RevocationRequest(models.Model):
    """One person asks for a revocation or a replacement, a second one confirms it."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="revocation_requests")
    reason = models.CharField(max_length=250)
    with_successor = models.BooleanField(default=False)
    """The confirmation issues the certificate that takes its place in the same step."""
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


class IssuedFile(models.Model):
    """A file exactly as it was issued. Never made again: the next one would have another signature."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        JSON = "json", _("Open Badge (JSON)")
        JWT = "jwt", _("Open Badge (JWT)")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certificate", "kind"], name="issued_file_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.certificate_id}"


class Dossier(models.Model):
    """What stood behind a certificate when it was issued: the hash of each file, chained. The head stands for all of it."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="dossier")
    manifest = models.JSONField()
    """Each file in order: name, sha256, link."""
    head = models.CharField(max_length=64)
    """The last link."""
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"dossier of {self.certificate_id}"


class NameConfirmation(models.Model):
    """The learner has seen this name as it will be printed, and said that it is right."""

    enrolment = models.ForeignKey(
        "learners.Enrolment", on_delete=models.PROTECT, related_name="name_confirmations"
    )
    name = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "name"], name="name_confirmed_once"),
        ]

    def __str__(self) -> str:
        return f"name of {self.enrolment_id}"


class NameCorrection(models.Model):
    """The learner asks for another printed name; somebody of the office compares it with the evidence."""

    class Decision(models.TextChoices):
        OPEN = "open", _("Waits for the office")
        MADE = "made", _("Corrected")
        REFUSED = "refused", _("Not corrected")

    enrolment = models.ForeignKey(
        "learners.Enrolment", on_delete=models.PROTECT, related_name="name_corrections"
    )
    wanted_name = models.CharField(max_length=200)
    evidence = models.CharField(max_length=500)
    """Which document shows the name, in the learner's words."""
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=7, choices=Decision, default=Decision.OPEN)
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
                name="one_open_name_correction",
            ),
            paired("decided_at", "decided_by", "name_correction_decided_paired"),
            models.CheckConstraint(
                condition=models.Q(decision="open", decided_at__isnull=True)
                | (~models.Q(decision="open") & models.Q(decided_at__isnull=False)),
                name="name_correction_decision_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"correction {self.pk} for {self.enrolment_id}"


class BoardMeeting(models.Model):
    """The board of examiners has ratified results of a cohort. What it saw stands in its lines, for ever."""

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="board_meetings")
    held_on = models.DateField()
    present = models.CharField(max_length=500)
    """Names of the members, as the minutes give them."""
    note = models.TextField(blank=True)
    ratified_at = models.DateTimeField()
    ratified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"board of {self.cohort_id} on {self.held_on}"


class BoardLine(models.Model):
    """One learner as the board saw him or her."""

    meeting = models.ForeignKey(BoardMeeting, on_delete=models.PROTECT, related_name="lines")
    enrolment = models.ForeignKey("learners.Enrolment", on_delete=models.PROTECT, related_name="board_lines")
    overall = models.DecimalField(max_digits=4, decimal_places=1)
    classification = models.CharField(max_length=60, blank=True)
    checks = models.JSONField()
    """Each rule: key, text, met, detail."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "enrolment"], name="board_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} at {self.meeting_id}"


class IssuingRun(models.Model):
    """The approval of many awards, worked off in the background."""

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="issuing_runs")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"],
                condition=models.Q(finished_at__isnull=True),
                name="one_open_issuing_run",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.cohort_id}"


class IssuingItem(models.Model):
    """One award of a run."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        DONE = "done", _("Issued")
        REFUSED = "refused", _("Not issued")

    run = models.ForeignKey(IssuingRun, on_delete=models.CASCADE, related_name="items")
    proposal = models.ForeignKey(AwardProposal, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    refusal = models.CharField(max_length=2000, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    """Until then a worker is at it."""
    runs = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "proposal"], name="issuing_item_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id} in {self.run_id}"
