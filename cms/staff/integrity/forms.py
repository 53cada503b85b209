"""What staff write in an integrity case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.integrity.forms import LONGEST
from learners.integrity.models import Outcome


class EvidenceForm(forms.Form):
    evidence = forms.CharField(
        label=_("What you saw"),
        help_text=_(
            "With places and sources. The learner reads it and may reply. Write what you see, not what you guess."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Describe what you saw and where: the learner has to be able to reply.")
        },
    )


class FlagForm(EvidenceForm):
    def __init__(self, *args, works, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["work"] = forms.ChoiceField(
            label=_("Work"),
            choices=[("", _("Choose a work")), *works],
            error_messages={"required": _("Choose the work.")},
        )
        self.order_fields(["work", "evidence"])


class ReasonsForm(forms.Form):
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Give the reasons: the learner reads them.")},
    )


class DecisionForm(ReasonsForm):
    def __init__(self, *args, outcomes=tuple(Outcome), **kwargs):
        super().__init__(*args, **kwargs)
        known = [(each.value, each.label) for each in outcomes]
        self.fields["outcome"] = forms.ChoiceField(
            label=_("Outcome"),
            choices=[("", _("Choose an outcome")), *known],
            error_messages={"required": _("Choose an outcome.")},
        )
        self.order_fields(["outcome", "reasons"])


class AppealForm(ReasonsForm):
    upheld = forms.ChoiceField(
        label=_("Decision on the appeal"),
        choices=[
            ("", _("Choose")),
            ("no", _("The decision stands")),
            ("yes", _("The decision is taken back")),
        ],
        error_messages={"required": _("Choose a decision.")},
    )
    field_order = ["upheld", "reasons"]
