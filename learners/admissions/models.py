"""Who applies, with which documents, and what readers and administrators say about it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.base.constraints import paired
from learners.admissions.countries import Group, Region


class Intake(models.Model):
    """The time in which people can apply for a cohort."""

    cohort = models.OneToOneField("courses.Cohort", on_delete=models.PROTECT, related_name="intake")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    answer_days = models.PositiveSmallIntegerField(default=14)
    """How long a place that was offered is kept."""
    targets = models.JSONField(default=dict, blank=True)
    """Wanted shares in per cent: {"region": {"africa": 40}, "sector": {…}, "country_group": {…}}."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="intake_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=models.Q(answer_days__gte=1, answer_days__lte=60), name="intake_answer_days"
            ),
        ]

    def __str__(self) -> str:
        return f"intake of {self.cohort_id}"


class Application(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("Not sent yet")
        SUBMITTED = "submitted", _("Sent")
        INCOMPLETE = "incomplete", _("More asked for")
        UNDER_REVIEW = "under_review", _("In review")
        INTERVIEW = "interview", _("Interview")
        ACCEPTED = "accepted", _("Place offered")
        WAITLISTED = "waitlisted", _("Waiting list")
        REJECTED = "rejected", _("Refused")
        OFFER_ACCEPTED = "offer_accepted", _("Place accepted")
        ENROLLED = "enrolled", _("Enrolled")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Gender(models.TextChoices):
        WOMAN = "woman", _("Woman")
        MAN = "man", _("Man")
        OTHER = "other", _("Another description")

    class Sector(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        PUBLIC_BODY = "public_body", _("Public body or public company")
        PRIVATE = "private", _("Private sector")
        NON_PROFIT = "non_profit", _("Non-profit organisation")

    class Level(models.TextChoices):
        NATIONAL = "national", _("National")
        REGIONAL = "regional", _("Regional or state")
        LOCAL = "local", _("Local or municipal")
        INTERNATIONAL = "international", _("International")
        NONE = "none", _("Not in government")

    class Degree(models.TextChoices):
        BACHELOR = "bachelor", _("Bachelor's degree or equivalent")
        MASTER = "master", _("Master's degree or equivalent")
        DOCTORATE = "doctorate", _("Doctorate")
        ON_FILE = "on_file", _("No degree: admission on file, with eight years of experience")

    class English(models.TextChoices):
        CERTIFICATE = "certificate", _("A language certificate")
        STUDIES = "studies", _("I studied in English")
        INTERVIEW = "interview", _("I ask for a short online interview")

    class Host(models.TextChoices):
        OWN = "own", _("My own workplace")
        OTHER = "other", _("Another organisation that has agreed")
        MATCH = "match", _("I want to be matched with a host")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications")
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(max_length=14, choices=State, default=State.DRAFT)
    reference = models.CharField(max_length=14, unique=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    offer_until = models.DateTimeField(null=True, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)
    identity_verified_at = models.DateTimeField(null=True, blank=True)
    identity_verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    printed_name = models.CharField(_("Name on the certificate"), max_length=120, blank=True)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    region = models.CharField(max_length=16, choices=Region, blank=True)
    country_group = models.CharField(max_length=16, choices=Group, blank=True)
    gender = models.CharField(_("Gender"), max_length=8, choices=Gender, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=60, blank=True)
    phone = models.CharField(_("Phone"), max_length=30, blank=True)

    organisation = models.CharField(_("Organisation"), max_length=200, blank=True)
    sector = models.CharField(_("Sector"), max_length=12, choices=Sector, blank=True)
    government_level = models.CharField(_("Level of government"), max_length=14, choices=Level, blank=True)
    role = models.CharField(_("Your role"), max_length=120, blank=True)
    years_experience = models.PositiveSmallIntegerField(_("Years of work experience"), null=True, blank=True)
    years_responsible = models.PositiveSmallIntegerField(
        _("Years with responsibility for people, budget or projects"), null=True, blank=True
    )
    responsibility = models.TextField(_("What you are responsible for"), max_length=1500, blank=True)

    degree = models.CharField(_("Highest degree"), max_length=10, choices=Degree, blank=True)
    education = models.CharField(_("Subject, institution and year"), max_length=300, blank=True)
    english = models.CharField(_("Evidence of English"), max_length=12, choices=English, blank=True)

    motivation = models.TextField(_("Why you apply"), max_length=8000, blank=True)

    host = models.CharField(_("Host for the internship"), max_length=6, choices=Host, blank=True)
    host_note = models.TextField(_("About the host and the task"), max_length=1500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "intake"],
                condition=~models.Q(state__in=["withdrawn", "rejected"]),
                name="application_once_per_intake",
            ),
            models.CheckConstraint(
                condition=models.Q(state="accepted", offer_until__isnull=False) | ~models.Q(state="accepted"),
                name="application_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(submitted_at__isnull=False),
                name="application_sent_has_a_time",
            ),
            paired("identity_verified_at", "identity_verified_by", "application_identity_paired"),
        ]
        indexes = [models.Index(fields=["intake", "state"])]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_on_file(self) -> bool:
        """Without a degree: few places, and a committee decides (specification 1.2)."""
        return self.degree == self.Degree.ON_FILE


class StateChange(models.Model):
    """One step of an application. Never changed."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="changes")
    deed = models.CharField(max_length=20)
    state = models.CharField(max_length=14, choices=Application.State)
    """The state after it."""
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody, when a date has done it."""

    def __str__(self) -> str:
        return f"{self.application_id}: {self.deed} ({self.pk})"


class Document(models.Model):
    """A file that belongs to an application. It lies under a name made here, where no address leads."""

    class Kind(models.TextChoices):
        CV = "cv", _("Curriculum vitae")
        DEGREE = "degree", _("Highest degree, or evidence for admission on file")
        IDENTITY = "identity", _("Proof of identity")
        REFERENCE = "reference", _("Professional reference")
        LANGUAGE = "language", _("Evidence of English")
        EMPLOYER_SUPPORT = "employer_support", _("Letter of the employer, or a personal plan")
        SCHOLARSHIP = "scholarship", _("Scholarship request")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=16, choices=Kind)
    original_name = models.CharField(max_length=120)
    """As the applicant's device called it: shown, never trusted."""
    stored_name = models.CharField(max_length=40, unique=True)
    """160 random bits: also the last part of its address, so that nobody can guess one from another."""
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [paired("deleted_at", "deleted_by", "document_deletion_paired")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.application_id} ({self.pk})"


class Review(models.Model):
    """What one reader thinks. Either four scores, or a conflict of interest and no score."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    conflict = models.BooleanField(default=False)
    conflict_reason = models.CharField(max_length=300, blank=True)
    relevance = models.PositiveSmallIntegerField(null=True, blank=True)
    relevance_note = models.TextField(max_length=1000, blank=True)
    motivation = models.PositiveSmallIntegerField(null=True, blank=True)
    motivation_note = models.TextField(max_length=1000, blank=True)
    readiness = models.PositiveSmallIntegerField(null=True, blank=True)
    readiness_note = models.TextField(max_length=1000, blank=True)
    diversity = models.PositiveSmallIntegerField(null=True, blank=True)
    diversity_note = models.TextField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "reader"], name="review_once_per_reader"),
            models.CheckConstraint(
                condition=models.Q(
                    conflict=False,
                    relevance__lte=100,
                    motivation__lte=100,
                    readiness__lte=100,
                    diversity__lte=100,
                )
                | models.Q(
                    conflict=True,
                    relevance__isnull=True,
                    motivation__isnull=True,
                    readiness__isnull=True,
                    diversity__isnull=True,
                ),
                name="review_has_scores_or_a_conflict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} on {self.application_id}"


class Decision(models.Model):
    """A decision with its letter. Never changed: a later one stands beside it."""

    class Outcome(models.TextChoices):
        OFFER = "offer", _("Offer a place")
        WAITLIST = "waitlist", _("Put on the waiting list")
        INTERVIEW = "interview", _("Invite to an interview")
        ASK_MORE = "ask_more", _("Ask for more")
        REJECT = "reject", _("Refuse")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=9, choices=Outcome)
    letter = models.TextField()
    reason = models.CharField(max_length=500, blank=True)
    """For the file, not for the applicant."""
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody, when the waiting list moved up by itself."""

    def __str__(self) -> str:
        return f"{self.outcome} for {self.application_id} ({self.pk})"
