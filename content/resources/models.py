"""Readings, described like the record of the Recommendation in the OER Knowledge Cloud."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin
from wagtail.search import index


class OpenResource(TranslatableMixin, index.Indexed, models.Model):
    class Verification(models.TextChoices):
        VERIFIED = "verified", _("Verified: an excerpt was read")
        PARTIAL = "partial", _("Partly verified")
        UNVERIFIED = "unverified", _("Not verified")

    code = models.SlugField(max_length=60)
    collection = models.CharField(max_length=120, blank=True)
    record_type = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    creator = models.CharField(max_length=250, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    date = models.CharField(max_length=40, blank=True)
    publisher_or_department = models.CharField(max_length=250, blank=True)
    pages = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=60, blank=True)
    keywords = models.JSONField(default=list, blank=True)
    abstract = models.TextField(blank=True)
    peer_reviewed = models.CharField(max_length=60, blank=True)
    rights = models.CharField(max_length=250, blank=True)
    url = models.URLField(max_length=500, blank=True)
    attachment = models.CharField(max_length=250, blank=True)
    verification = models.CharField(max_length=10, choices=Verification, default=Verification.UNVERIFIED)

    search_fields = [
        index.SearchField("title"),
        index.SearchField("creator"),
        index.SearchField("abstract"),
        index.SearchField("keywords"),
        index.AutocompleteField("title"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.UniqueConstraint(fields=["code", "locale"], name="reading_code_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"
