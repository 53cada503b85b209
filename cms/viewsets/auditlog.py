"""The audit log: who did what, when, to what; for those who may read all of it."""

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import IntegerField, Value
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet
from wagtail.log_actions import registry

from cms.accounts.roles import may


def _logged_types(_request):
    ids = {
        pk for model in registry.get_log_entry_models() for pk in model.objects.all().get_content_type_ids()
    }
    return ContentType.objects.filter(pk__in=ids).order_by("model")


class AuditLogFilterSet(SiteHistoryReportFilterSet):
    """Wagtail's own filters know only what the person may edit; a registrar edits nothing."""

    object_type = ContentTypeFilter(label=_("Type"), method="filter_object_type", queryset=_logged_types)

    def get_action_choices(self):
        return registry.get_choices()

    def get_user_choices(self):
        ids = {pk for model in registry.get_log_entry_models() for pk in model.objects.all().get_user_ids()}
        return get_user_model().objects.filter(pk__in=ids).order_by("email")


class AuditLogView(LogEntriesView):
    page_title = _("Audit log")
    filterset_class = AuditLogFilterSet
    index_url_name = "audit_log"
    index_results_url_name = "audit_log_results"

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, "read_audit_log"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filtered_queryset(self):
        """Rows of all logs in one order. Wagtail's own view leaves out what the person may not edit."""
        self.log_models = list(registry.get_log_entry_models())
        parts = []
        for place, model in enumerate(self.log_models):
            numbered = Value(place, output_field=IntegerField())
            rows = model.objects.values("pk", "timestamp").annotate(log_model_index=numbered)
            parts.append(self.filter_queryset(rows).order_by())
        return parts[0].union(*parts[1:], all=True).order_by("-timestamp")


class AuditLogMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may(request.user, "read_audit_log")


def audit_log_urls() -> list:
    return [
        path("audit-log/", AuditLogView.as_view(), name="audit_log"),
        path("audit-log/results/", AuditLogView.as_view(results_only=True), name="audit_log_results"),
    ]


def audit_log_menu_item() -> MenuItem:
    return AuditLogMenuItem(_("Audit log"), reverse_lazy("audit_log"), icon_name="history", order=300)
