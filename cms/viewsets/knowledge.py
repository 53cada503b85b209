"""The menu of glossary terms and readings in the Wagtail admin, and the choosers of readings."""

from django import forms
from django.contrib import messages
from django.db.models import ProtectedError, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.models import Locale

from content.glossary.models import GlossaryTerm
from content.resources.models import OpenResource


class OncePerLanguageForm(WagtailAdminModelForm):
    """The language is no field of the form, so the database's own law would answer with an error page."""

    key: str

    def clean(self):
        cleaned = super().clean()
        locale_id = self.instance.locale_id or Locale.get_default().pk
        same = type(self.instance).objects.filter(**{self.key: cleaned.get(self.key), "locale_id": locale_id})
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error(self.key, _("There is one with this already. Enter another one."))
        return cleaned


class TermForm(OncePerLanguageForm):
    key = "slug"


class ReadingForm(OncePerLanguageForm):
    key = "code"


class RefusingDeleteView(generic.DeleteView):
    def form_valid(self, form):
        self.usage = None  # Wagtail would refuse without saying why
        try:
            return super().form_valid(form)
        except ProtectedError:
            refusal = _("“%(name)s” is still used by a lesson. It cannot be deleted.") % {"name": self.object}
            messages.error(self.request, refusal)
            return redirect(reverse(self.index_url_name))


class GlossaryViewSet(ModelViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = gettext_lazy("Glossary")
    copy_view_enabled = False
    list_display = ["term", "definition", Column("principle", label=gettext_lazy("Principle"))]
    list_filter = ["principle"]
    ordering = ["term", "pk"]
    search_fields = ["term", "definition"]
    search_backend_name = None
    delete_view_class = RefusingDeleteView
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("term"), FieldPanel("slug")]),
            FieldPanel("definition"),
            FieldPanel("origin"),
            FieldPanel("principle"),
        ],
        base_form_class=TermForm,
    )


class ReadingViewSet(ModelViewSet):
    model = OpenResource
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Readings")
    copy_view_enabled = False
    list_display = ["title", "creator", "year", "record_type", "verification"]
    list_filter = ["verification", "record_type", "language"]
    ordering = ["title", "pk"]
    search_fields = ["title", "creator", "code", "abstract"]
    search_backend_name = None
    delete_view_class = RefusingDeleteView
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("record_type"), FieldPanel("collection")]),
            FieldRowPanel([FieldPanel("creator"), FieldPanel("publisher_or_department")]),
            FieldRowPanel(
                [FieldPanel("year"), FieldPanel("date"), FieldPanel("pages"), FieldPanel("language")]
            ),
            FieldPanel("abstract"),
            FieldPanel("url"),
            MultiFieldPanel(
                [
                    FieldPanel("verification"),
                    FieldPanel("peer_reviewed"),
                    FieldPanel("rights"),
                    FieldPanel("attachment"),
                ],
                heading=gettext_lazy("Source"),
            ),
        ],
        base_form_class=ReadingForm,
    )


class WordsFilterForm(BaseFilterForm):
    """Finds by words in the rows themselves, whatever the state of the search index."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False)
    searched: tuple[str, ...]

    def filter(self, objects):
        self.search_query = self.cleaned_data.get("q")
        if not self.search_query:
            return objects
        self.is_searching = True
        found = Q(pk__in=[])
        for name in self.searched:
            found |= Q(**{f"{name}__icontains": self.search_query})
        return objects.filter(found)


class ReadingFilterForm(WordsFilterForm):
    searched = ("title", "creator", "code")


class TermFilterForm(WordsFilterForm):
    searched = ("term", "definition")


class ReadingChooseView(chooser.ChooseView):
    filter_form_class, ordering = ReadingFilterForm, ["title", "pk"]


class ReadingChooseResultsView(chooser.ChooseResultsView):
    filter_form_class, ordering = ReadingFilterForm, ["title", "pk"]


class TermChooseView(chooser.ChooseView):
    filter_form_class, ordering = TermFilterForm, ["term", "pk"]


class TermChooseResultsView(chooser.ChooseResultsView):
    filter_form_class, ordering = TermFilterForm, ["term", "pk"]


class ReadingChooserViewSet(ChooserViewSet):
    model = OpenResource
    icon = "doc-full-inverse"
    choose_one_text = gettext_lazy("Choose a reading")
    choose_another_text = gettext_lazy("Choose another reading")
    edit_item_text = gettext_lazy("Edit this reading")
    choose_view_class = ReadingChooseView
    choose_results_view_class = ReadingChooseResultsView
    per_page = 20


class TermChooserViewSet(ChooserViewSet):
    model = GlossaryTerm
    icon = "openquote"
    choose_one_text = gettext_lazy("Choose a term")
    choose_another_text = gettext_lazy("Choose another term")
    edit_item_text = gettext_lazy("Edit this term")
    choose_view_class = TermChooseView
    choose_results_view_class = TermChooseResultsView
    per_page = 20


class KnowledgeGroup(ModelViewSetGroup):
    menu_label = gettext_lazy("Knowledge base")
    menu_icon = "folder-inverse"
    menu_order = 220
    items = (GlossaryViewSet, ReadingViewSet)
