"""Which rights the groups of the staff roles have in the Wagtail admin, and who writes in which module."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.accounts.roles import GROUPS, Role
from content.base.errors import RuleError
from courses.programme.models import ModulePage, ProgrammePage
from courses.programme.workflow import SecondReaderTask

SECOND_READER = "Second reader"
_AUTHORS = "Module {} authors"
_WRITTEN_BY_INSTRUCTORS = (
    "courses.questionbank",
    "courses.question",
    "courses.rubric",
    "content.glossaryterm",
    "content.openresource",
)
_ADMIN_RIGHTS: dict[Role, tuple[str, ...]] = {
    Role.INSTRUCTOR: (
        "wagtailadmin.access_admin",
        *(
            f"{model.replace('.', f'.{deed}_')}"
            for model in _WRITTEN_BY_INSTRUCTORS
            for deed in ("view", "add", "change")
        ),
        # One sheet for each principle: nobody adds or deletes one.
        *(f"content.{deed}_maturitysheet" for deed in ("view", "change", "publish")),
    ),
    Role.REGISTRAR: ("wagtailadmin.access_admin",),
    Role.TUTOR: (),
    Role.ADMINISTRATOR: (),
}
_PAGE_RIGHTS = ("add_page", "change_page")
_IMAGE_RIGHTS = ("add_image", "choose_image")
# Wagtail's own migrations make them. They are no roles of ours, so nobody may come to rights through them.
_FOREIGN_GROUPS = ("Editors", "Moderators")
_FOREIGN_WORKFLOW = "Moderators approval"


class UnableToAssign(RuleError):
    """The person cannot become an author of these modules."""


@dataclass
class Changes:
    """What a run has changed, in lines for the screen. A second run changes nothing."""

    lines: list[str] = field(default_factory=list)


@transaction.atomic
def sync_roles() -> Changes:
    """Makes groups, rights and the workflow as the table of roles has them. Safe to run again."""
    changes = Changes()
    for role, name in GROUPS.items():
        _sync_group(name, _ADMIN_RIGHTS[role], changes)
    _sync_images(changes)
    for code in sorted(set(ModulePage.objects.values_list("code", flat=True))):
        _sync_authors(code, changes)
    _sync_workflow(changes)
    _remove_foreign(changes)
    return changes


def _sync_group(name: str, rights: Iterable[str], changes: Changes) -> None:
    group, made = Group.objects.get_or_create(name=name)
    wanted = {_permission(right) for right in rights}
    if made or set(group.permissions.all()) != wanted:
        group.permissions.set(wanted)
        changes.lines.append(f"{name}: {len(wanted)} rights")


def _permission(right: str) -> Permission:
    app_label, codename = right.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _sync_images(changes: Changes) -> None:
    group = Group.objects.get(name=GROUPS[Role.INSTRUCTOR])
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for codename in _IMAGE_RIGHTS:
        _row, made = GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=_permission(f"wagtailimages.{codename}")
        )
        if made:
            changes.lines.append(f"{group.name}: {codename}")


def _sync_authors(code: str, changes: Changes) -> None:
    group, _made = Group.objects.get_or_create(name=authors_group(code))
    rights = {_permission(f"wagtailcore.{codename}") for codename in _PAGE_RIGHTS}
    wanted = {
        (page, right.pk)
        for page in ModulePage.objects.filter(code=code).values_list("pk", flat=True)
        for right in rights
    }
    rows = {(row.page_id, row.permission_id): row for row in GroupPagePermission.objects.filter(group=group)}
    for key in wanted - rows.keys():
        GroupPagePermission.objects.create(group=group, page_id=key[0], permission_id=key[1])
    for key in rows.keys() - wanted:
        rows[key].delete()
    if wanted != rows.keys():
        changes.lines.append(f"{group.name}: {len(wanted)} rights")


def _sync_workflow(changes: Changes) -> None:
    task, made = SecondReaderTask.objects.get_or_create(name=SECOND_READER)
    instructors = Group.objects.get(name=GROUPS[Role.INSTRUCTOR])
    if made or set(task.groups.all()) != {instructors}:
        task.groups.set([instructors])
        changes.lines.append(f"{SECOND_READER}: task")
    workflow, _made = Workflow.objects.get_or_create(name=SECOND_READER)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for programme in ProgrammePage.objects.order_by("pk"):
        _row, made = WorkflowPage.objects.update_or_create(page=programme, defaults={"workflow": workflow})
        if made:
            changes.lines.append(f"{SECOND_READER}: {programme.title}")


def _remove_foreign(changes: Changes) -> None:
    removed, _rows = WorkflowPage.objects.filter(workflow__name=_FOREIGN_WORKFLOW).delete()
    empty = Group.objects.filter(name__in=_FOREIGN_GROUPS, user__isnull=True)
    for name in sorted(empty.values_list("name", flat=True)):
        changes.lines.append(f"{name}: removed")
    empty.delete()
    if removed:
        changes.lines.append(f"{_FOREIGN_WORKFLOW}: removed")


def authors_group(code: str) -> str:
    return _AUTHORS.format(code)


def modules_of(user) -> frozenset[str]:
    """The codes of the modules that the person writes in. One query a request."""
    if not hasattr(user, "_campus_modules"):
        before, after = _AUTHORS.split("{}")
        names = user.groups.filter(name__startswith=before, name__endswith=after).values_list(
            "name", flat=True
        )
        user._campus_modules = frozenset(name.removeprefix(before).removesuffix(after) for name in names)
    return user._campus_modules


@transaction.atomic
def assign_modules(user, codes: Iterable[str], *, by, at: datetime) -> frozenset[str]:
    """Makes the instructor an author of exactly these modules. It holds from the next request on."""
    wanted = frozenset(codes)
    if by is not None and by.pk == user.pk:
        raise UnableToAssign(_("Nobody assigns modules to themselves. Ask a colleague."))
    if not user.groups.filter(name=GROUPS[Role.INSTRUCTOR]).exists():
        raise UnableToAssign(_("%(name)s is not an instructor. Give the role first.") % {"name": user.name})
    groups = {group.name: group for group in Group.objects.filter(name__in=map(authors_group, wanted))}
    missing = sorted(code for code in wanted if authors_group(code) not in groups)
    if missing:
        raise UnableToAssign(_("There is no module %(code)s.") % {"code": missing[0]})
    before = user.groups.filter(name__in=map(authors_group, _current_modules(user)))
    if {group.name for group in before} != groups.keys():
        user.groups.remove(*[group for group in before if group.name not in groups])
        user.groups.add(*groups.values())
        data = {"modules": sorted(wanted)}
        log(
            instance=user, action="campus.modules_assigned", user=by, timestamp=at, title=user.name, data=data
        )
    user.__dict__.pop("_campus_modules", None)
    return wanted


def _current_modules(user) -> frozenset[str]:
    user.__dict__.pop("_campus_modules", None)
    return modules_of(user)
