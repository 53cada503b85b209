"""Which pages may be deleted: none that an edition, a record or another text still needs."""

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS
from django.db.models import ManyToOneRel, ProtectedError
from django.db.models.deletion import Collector
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.base.errors import RuleError
from courses.programme.models import Activity, ActivityPage


class UnableToDelete(RuleError):
    """Something still needs the page."""


def check_deleting(pages: Iterable[Page]) -> None:
    """Refuses as soon as one of the pages, or a page below it, is needed."""
    for page in pages:
        below = page.get_descendants(inclusive=True)
        _check_protected(page, below)
        for activity_page in below.specific():
            if isinstance(activity_page, ActivityPage):
                _check_records(activity_page)


def _check_protected(page: Page, below) -> None:
    try:
        # Looks for the rows that the deletion would meet, and deletes nothing.
        Collector(using=DEFAULT_DB_ALIAS).collect(below)
    except ProtectedError as error:
        kinds = sorted({str(capfirst(row._meta.verbose_name_plural)) for row in error.protected_objects})
        raise UnableToDelete(
            _("“%(title)s” cannot be deleted. It is still needed by: %(kinds)s.")
            % {"title": page.title, "kinds": ", ".join(kinds)}
        ) from error


def _check_records(page: ActivityPage) -> None:
    for relation in Activity._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or issubclass(relation.related_model, Page):
            continue
        records = relation.related_model._base_manager.filter(**{relation.field.name: page.activity_id})
        if records.exists():
            raise UnableToDelete(
                _(
                    "“%(title)s” cannot be deleted. Its activity %(code)s has records: %(kinds)s. "
                    "Unpublish it instead."
                )
                % {
                    "title": page.title,
                    "code": page.code,
                    "kinds": capfirst(relation.related_model._meta.verbose_name_plural),
                }
            )
