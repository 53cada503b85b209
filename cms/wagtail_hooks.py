"""What the Wagtail admin is told: menus, choosers, and the guards that stand before its views."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import WorkflowMenuItem
from wagtail.snippets.models import register_snippet

from cms.accounts.models import User
from cms.public_pages import to_own_edition
from cms.staff.log_actions import name_staff_actions
from cms.viewsets.assessment import AssessmentGroup
from cms.viewsets.auditlog import audit_log_menu_item, audit_log_urls
from cms.viewsets.copying import copy_carefully, give_copy_its_own
from cms.viewsets.deleting import check_deleting
from cms.viewsets.knowledge import KnowledgeGroup, ReadingChooserViewSet, TermChooserViewSet
from cms.viewsets.mailtexts import MailTextViewSet
from cms.viewsets.maturity import MaturitySheetViewSet
from cms.viewsets.page_editing import back_to, create_carefully, save_carefully
from cms.viewsets.sending import check_publishing_many
from content.base.errors import RuleError
from courses.programme.workflow import SecondReaderTask

_FOR_SUPERUSERS = {"reports", "help", "settings"}


register_snippet(MaturitySheetViewSet)


@hooks.register("register_admin_viewset")
def viewsets():
    return [
        AssessmentGroup(),
        KnowledgeGroup(),
        MailTextViewSet(),
        ReadingChooserViewSet("reading_chooser"),
        TermChooserViewSet("term_chooser"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions):
    name_staff_actions(actions)
    actions.register_action("campus.kept_beside", _("Keep beside"), _("Text kept beside a colleague's"))
    actions.register_action(
        "campus.question_replaced", _("Replace"), _("New version of a question that was asked")
    )
    actions.register_action("campus.modules_assigned", _("Assign modules"), _("Modules assigned"))


hooks.register("register_admin_urls", audit_log_urls)
hooks.register("register_admin_menu_item", audit_log_menu_item)


@hooks.register("construct_main_menu")
def hide_menus(request, menu_items):
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in _FOR_SUPERUSERS]


@hooks.register("before_serve_document")
def close_documents(_document, request):
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404  # their addresses are counted numbers, which anybody can guess


@hooks.register("before_edit_page")
def guard_edit(request, page):
    return save_carefully(request, page)


@hooks.register("before_create_page")
def guard_create(request, parent_page, page_class):
    return create_carefully(request, parent_page, page_class)


@hooks.register("before_copy_page")
def guard_copy(request, page):
    return copy_carefully(request, page)


@hooks.register("after_copy_page")
def own_activity(_request, _page, new_page):
    give_copy_its_own(new_page)


@hooks.register("before_delete_page")
def guard_delete(request, page):
    try:
        check_deleting([page])
    except RuleError as error:
        return back_to(page, request, error)
    return None


@hooks.register("before_bulk_action")
def guard_bulk(request, action_type, objects, _action):
    if action_type != "set_active_state" and any(isinstance(each, User) for each in objects):
        raise PermissionDenied  # see cms/accounts/listing.py
    pages = [page for page in objects if hasattr(page, "specific")]
    try:
        if action_type == "delete":
            check_deleting(pages)
        if action_type == "publish":
            check_publishing_many(pages, with_subpages="include_descendants" in request.POST)
    except RuleError as error:
        return back_to(pages[0], request, error)
    return None


@hooks.register("construct_page_action_menu")
def offer_answers(menu_items, request, context):
    """The reader's buttons, which Wagtail hides because nobody may edit what is being read."""
    page = context.get("page")
    task = page.current_workflow_task if page and context["view"] == "edit" else None
    if isinstance(task, SecondReaderTask):
        menu_items[:0] = [
            WorkflowMenuItem(name, label, modal)
            for name, label, modal in task.get_actions(page, request.user)
        ][::-1]


@hooks.register("before_serve_page")
def serve_own_edition(page, request, _args, _kwargs):
    return to_own_edition(page, request)
