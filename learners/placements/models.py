"""Hosts, and the placement of a learner at a host."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.base.constraints import paired

USER = settings.AUTH_USER_MODEL


class Sector(models.TextChoices):
    GOVERNMENT = "government", _("Government")
    PRIVATE = "private", _("Private")
    NONPROFIT = "nonprofit", _("Non-profit")


class Mode(models.TextChoices):
    ON_SITE = "on_site", _("On site")
    REMOTE = "remote", _("Remote")
    BOTH = "both", _("Partly on site, partly remote")


class Host(models.Model):
    """An organisation that takes learners. Those who supervise are named on each placement."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        CLOSED = "closed", _("Takes no learners")

    name = models.CharField(_("name"), max_length=160)
    key = models.CharField(max_length=160, editable=False)
    """The name without case, accents, signs and legal forms: two hosts with one key are probably the same."""
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    country = models.CharField(_("country"), max_length=2)
    """ISO 3166-1 alpha-2."""
    place = models.CharField(_("place"), max_length=120, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("capacity"), default=2, help_text=_("How many learners at the same time.")
    )
    notes = models.TextField(_("notes for staff"), blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The same organisation under another name; its placements went there."""

    class Meta:
        indexes = [models.Index(fields=["country", "key"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(state="closed"), name="host_merged_is_closed"
            ),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="host_takes_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"


class HostContact(models.Model):
    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "email"], name="host_contact_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"


class HostOffer(models.Model):
    """A task for which a host looks for learners."""

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="offers")
    title = models.CharField(_("title"), max_length=120)
    task = models.TextField(_("task"))
    mode = models.CharField(_("where"), max_length=7, choices=Mode, default=Mode.ON_SITE)
    places = models.PositiveSmallIntegerField(_("places"), default=1)
    open_until_on = models.DateField(_("open until"))
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.title} ({self.pk})"


class Internship(models.Model):
    """The whole of one learner: at most two placements at a time, one portfolio, one viva that counts."""

    enrolment = models.OneToOneField(
        "learners.Enrolment", on_delete=models.PROTECT, related_name="internship"
    )
    started_at = models.DateTimeField()
    extra_weeks = models.PositiveSmallIntegerField(default=0)
    """More time because a placement failed without the learner's fault, eight weeks at most."""
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """Since when its documents are deleted; marks and sums of hours stay."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(extra_weeks__lte=8), name="internship_extra_weeks_at_most_8"
            )
        ]

    def __str__(self) -> str:
        return f"internship of {self.enrolment_id}"


class Placement(models.Model):
    """One learner at one host, from the proposal (form IF-1) to the evaluation; or the applied project in its place."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposal with the co-ordinator")
        RETURNED = "returned", _("Proposal to be changed")
        REFUSED = "refused", _("Proposal not approved")
        AGREEMENT = "agreement", _("Agreement to be signed")
        PLANNING = "planning", _("Plan to be approved")
        RUNNING = "running", _("Hours are being worked")
        INTERRUPTED = "interrupted", _("Interrupted")
        CLOSED = "closed", _("Completed")
        ENDED = "ended", _("Ended early")

    class Kind(models.TextChoices):
        HOST = "host", _("Placement at a host")
        PROJECT = "project", _("Applied project in place of a placement")

    class Ending(models.TextChoices):
        WITHDRAWN = "withdrawn", _("The learner withdrew the proposal")
        CHANGE = "change", _("Change of host")
        HOST = "host", _("The host ended it")
        UNSAFE = "unsafe", _("It was not safe")
        CONTENT = "content", _("It had no learning content")
        LEARNER = "learner", _("The learner ended it")

    internship = models.ForeignKey(Internship, on_delete=models.PROTECT, related_name="placements")
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.HOST)
    host = models.ForeignKey(Host, on_delete=models.PROTECT, null=True, related_name="placements")
    offer = models.ForeignKey(HostOffer, on_delete=models.SET_NULL, null=True, related_name="placements")
    state = models.CharField(max_length=11, choices=State, default=State.PROPOSED)
    supervisor_name = models.CharField(max_length=120)
    supervisor_function = models.CharField(max_length=120)
    supervisor_email = models.EmailField()
    """The only address to which personal links go."""
    mode = models.CharField(max_length=7, choices=Mode)
    task = models.TextField()
    benefit = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    hours = models.PositiveSmallIntegerField()
    """Of the 120, as agreed with this host."""
    own_employer = models.BooleanField(default=False)
    outside_duties = models.BooleanField(default=False)
    independent = models.BooleanField(default=False)
    """The supervisor is neither a relative nor a subordinate of the learner."""
    conflict = models.TextField(blank=True)
    """What the learner declares about interests, or nothing."""
    proposed_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    """What the co-ordinator says to the last proposal."""
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    """Since when all have signed the first agreement: no hour counts before."""
    interrupted_at = models.DateTimeField(null=True)
    interrupted_from = models.CharField(max_length=11, blank=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=9, choices=Ending, blank=True)
    ending_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    """When the supervisor was written to last."""

    class Meta:
        indexes = [models.Index(fields=["state"])]
        constraints = [
            paired("decided_at", "decided_by", "placement_decided_paired"),
            models.CheckConstraint(
                condition=models.Q(kind="host", host__isnull=False) | models.Q(kind="project", host=None),
                name="placement_has_a_host_or_is_a_project",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="placement_ends_later"
            ),
            models.CheckConstraint(
                condition=models.Q(hours__gte=1, hours__lte=120), name="placement_hours_1_to_120"
            ),
            models.CheckConstraint(
                condition=models.Q(state="ended", ended_at__isnull=False) & ~models.Q(ending="")
                | ~models.Q(state="ended") & models.Q(ended_at=None, ending=""),
                name="placement_ended_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="project", signed_at=None)
                | models.Q(state__in=["proposed", "returned", "refused", "agreement", "ended"])
                | models.Q(signed_at__isnull=False),
                name="placement_not_planned_before_signed",
            ),
            models.UniqueConstraint(
                fields=["internship", "host"],
                condition=~models.Q(state__in=["refused", "ended", "closed"]),
                name="placement_once_at_a_host",
            ),
        ]

    def __str__(self) -> str:
        return f"placement {self.pk} of {self.internship_id}"

    @property
    def is_project(self) -> bool:
        return self.kind == self.Kind.PROJECT

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def failed_without_fault(self) -> bool:
        return self.ending in NO_FAULT


_State, _Ending = Placement.State, Placement.Ending
OPEN = (
    _State.PROPOSED,
    _State.RETURNED,
    _State.AGREEMENT,
    _State.PLANNING,
    _State.RUNNING,
    _State.INTERRUPTED,
)
AT_WORK = (_State.PLANNING, _State.RUNNING)
"""Where hours may be logged."""
NO_FAULT = (_Ending.HOST, _Ending.UNSAFE, _Ending.CONTENT)
