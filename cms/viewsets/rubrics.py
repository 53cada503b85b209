"""The menu of rubrics in the Wagtail admin."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from courses.assessments.rubrics import Rubric, UnfitRubric, require_whole


class RubricForm(WagtailAdminModelForm):
    def clean(self):
        cleaned = super().clean()
        kept = [
            form for form in self.formsets["criteria"].forms if form.is_valid() and not _is_left_out(form)
        ]
        if len(kept) == len([form for form in self.formsets["criteria"].forms if not _is_left_out(form)]):
            self._require_whole([form.cleaned_data["weight"] for form in kept])
        return cleaned

    def _require_whole(self, weights: list[int]) -> None:
        try:
            require_whole(weights)
        except UnfitRubric as refusal:
            self.add_error(None, str(refusal))


def _is_left_out(form) -> bool:
    return form.data.get(f"{form.prefix}-DELETE") in ("1", "on", "true")


class RefusingDeleteView(generic.DeleteView):
    def form_valid(self, form):
        self.usage = None  # Wagtail would refuse without saying why
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request, _("The rubric %s is used by an assignment. It cannot be deleted.") % self.object
            )
            return redirect(reverse(self.index_url_name))


def weights_in_words(rubric: Rubric) -> str:
    return ", ".join(str(criterion) for criterion in rubric.criteria.all())


def where_used(rubric: Rubric) -> str:
    return ", ".join(page.title for page in rubric.assignments.all())


class RubricIndexView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("criteria", "assignments")


class RubricViewSet(ModelViewSet):
    model = Rubric
    icon = "table"
    menu_label = gettext_lazy("Rubrics")
    copy_view_enabled = False
    index_view_class = RubricIndexView
    delete_view_class = RefusingDeleteView
    list_display = [
        "code",
        Column("criteria", label=gettext_lazy("Criteria"), accessor=weights_in_words),
        Column("used", label=gettext_lazy("Where used"), accessor=where_used),
    ]
    ordering = ["code"]
    search_fields = ["code"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("code"),
            InlinePanel(
                "criteria",
                min_num=1,
                max_num=8,
                label=gettext_lazy("Criterion"),
                heading=gettext_lazy("Criteria"),
                help_text=gettext_lazy(
                    "Editions that are frozen keep the rubric as it was. A change holds from the next edition on."
                ),
                panels=[
                    FieldRowPanel([FieldPanel("title"), FieldPanel("weight")]),
                    FieldPanel("excellent"),
                    FieldPanel("passing"),
                    FieldPanel("failing"),
                ],
            ),
        ],
        base_form_class=RubricForm,
    )
