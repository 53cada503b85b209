"""Who reads a text before it is published: a second person of the module, never the one who wrote or asked."""

from datetime import UTC, datetime
from functools import partial

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.locks import WorkflowLock
from wagtail.models import Page, Revision, Task, TaskState
from wagtail.permissions import page_permission_policy


class SecondReaderLock(WorkflowLock):
    def get_message(self, user):
        return _("This text waits for its second reader. Nobody edits it until the reader has answered.")


class SecondReaderTask(Task):
    """While it runs nobody edits the text. The reader publishes it or asks for changes."""

    groups = models.ManyToManyField(
        Group,
        verbose_name=gettext_lazy("groups"),
        help_text=gettext_lazy("A reader is in one of these groups and may also edit the page."),
        related_name="+",
    )

    lock_class = SecondReaderLock
    admin_form_fields = [*Task.admin_form_fields, "groups"]
    admin_form_widgets = {"groups": forms.CheckboxSelectMultiple}

    class Meta:
        verbose_name = gettext_lazy("second reader")
        verbose_name_plural = gettext_lazy("second readers")

    @classmethod
    def get_description(cls) -> str:
        return _("A second person who is assigned to the module reads the text and publishes it.")

    def start(self, workflow_state, user=None):
        state = super().start(workflow_state, user=user)
        transaction.on_commit(partial(_tell_readers, state), robust=True)
        return state

    def locked_for_user(self, obj, user) -> bool:
        """Nobody edits what is being read: otherwise a reader could publish words that nobody else has seen."""
        return True

    def get_actions(self, obj, user) -> list[tuple[str, str, bool]]:
        if not may_read(self, page=obj, user=user):
            return []
        return [("reject", _("Request changes"), True), ("approve", _("Approve and publish"), False)]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        states = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if not user.is_superuser:
            pages = page_permission_policy.instances_user_has_permission_for(user, "change")
            states = states.filter(
                workflow_state__object_id__in=[str(pk) for pk in pages.values_list("pk", flat=True)]
            )
            if not _is_in_groups(self, user):
                return states.none()
        return states.exclude(workflow_state__requested_by=user).exclude(Exists(_own_versions(user)))

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        # The row lock serialises two readers who answer at once.
        state = TaskState.objects.select_for_update().get(pk=task_state.pk).specific
        workflow_state = state.workflow_state
        if not may_read(self, page=workflow_state.content_object, user=user):
            raise PermissionDenied(_("A second person has to read this text. You wrote it or sent it."))
        if action_name == "approve":
            # The reader has no right to publish alone; the second pair of eyes gives it.
            workflow_state.on_finish = partial(_publish, workflow_state)
        super().on_action(state, user, action_name, **kwargs)


def may_read(task: SecondReaderTask, *, page, user) -> bool:
    """In a group of the task, assigned to the page's module, and neither the sender nor an author of the text."""
    state = page.current_workflow_task_state
    if state is None or state.task_id != task.pk:
        return False
    if user.pk in _writers(state):
        return False
    return user.is_superuser or (_is_in_groups(task, user) and _is_assigned(user, page))


def readers_of(state: TaskState) -> list:
    """Everybody who may answer it, superusers left out: they have other work."""
    page, task = state.workflow_state.content_object, state.task.specific
    candidates = page_permission_policy.users_with_permission_for_instance("change", page)
    candidates = candidates.filter(
        is_active=True, is_superuser=False, groups__in=task.groups.all()
    ).distinct()
    return list(candidates.exclude(pk__in=_writers(state)).order_by("pk"))


def _writers(state: TaskState) -> set[int]:
    """Who sent the text, and everybody who saved a version of it since the page was published last."""
    page = state.workflow_state.content_object
    versions = page.revisions.exclude(user=None)
    if page.live_revision:
        versions = versions.filter(created_at__gt=page.live_revision.created_at)
    writers = {state.workflow_state.requested_by_id, *versions.values_list("user_id", flat=True)}
    return writers - {None}


def _own_versions(user) -> models.QuerySet[Revision]:
    """Of the page of a task's state: the versions by this user since the page was published last."""
    published = (
        Page.objects.annotate(key=Cast("pk", models.CharField()))
        .filter(key=models.OuterRef("object_id"))
        .values("live_revision__created_at")[:1]
    )
    before_all = Value(datetime(2000, 1, 1, tzinfo=UTC), models.DateTimeField())
    return Revision.page_revisions.filter(
        user=user,
        object_id=models.OuterRef("workflow_state__object_id"),
        created_at__gt=Coalesce(models.Subquery(published), before_all),
    )


def _is_in_groups(task: SecondReaderTask, user) -> bool:
    return task.groups.filter(pk__in=user.groups.all()).exists()


def _is_assigned(user, page) -> bool:
    return page_permission_policy.user_has_permission_for_instance(user, "change", page)


def _publish(workflow_state, user=None) -> None:
    revision = workflow_state.content_object.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=True)


class _ReaderMail(GroupApprovalTaskStateSubmissionEmailNotifier):
    """The mail that Wagtail has for this, but only to those who may read."""

    def can_handle(self, instance, **kwargs) -> bool:
        return True

    def get_recipient_users(self, task_state, **kwargs) -> list:
        return readers_of(task_state)


def _tell_readers(state: TaskState) -> None:
    _ReaderMail()(instance=state)
