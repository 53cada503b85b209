"""The menu of mail texts in the Wagtail admin, for superusers (role table, row 45)."""

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet

from learners.notices.kinds import BY_KEY
from learners.notices.models import MailText
from learners.notices.trying import example_of, send_test
from learners.notices.wording import UnknownName, require_known_names


class MailTextForm(WagtailAdminModelForm):
    def clean(self):
        cleaned = super().clean()
        kind = BY_KEY.get(self.instance.kind)
        if kind is None:  # of an older version of the software
            return cleaned
        for field in ("subject", "body"):
            try:
                require_known_names(kind, cleaned.get(field, ""))
            except UnknownName as refusal:
                self.add_error(field, str(refusal))
        return cleaned

    def save(self, commit=True):
        self.instance.edited = True
        return super().save(commit)


class NamesPanel(HelpPanel):
    """What this mail may name, with an example each."""

    class BoundPanel(HelpPanel.BoundPanel):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            kind = BY_KEY.get(self.instance.kind)
            names = kind.variables.items() if kind else ()
            rows = format_html_join("", "<li><code>{{{}}}</code>: {}</li>", names)
            self.content = format_html_join(
                "", "<p>{}</p><ul>{}</ul>", [(_("Names that are filled in:"), rows)]
            )


def label_of(text: MailText) -> str:
    """In words; the key for a kind of an older version of the software."""
    return BY_KEY[text.kind].label if text.kind in BY_KEY else text.kind


class MailTextEditView(EditView):
    """Beside saving: look at the text with its examples, or get it as a mail. Neither saves anything."""

    def get_page_subtitle(self):
        return label_of(self.object)

    def form_valid(self, form):
        kind, request = BY_KEY.get(self.object.kind), self.request
        if kind is None or not {"preview", "send_test"} & set(request.POST):
            return super().form_valid(form)
        self.form = form
        typed = {name: form.cleaned_data[name] for name in ("subject", "body")}
        if "send_test" in request.POST:
            send_test(kind, **typed, to=request.user)
            messages.success(
                request, _("A test is on its way to %s. Nothing is saved yet.") % request.user.email
            )
        return self.render_to_response(self.get_context_data(form=form, typed=typed))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        kind, text = BY_KEY.get(self.object.kind), self.object
        if kind:
            typed = context.get("typed") or {"subject": text.subject, "body": text.body}
            words = example_of(kind, **typed)
            context |= {"kind": kind, "example": words, "example_size": len(words.body.encode())}
        return context


class MailTextViewSet(ModelViewSet):
    model = MailText
    edit_view_class = MailTextEditView
    edit_template_name = "cms/admin/mail_text.html"
    icon = "mail"
    menu_label = gettext_lazy("Mail texts")
    menu_order = 800
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = [
        TitleColumn(
            "label",
            label=gettext_lazy("Mail"),
            accessor=label_of,
            get_url=lambda text: reverse("mailtext:edit", args=[text.pk]),
        ),
        "subject",
        "edited",
    ]
    ordering = ["kind"]
    search_fields = ["kind", "subject", "body"]
    search_backend_name = None
    edit_handler = ObjectList(
        [FieldPanel("subject"), FieldPanel("body"), NamesPanel()], base_form_class=MailTextForm
    )
