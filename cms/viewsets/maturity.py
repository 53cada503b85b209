"""The self-assessment in the Wagtail admin: drafts, versions, publishing. Runs that have begun keep their version."""

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from content.maturity.models import MaturitySheet

_ABOUT = gettext_lazy(
    "What you publish holds for runs that begin afterwards. A run that has begun keeps the version on which it was begun. "
    "Keep the code of a statement when you only word it better; give a new statement a new code."
)


class MaturitySheetViewSet(SnippetViewSet):
    model = MaturitySheet
    icon = "tasks"
    menu_label = gettext_lazy("Self-assessment")
    menu_order = 230
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["__str__", "live"]
    ordering = ["principle__number"]
    edit_handler = ObjectList(
        [HelpPanel(content=_ABOUT), FieldPanel("early"), FieldPanel("intermediate"), FieldPanel("advanced")]
    )
