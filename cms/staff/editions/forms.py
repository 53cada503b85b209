"""What the desk of editions is told."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.editions.models import Edition
from courses.programme.models import AwardPolicy


def _edition(label) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label, queryset=Edition.objects.order_by("-number", "-pk"), empty_label=None
    )


class CompareForm(forms.Form):
    old = _edition(_("Older edition"))
    new = _edition(_("Newer edition"))

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("old") and cleaned.get("old") == cleaned.get("new"):
            raise ValidationError(_("Choose two different editions."))
        return cleaned


class FreezeForm(forms.Form):
    policy = forms.ModelChoiceField(
        label=_("Award policy"),
        queryset=AwardPolicy.objects.select_related("programme").order_by("programme", "pk"),
        empty_label=_("Choose a policy"),
        help_text=_("The rules by which cohorts of this edition are awarded. They are frozen too."),
        error_messages={
            "required": _("Choose an award policy. Load the programme first if there is none."),
            "invalid_choice": _("Choose an award policy of the list."),
        },
    )
    label = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("For example Spring 2027."),
        error_messages={"required": _("Enter a name for the edition.")},
    )
