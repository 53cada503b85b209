"""The papers of a placement: agreements with their signatures, plans, the midpoint review, the evaluation."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.base.constraints import paired
from learners.placements.logbook import QUARTERS
from learners.placements.models import USER, Placement


class Agreement(models.Model):
    """One version of the agreement (form IF-2). The document is kept as it was signed; an amendment is a new version."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    facts = models.JSONField()
    """What stands in the document, by value. Emptied with the document."""
    reason = models.CharField(max_length=300, blank=True)
    """Why it was amended; empty for the first."""
    stored_name = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64)
    """Of the exact document. Each signature repeats it."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    """Since when all three have signed."""
    dropped_at = models.DateTimeField(null=True)
    """A version that was replaced before all had signed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "number"], name="agreement_number_once"),
            models.UniqueConstraint(
                fields=["placement"],
                condition=models.Q(signed_at=None, dropped_at=None),
                name="agreement_one_to_sign_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_at=None) | models.Q(dropped_at=None),
                name="agreement_signed_is_not_dropped",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.number} of {self.placement_id}"


class Signature(models.Model):
    """Never changed. It holds for the document with this sum and for no other."""

    class Party(models.TextChoices):
        LEARNER = "learner", _("Learner")
        HOST = "host", _("Host")
        PROGRAMME = "programme", _("Programme")

    class Way(models.TextChoices):
        ACCOUNT = "account", _("Typed name, signed in")
        LINK = "link", _("Typed name, by personal link")
        SCAN = "scan", _("Scan of a page signed by hand")
        PDF = "pdf", _("Signed PDF")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=9, choices=Party)
    way = models.CharField(max_length=7, choices=Way)
    name = models.CharField(max_length=120)
    consent = models.TextField()
    """The sentence that was agreed to, word for word."""
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    """Who was signed in, or who uploaded the signed page; nobody by link."""
    stored_name = models.CharField(max_length=60, blank=True)
    content_type = models.CharField(max_length=40, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "party"], name="signature_once_for_a_party")
        ]

    def __str__(self) -> str:
        return f"{self.party} on {self.agreement_id}"


class Plan(models.Model):
    """Form IF-3: the newest version holds. Approved by the supervisor and by the co-ordinator."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    resources = models.TextField()
    capstone = models.TextField()
    meetings = models.TextField()
    sent_at = models.DateTimeField()
    supervisor_approved_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    """What is to be changed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "number"], name="internship_plan_number_once"),
            paired("approved_at", "approved_by", "internship_plan_approved_paired"),
        ]

    def __str__(self) -> str:
        return f"plan {self.number} of {self.placement_id}"

    @property
    def is_approved(self) -> bool:
        return bool(self.supervisor_approved_at and self.approved_at and not self.returned_at)


class Objective(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="objectives")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    deliverable = models.CharField(max_length=200)
    evidence = models.CharField(max_length=200)
    risk = models.CharField(max_length=200)
    due_on = models.DateField()
    principles = models.JSONField()
    """Numbers of the principles that it serves."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="internship_objective_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=5), name="internship_objective_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"objective {self.number} of plan {self.plan_id}"


class Midpoint(models.Model):
    """Form IF-5: the learner's part, the supervisor's remarks, the co-ordinator's decision."""

    class Decision(models.TextChoices):
        CONTINUE = "continue", _("Go on as planned")
        ADJUST = "adjust", _("Go on with the agreed changes")
        MEET = "meet", _("The co-ordinator meets learner and supervisor")

    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="midpoint")
    quarters = models.PositiveSmallIntegerField()
    """Quarter hours that were logged when the learner sent it."""
    progress = models.JSONField()
    """Number of the objective -> on_track, at_risk or changed."""
    works = models.TextField()
    does_not = models.TextField()
    changes = models.TextField(blank=True)
    wellbeing = models.TextField()
    remarks = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    supervisor_remarks = models.TextField(blank=True)
    supervisor_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            paired("decided_at", "decided_by", "midpoint_decided_paired"),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, decision="")
                | models.Q(decided_at__isnull=False, supervisor_at__isnull=False) & ~models.Q(decision=""),
                name="midpoint_decided_after_the_supervisor",
            ),
        ]

    def __str__(self) -> str:
        return f"midpoint of {self.placement_id}"

    @property
    def hours(self) -> Decimal:
        return Decimal(self.quarters) / QUARTERS


class Evaluation(models.Model):
    """Form IF-6. The supervisor may change it until the co-ordinator has approved it."""

    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="evaluation")
    ratings = models.JSONField(default=dict)
    """Key of the rating -> 1 to 5."""
    comments = models.JSONField(default=dict)
    strengths = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    host_again = models.BooleanField(null=True)
    confirmed_quarters = models.PositiveSmallIntegerField(null=True)
    """The quarter hours that the supervisor confirmed with it."""
    name = models.CharField(max_length=120, blank=True)
    """Typed as a signature."""
    sent_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            paired("approved_at", "approved_by", "evaluation_approved_paired"),
            models.CheckConstraint(
                condition=models.Q(approved_at=None) | models.Q(sent_at__isnull=False),
                name="evaluation_approved_after_it_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"evaluation of {self.placement_id}"
