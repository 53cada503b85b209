"""The programme, its modules, and what every activity of it has in common."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from content.base.fields import PointsBlock, StoryField, ordered


class Area(models.TextChoices):
    """The three thematic areas, by their short labels. The exact titles stand in the programme's frame."""

    LEADERSHIP = "A1", _("Leadership and management")
    TECHNICAL = "A2", _("Technical design")
    INTERNSHIP = "A3", _("Internship")


class ProgrammePage(Page):
    code = models.CharField(max_length=20, unique=True)
    award = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    audience = models.TextField(blank=True)
    duration_weeks = models.PositiveSmallIntegerField(default=26)
    notional_hours = models.PositiveSmallIntegerField(default=300)
    credits_ects = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=_("Only after the institution has confirmed it."),
    )
    pass_mark = models.PositiveSmallIntegerField(default=50)
    component_floor = models.PositiveSmallIntegerField(default=40)
    frame_text = models.TextField(default="{}", editable=False)
    frame = ordered("frame_text")
    """The parts of the source file that have no table: outcomes, calendar, policies, roles, rubrics, internship."""

    parent_page_types = ["content.HomePage"]
    subpage_types = ["courses.ModulePage"]
    admin_default_ordering = "ord"
    content_panels = [
        *Page.content_panels,
        FieldPanel("award"),
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldRowPanel(
            [FieldPanel("duration_weeks"), FieldPanel("notional_hours"), FieldPanel("credits_ects")]
        ),
        FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("component_floor")]),
    ]
    template = "courses/programme.html"


class ModulePage(Page):
    code = models.CharField(max_length=8)
    area = models.CharField(max_length=2, choices=Area)
    first_week = models.PositiveSmallIntegerField()
    last_week = models.PositiveSmallIntegerField()
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    summary = models.TextField()
    outcomes = StoryField(PointsBlock(), blank=True)
    frame_text = models.TextField(default="{}", editable=False)
    frame = ordered("frame_text")
    """Programme outcomes served, and the assessments that are not pages yet."""

    parent_page_types = ["courses.ProgrammePage"]
    subpage_types = [
        "courses.LessonPage",
        "courses.QuizPage",
        "courses.ExamPage",
        "courses.AssignmentPage",
        "courses.JournalPage",
        "courses.DiscussionPage",
        "courses.DefencePage",
        "courses.TaskPage",
        "courses.WebinarPage",
        "courses.SelfAssessmentPage",
        "courses.HoursLogPage",
        "courses.EvaluationPage",
        "courses.VivaPage",
    ]
    admin_default_ordering = "ord"
    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("code"), FieldPanel("area")]),
        FieldRowPanel([FieldPanel("first_week"), FieldPanel("last_week"), FieldPanel("hours")]),
        FieldPanel("summary"),
        FieldPanel("outcomes"),
    ]
    template = "courses/module.html"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_week__gte=models.F("first_week")), name="module_ends_after_it_starts"
            ),
        ]


class Activity(models.Model):
    """The stable identity of anything that a learner does. Pages are its text; records point here, never at a page."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("Lesson")
        QUIZ = "quiz", _("Quiz")
        EXAM = "exam", _("Exam")
        ASSIGNMENT = "assignment", _("Assignment")
        DISCUSSION = "discussion", _("Discussion")
        DEFENCE = "defence", _("Defence")
        TASK = "task", _("Work without a mark")
        JOURNAL = "journal", _("Journal")
        SELF_ASSESSMENT = "self_assessment", _("Self-assessment")
        LIVE_SESSION = "live_session", _("Live session")
        PLACEMENT_STEP = "placement_step", _("Internship step")

    programme = models.ForeignKey(ProgrammePage, on_delete=models.PROTECT, related_name="activities")
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=16, choices=Kind)

    class Meta:
        verbose_name_plural = _("activities")
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="activity_code_once_per_programme")
        ]

    def __str__(self) -> str:
        return self.code


class ActivityPage(Page):
    """What the pages of lessons, quizzes and assignments have in common."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    week = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(26)])
    planned_minutes = models.PositiveSmallIntegerField(
        default=60,
        help_text=_(
            "Minutes in the plan, with activity and discussion. The minutes that learners see are computed."
        ),
    )
    required = models.BooleanField(default=True)
    open_access = models.BooleanField(
        default=False, help_text=_("Everybody may read it, without an account.")
    )

    kind: Activity.Kind
    subpage_types: list[str] = []
    plan_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("week"), FieldPanel("planned_minutes")]),
                FieldRowPanel([FieldPanel("required"), FieldPanel("open_access")]),
            ],
            heading=_("Place in the programme"),
        )
    ]
    search_fields = [*Page.search_fields, index.FilterField("week"), index.FilterField("open_access")]

    class Meta:
        abstract = True

    @property
    def code(self) -> str:
        return self.activity.code

    def frozen_rules(self) -> dict:
        """What an edition keeps by value beside the text: whatever marks and refusals depend on. Fits into JSON."""
        return {}


class AssessedPage(ActivityPage):
    """What all work has in common that counts for a component of the result."""

    component = models.CharField(
        max_length=8, blank=True, help_text=_("Code of the line of the assessment scheme that it counts for.")
    )
    share = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("Its weight inside the component, beside the other works of that component."),
    )

    class Meta(ActivityPage.Meta):
        abstract = True


class AssessmentComponent(models.Model):
    """One line of the assessment scheme: what counts, and how much."""

    programme = models.ForeignKey(ProgrammePage, on_delete=models.CASCADE, related_name="components")
    order = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=8)
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=20)
    weight = models.PositiveSmallIntegerField(help_text=_("Per cent of the overall mark."))
    must_pass = models.BooleanField(default=False)
    best_of = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("How many of its works count, the best first. Empty: all of them.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="component_code_once_per_programme"),
            models.CheckConstraint(condition=models.Q(weight__lte=100), name="component_weight_at_most_100"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class AwardPolicy(models.Model):
    """The rules that an award hangs on, as data."""

    programme = models.ForeignKey(ProgrammePage, on_delete=models.CASCADE, related_name="award_policies")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=160)
    classification = models.JSONField(default=list, blank=True)
    exit_awards = models.JSONField(default=list, blank=True)
    """What attests a part of the programme: key, label, rule, and the numbers that the key needs."""

    class Meta:
        verbose_name_plural = _("award policies")
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="policy_code_once_per_programme")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"


class AwardRule(models.Model):
    policy = models.ForeignKey(AwardPolicy, on_delete=models.CASCADE, related_name="rules")
    order = models.PositiveSmallIntegerField(default=0)
    key = models.SlugField(max_length=40)
    text = models.CharField(max_length=250)
    parameters = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "key"], name="rule_once_per_policy")]

    def __str__(self) -> str:
        return f"{self.key}: {self.text}"
