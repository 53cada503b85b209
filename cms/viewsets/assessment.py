"""The menu of question banks and questions in the Wagtail admin."""

import django_filters
from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets import Button

from cms.viewsets import questionpages
from cms.viewsets.banks import (
    BankPolicy,
    OwnBanks,
    OwnBanksList,
    ShowsKeys,
    banks_of,
    quizzes_by_bank,
)
from cms.viewsets.questionform import QuestionForm
from cms.viewsets.rubrics import RubricViewSet
from content.base.errors import RuleError
from courses.questions.checking import MOST_OPTIONS
from courses.questions.editing import (
    add_question,
    delete_bank,
    delete_question,
    revise_question,
)
from courses.questions.models import Question, QuestionBank
from learners.attempts.statistics import statistics_of


class QuestionFilterSet(WagtailFilterSet):
    bank = django_filters.ModelChoiceFilter(
        queryset=lambda request: banks_of(request.user).order_by("code"), label=gettext_lazy("Bank")
    )
    versions = django_filters.ChoiceFilter(
        label=gettext_lazy("Versions"),
        choices=[("all", gettext_lazy("Older versions too"))],
        empty_label=gettext_lazy("Newest versions"),
        method="keep",
    )

    class Meta:
        model = Question
        fields = ["bank", "kind", "difficulty", "versions"]

    def keep(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("versions") == "all":
            return queryset
        return queryset.filter(successor__isnull=True)


def where_used(question: Question) -> str:
    """The quizzes that draw from its bank, and in how many editions this version stands."""
    places = list(question.quiz_titles)
    if question.edition_count:
        counted = ngettext("%(count)s edition", "%(count)s editions", question.edition_count)
        places.append(counted % {"count": question.edition_count})
    return "; ".join(places)


class QuestionIndexView(ShowsKeys, OwnBanksList, generic.IndexView):
    @property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if self.permission_policy.user_has_permission(self.request.user, "add"):
            address = reverse("question:import")
            buttons.append(
                Button(_("Import questions from a file"), url=address, icon_name="upload", priority=20)
            )
        return buttons

    def get_list_more_buttons(self, instance):
        more = [
            Button(
                _("Use and statistics"),
                url=reverse("question:use", args=[instance.pk]),
                icon_name="site",
                priority=15,
            ),
            Button(
                _("Preview"),
                url=reverse("question:preview", args=[instance.pk]),
                icon_name="view",
                priority=16,
            ),
        ]
        return [*super().get_list_more_buttons(instance), *more]

    def get_base_queryset(self):
        editions = Count("in_editions__edition_activity__edition", distinct=True)
        questions = super().get_base_queryset().select_related("bank", "lesson")
        return questions.annotate(edition_count=editions)

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        titles = quizzes_by_bank()
        found = statistics_of(context["object_list"])
        for question in context["object_list"]:
            question.statistics = found[question.pk]
            question.quiz_titles = titles.get(question.bank_id, [])
        return context


def facility(question: Question) -> str:
    found = question.statistics
    return (
        ""
        if found.facility is None
        else _("%(percent)s %% of %(count)s") % {"percent": found.facility, "count": found.answers}
    )


def discrimination(question: Question) -> str:
    found = question.statistics.discrimination
    return "" if found is None else number_format(found, 2)


class QuestionCreateView(generic.CreateView):
    def save_instance(self):
        bank, code = self.form.cleaned_data["bank"], self.form.cleaned_data["code"]
        return add_question(bank, code=code, text=self.form.text(), by=self.request.user, at=timezone.now())


class QuestionEditView(ShowsKeys, OwnBanks, generic.EditView):
    def get(self, request, *args, **kwargs):
        question = self.get_object()
        if Question.objects.filter(replaces=question).exists():
            messages.info(request, _("A newer version exists. This one is kept as it was asked."))
            return redirect(reverse(self.inspect_url_name, args=[question.pk]))
        if question.locked_at:
            next_version = {"version": question.version + 1}
            messages.info(
                request,
                _("This version was asked, or an edition holds it. Saving makes version %(version)s.")
                % next_version,
            )
        return super().get(request, *args, **kwargs)

    def save_instance(self):
        self.has_content_changes = self.form.has_changed()
        # The form has put its values into self.object; the rule wants the question as it is stored.
        stored = Question.objects.get(pk=self.object.pk)
        seen = self.form.cleaned_data["seen"]
        return revise_question(
            stored, text=self.form.text(), seen=seen, by=self.request.user, at=timezone.now()
        )

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except RuleError as error:
            form.add_error(None, str(error))
            self.produced_error_code, self.produced_error_message = "refused", str(error)
            return self.form_invalid(form)


class RefusingDeleteView(OwnBanks, generic.DeleteView):
    def form_valid(self, form):
        self.usage = None  # Wagtail would refuse without saying why
        try:
            return super().form_valid(form)
        except RuleError as error:
            messages.error(self.request, str(error))
            return redirect(reverse(self.index_url_name))


class QuestionDeleteView(ShowsKeys, RefusingDeleteView):
    def delete_action(self):
        delete_question(self.object, by=self.request.user, at=timezone.now())


class BankDeleteView(RefusingDeleteView):
    def delete_action(self):
        delete_bank(self.object, by=self.request.user, at=timezone.now())


class QuestionInspectView(ShowsKeys, OwnBanks, generic.InspectView):
    pass


class QuestionHistoryView(ShowsKeys, OwnBanks, history.HistoryView):
    pass


class QuestionUsageView(ShowsKeys, OwnBanks, usage.UsageView):
    pass


class QuestionViewSet(ModelViewSet):
    model = Question
    icon = "help"
    menu_label = gettext_lazy("Questions")
    add_to_reference_index = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "bank",
        "code",
        "version",
        "kind",
        "stem",
        "choices",
        "explanation",
        "points",
        "locked_at",
    ]
    index_view_class = QuestionIndexView
    add_view_class = QuestionCreateView
    edit_view_class = QuestionEditView
    delete_view_class = QuestionDeleteView
    inspect_view_class = QuestionInspectView
    history_view_class = QuestionHistoryView
    usage_view_class = QuestionUsageView
    list_display = [
        "code",
        "version",
        "stem",
        "kind",
        "difficulty",
        Column("lesson", label=gettext_lazy("Lesson")),
        Column("where_used", label=gettext_lazy("Where used"), accessor=where_used),
        Column("facility", label=gettext_lazy("Facility"), accessor=facility),
        Column("discrimination", label=gettext_lazy("Discrimination"), accessor=discrimination),
    ]
    filterset_class = QuestionFilterSet
    ordering = ["bank__code", "code", "version"]
    search_fields = ["code", "stem"]
    search_backend_name = None
    list_per_page = 50

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("use/<int:pk>/", questionpages.use, name="use"),
            path("preview/<int:pk>/", questionpages.preview, name="preview"),
            path("import/", questionpages.import_file, name="import"),
        ]

    permission_policy = BankPolicy(Question, bank_field="bank")
    edit_handler = ObjectList(
        [
            FieldPanel("bank"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("lesson")]),
            FieldRowPanel(
                [FieldPanel("kind"), FieldPanel("difficulty"), FieldPanel("level"), FieldPanel("points")]
            ),
            FieldPanel("stem"),
            InlinePanel(
                "choices",
                label=gettext_lazy("Option"),
                heading=gettext_lazy("Options"),
                help_text=gettext_lazy(
                    "Choices: mark what is right. Matching: an item and its partner in each line. Order: the lines as they "
                    "should stand. A few words: each accepted answer marked as right. A number or a text needs none."
                ),
                panels=[
                    FieldRowPanel([FieldPanel("text"), FieldPanel("match"), FieldPanel("correct")]),
                    FieldPanel("explanation"),
                ],
                max_num=MOST_OPTIONS,
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("number"), FieldPanel("unit")]),
                    FieldRowPanel([FieldPanel("tolerance"), FieldPanel("tolerance_kind")]),
                ],
                heading=gettext_lazy("Only for a number"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [FieldPanel("keep_case")], heading=gettext_lazy("Only for a few words"), classname="collapsed"
            ),
            MultiFieldPanel(
                [
                    FieldPanel("marking_notes"),
                    FieldRowPanel([FieldPanel("words_from"), FieldPanel("words_to")]),
                ],
                heading=gettext_lazy("Only for a text that a person marks"),
                classname="collapsed",
            ),
            FieldPanel("explanation"),
            InlinePanel(
                "principle_links",
                label=gettext_lazy("Principle"),
                heading=gettext_lazy("Principles"),
                panels=[FieldPanel("principle")],
            ),
            MultiFieldPanel([FieldPanel("seen")], classname="w-hidden"),
        ],
        base_form_class=QuestionForm,
    )


class BankIndexView(OwnBanksList, generic.IndexView):
    def get_base_queryset(self):
        newest = Count("questions", filter=Q(questions__successor__isnull=True), distinct=True)
        return super().get_base_queryset().annotate(question_count=newest)


class BankEditView(OwnBanks, generic.EditView):
    pass


class BankHistoryView(OwnBanks, history.HistoryView):
    pass


class BankUsageView(OwnBanks, usage.UsageView):
    pass


class QuestionBankViewSet(ModelViewSet):
    model = QuestionBank
    icon = "list-ul"
    menu_label = gettext_lazy("Question banks")
    copy_view_enabled = False
    index_view_class = BankIndexView
    edit_view_class = BankEditView
    delete_view_class = BankDeleteView
    history_view_class = BankHistoryView
    usage_view_class = BankUsageView
    list_display = [
        "code",
        "title",
        Column("question_count", label=gettext_lazy("Questions"), accessor="question_count"),
    ]
    form_fields = ["code", "title"]
    ordering = ["code"]
    search_fields = ["code", "title"]
    search_backend_name = None
    permission_policy = BankPolicy(QuestionBank, bank_field="pk")


class AssessmentGroup(ModelViewSetGroup):
    menu_label = gettext_lazy("Assessment")
    menu_icon = "tick-inverse"
    menu_order = 210
    items = (QuestionBankViewSet, QuestionViewSet, RubricViewSet)
