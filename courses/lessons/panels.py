"""The panel in the editor that lists what the saved draft still lacks."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from courses.lessons.checking import findings, minutes_to_study, word_count


class ChecksPanel(Panel):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"heading": _("Checks"), "icon": "glasses"} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/checks_panel.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            body = self.instance.body
            found = findings(body)
            return context | {
                "missing": [finding for finding in found if finding.blocking],
                "advice": [finding for finding in found if not finding.blocking],
                "minutes": minutes_to_study(body),
                "words": word_count(body),
            }
