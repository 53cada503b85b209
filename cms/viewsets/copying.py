"""Which pages may be copied, and what a copy has of its own."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.copy import copy

from cms.viewsets.page_editing import back_to
from content.base.errors import RuleError
from content.casestudies.models import CaseStudyPage
from content.pages.models import StandardPage
from courses.programme.models import ActivityPage
from courses.programme.pageforms import give_own_activity


class UnableToCopy(RuleError):
    """There is only one of it."""


def check_copying(page, *, as_alias: bool) -> None:
    page = page.specific
    if not isinstance(page, (ActivityPage, CaseStudyPage, StandardPage)):
        raise UnableToCopy(
            _("“%(title)s” cannot be copied: there is only one of it. Copy single lessons, cases or texts.")
            % {"title": page.title}
        )
    if as_alias and isinstance(page, ActivityPage):
        raise UnableToCopy(
            _("“%(title)s” cannot have an alias: learners' records would not know which one they belong to.")
            % {"title": page.title}
        )


def copy_carefully(request, page):
    """One transaction for the copy and its own activity, so that no two pages ever share one."""
    if getattr(request, "is_careful", False):
        return None
    try:
        check_copying(page, as_alias=bool(request.POST.get("alias")))
    except UnableToCopy as error:
        return back_to(page, request, error)
    if request.method != "POST":
        return None
    request.is_careful = True
    with transaction.atomic():
        return copy(request, page.pk)


def give_copy_its_own(new_page) -> None:
    specific = new_page.specific
    if isinstance(specific, ActivityPage):
        give_own_activity(specific)
