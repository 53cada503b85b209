"""The self-assessment of one principle: statements and practices in three stages, edited by authors, kept in versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin

from content.base.fields import StoryField, ordered
from content.principles.models import PrinciplePage


class StatementBlock(blocks.StructBlock):
    code = blocks.RegexBlock(
        regex=r"^P\d{1,2}-[EIA]P?\d{1,2}$",
        label=_("Code"),
        help_text=_("For example P1-E1. Answers are kept under it: a new statement gets a new code."),
        error_messages={"invalid": _("Write a code such as P1-E1, for a practice P1-EP1.")},
    )
    text = blocks.TextBlock(label=_("Text"), rows=2)


class StageBlock(blocks.StreamBlock):
    characteristic = StatementBlock(
        label=_("Characteristic"), help_text=_("Learners say how true it is of them.")
    )
    practice = StatementBlock(label=_("Practice"), help_text=_("What could be done next."))


class MaturitySheet(DraftStateMixin, RevisionMixin, models.Model):
    """An assessment pins the revision on which it was answered, so an edit never changes a result."""

    principle = models.OneToOneField(PrinciplePage, on_delete=models.PROTECT, related_name="maturity")
    early = StoryField(StageBlock(), verbose_name=_("Early"))
    intermediate = StoryField(StageBlock(), verbose_name=_("Intermediate"))
    advanced = StoryField(StageBlock(), verbose_name=_("Advanced"))
    reading_text = models.TextField(default="{}", editable=False)
    reading = ordered("reading_text")
    """Codes of lessons and cases for a reading plan, in the order of the source file."""

    panels = [FieldPanel("early"), FieldPanel("intermediate"), FieldPanel("advanced")]

    class Meta:
        verbose_name = _("self-assessment of a principle")
        verbose_name_plural = _("self-assessment")

    def __str__(self) -> str:
        return f"P{self.principle.number} {self.principle.title}"
