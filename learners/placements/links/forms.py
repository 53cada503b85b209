"""What a supervisor sends by personal link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.placements.evaluating import Judgement
from learners.placements.papers import Evaluation
from learners.placements.ratings import RATINGS

_YES, _NO = "yes", "no"


class SignatureForm(forms.Form):
    name = forms.CharField(
        label=_("Your full name, as a signature"),
        max_length=120,
        error_messages={"required": _("Type your full name as a signature.")},
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    agreed = forms.BooleanField(
        label=_("I have read the agreement and I sign it for the host"),
        error_messages={"required": _("Say that you have read the agreement and sign it.")},
    )


class RemarksForm(forms.Form):
    text = forms.CharField(
        label=_("Your remarks"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write your text first.")},
    )


class EvaluationForm(forms.Form):
    """Form IF-6. Nothing has to be complete: it is saved by page, and the check says what is missing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for rating in RATINGS:
            anchors = [(str(value), f"{value}. {text}") for value, text in enumerate(rating.anchors, start=1)]
            self.fields[rating.key] = forms.ChoiceField(
                label=rating.label, choices=anchors, required=False, widget=forms.RadioSelect
            )
            self.fields[f"comment_{rating.key}"] = forms.CharField(
                label=_("Comment"), required=False, max_length=500, help_text=_("Needed for 1 and 5.")
            )
        self.fields["strengths"] = _words(_("Strengths"))
        self.fields["advice"] = _words(_("Advice"))
        self.fields["host_again"] = forms.ChoiceField(
            label=_("Would you host again?"),
            choices=[(_YES, _("Yes")), (_NO, _("No"))],
            required=False,
            widget=forms.RadioSelect,
        )

    def judgement(self) -> Judgement:
        data = self.cleaned_data
        return Judgement(
            ratings={rating.key: int(data[rating.key]) for rating in RATINGS if data[rating.key]},
            comments={rating.key: data[f"comment_{rating.key}"] for rating in RATINGS},
            strengths=data["strengths"],
            advice=data["advice"],
            host_again={_YES: True, _NO: False}.get(data["host_again"]),
        )


def _words(label) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Optional."),
    )


def evaluation_values(evaluation: Evaluation | None) -> dict:
    if evaluation is None:
        return {}
    told = {key: str(value) for key, value in evaluation.ratings.items()}
    told |= {f"comment_{key}": text for key, text in evaluation.comments.items()}
    again = {True: _YES, False: _NO}.get(evaluation.host_again, "")  # type: ignore[arg-type]  # empty is neither
    return told | {"strengths": evaluation.strengths, "advice": evaluation.advice, "host_again": again}
