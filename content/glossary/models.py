"""Words of the programme, in plain language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin
from wagtail.search import index


class GlossaryTerm(TranslatableMixin, index.Indexed, models.Model):
    slug = models.SlugField(max_length=80)
    term = models.CharField(max_length=120)
    definition = models.TextField()
    origin = models.CharField(max_length=120, blank=True)
    principle = models.ForeignKey(
        "content.PrinciplePage", on_delete=models.PROTECT, related_name="terms", null=True, blank=True
    )

    search_fields = [
        index.SearchField("term"),
        index.SearchField("definition"),
        index.AutocompleteField("term"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        constraints = [models.UniqueConstraint(fields=["slug", "locale"], name="term_once_per_language")]

    def __str__(self) -> str:
        return f"{self.term} ({self.slug})"
