"""The menu of mail texts in the Wagtail admin, for superusers (role table, row 45)."""

from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from learners.notices.kinds import BY_KEY
from learners.notices.models import MailText
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


class MailTextViewSet(ModelViewSet):
    model = MailText
    icon = "mail"
    menu_label = gettext_lazy("Mail texts")
    menu_order = 800
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["kind", "subject", "edited"]
    ordering = ["kind"]
    search_fields = ["kind", "subject", "body"]
    search_backend_name = None
    edit_handler = ObjectList(
        [FieldPanel("subject"), FieldPanel("body"), NamesPanel()], base_form_class=MailTextForm
    )
