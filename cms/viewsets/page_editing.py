"""How a page is saved: never over a colleague's words, and never sent on with parts missing."""

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry, Revision

from cms.viewsets.sending import check_sending
from content.base.errors import RuleError
from courses.programme.pageforms import ActivityPageForm
from courses.programme.workflow import SecondReaderTask

KEPT_BESIDE = "campus.kept_beside"


class CarefulEditView(EditView):
    """Wagtail refuses a stale text only when it saves by itself; this refuses it when a person presses a button."""

    def dispatch(self, request, page_id, **kwargs):
        with transaction.atomic():
            # The row lock serialises two editors: the second one sees what the first one has saved.
            list(Page.objects.select_for_update().filter(pk=page_id).values_list("pk"))
            return super().dispatch(request, page_id, **kwargs)

    def post(self, request, *args, **kwargs):
        if self.action_name == "perform_workflow_action" and self._is_read_by_second_person():
            return self._answer()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        if self._is_stale():
            return self._keep_both(form)
        try:
            check_sending(form.instance, action=self.action_name)
        except RuleError as error:
            messages.error(self.request, str(error))
            self.action_name_and_method = ("save", self.save_action)
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self._is_stale():
            # The form has mistakes, so it comes back with its text. It stays a form of the old version.
            self.page.latest_revision_id = self.request.POST.get("loaded_revision_id")
            context["loaded_revision_created_at"] = self.request.POST.get("loaded_revision_created_at")
        return context

    def _is_stale(self) -> bool:
        return not self.expects_json_response and self._colleagues_version is not None

    @cached_property
    def _colleagues_version(self) -> Revision | None:
        """The newest version that somebody else has saved since this form was opened.

        The browser saves drafts by itself and tells only itself about it, so newer versions of the same person
        are no conflict: Wagtail made them from this very form, and refused to make them over a colleague's.
        """
        posted = self.request.POST
        if self.latest_revision is None or posted.get("overwrite_revision_id") == str(
            self.latest_revision.pk
        ):
            return None
        kept = PageLogEntry.objects.filter(page=self.real_page_record.pk, action=KEPT_BESIDE).values(
            "revision"
        )
        versions = self.real_page_record.revisions.exclude(pk__in=kept).filter(
            ~Q(user=self.request.user) | Q(user=None)
        )
        opened_at = _moment(posted.get("loaded_revision_created_at"))
        if opened_at is not None:
            # A form without a moment was opened before the first version was saved.
            versions = versions.filter(created_at__gt=opened_at)
        return versions.order_by("-created_at", "-pk").first()

    def _keep_both(self, form):
        kept = keep_beside(form.save(commit=False), newest=self.latest_revision, by=self.request.user)
        pages, newest = "wagtailadmin_pages", self.latest_revision
        context = {
            "page": self.page,
            "theirs": self._colleagues_version,
            "compare_url": reverse(f"{pages}:revisions_compare", args=[self.page.pk, kept.pk, newest.pk]),
            "mine_url": reverse(f"{pages}:revisions_revert", args=[self.page.pk, kept.pk]),
            "theirs_url": self.get_edit_url(),
        }
        return render(self.request, "cms/admin/stale_save.html", context, status=409)

    def _is_read_by_second_person(self) -> bool:
        return self.locked_for_user and isinstance(self.page.current_workflow_task, SecondReaderTask)

    def _answer(self):
        """The reader answers; what the form carries is not saved."""
        if self._is_stale():
            messages.error(
                self.request, _("The text has changed since you opened it. Read the new version first.")
            )
            return self.redirect_and_remain()
        state = self.page.current_workflow_task_state
        comment = _comment(self.request.POST.get("workflow-action-extra-data"))
        self.page.current_workflow_task.on_action(
            state, self.request.user, self.workflow_action, comment=comment
        )
        title = {"title": self.page.get_admin_display_title()}
        if self.workflow_action == "approve":
            messages.success(self.request, _("You approved “%(title)s”. It is published.") % title)
        else:
            messages.success(self.request, _("You asked for changes in “%(title)s”.") % title)
        return self.redirect_away()


class CarefulRevertView(CarefulEditView, RevisionsRevertView):
    pass


class CarefulCreateView(CreateView):
    def dispatch(self, request, *args):
        with transaction.atomic():
            # Two authors who make pages with one code wait for each other here.
            list(Page.objects.select_for_update().filter(depth__lte=3).order_by("pk").values_list("pk"))
            return super().dispatch(request, *args)

    def form_valid(self, form):
        try:
            check_sending(form.instance, action=self.action_name)
        except RuleError as error:
            messages.error(self.request, str(error))
            self.action_name_and_method = ("save", self.save_action)
        if isinstance(form, ActivityPageForm):
            form.claim_activity()
        return super().form_valid(form)


def keep_beside(page: Page, *, newest: Revision, by) -> Revision:
    """The text as a version of its own that is not the newest one. Comments are added to the page's, as always."""
    page.save(update_fields=[COMMENTS_RELATION_NAME], clean=False)
    kept = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=by,
        # The version with the latest time counts as the newest one, and that is the colleague's.
        created_at=newest.created_at - timedelta(microseconds=1),
        content=page.serializable_data(),
        object_str=str(page),
    )
    log(instance=page, action=KEPT_BESIDE, user=by, revision=kept, content_changed=True)
    return kept


def _moment(posted: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(posted or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _comment(extra_data: str | None) -> str:
    try:
        return str(json.loads(extra_data or "{}")["comment"])
    except (ValueError, KeyError, TypeError):
        return ""


def save_carefully(request, page):
    """Hands what is posted to the editor over to the careful views. Nothing for a page that is only opened."""
    if request.method != "POST" or getattr(request, "is_careful", False):
        return None
    request.is_careful = True
    revision_id = request.resolver_match.kwargs.get("revision_id")
    if revision_id:
        return CarefulRevertView.as_view()(request, page.pk, revision_id=revision_id)
    return CarefulEditView.as_view()(request, page.pk)


def create_carefully(request, parent_page, page_class):
    if request.method != "POST" or getattr(request, "is_careful", False):
        return None
    request.is_careful = True
    names = (page_class._meta.app_label, page_class._meta.model_name)
    return CarefulCreateView.as_view()(request, *names, parent_page.pk)


def back_to(page, request, error: RuleError):
    messages.error(request, str(error))
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk if parent else page.pk)
