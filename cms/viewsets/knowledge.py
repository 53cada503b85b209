"""The menu of glossary terms and readings in the Wagtail admin, and the choosers of readings."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from content.glossary.models import GlossaryTerm
from content.resources.models import OpenResource


class RefusingDeleteView(generic.DeleteView):
    def form_valid(self, form):
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
        ]
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
        ]
    )


class ReadingChooserViewSet(ChooserViewSet):
    model = OpenResource
    icon = "doc-full-inverse"
    choose_one_text = gettext_lazy("Choose a reading")
    choose_another_text = gettext_lazy("Choose another reading")
    edit_item_text = gettext_lazy("Edit this reading")
    per_page = 20


class TermChooserViewSet(ChooserViewSet):
    model = GlossaryTerm
    icon = "openquote"
    choose_one_text = gettext_lazy("Choose a term")
    choose_another_text = gettext_lazy("Choose another term")
    edit_item_text = gettext_lazy("Edit this term")
    per_page = 20


class KnowledgeGroup(ModelViewSetGroup):
    menu_label = gettext_lazy("Knowledge base")
    menu_icon = "folder-inverse"
    menu_order = 220
    items = (GlossaryViewSet, ReadingViewSet)
