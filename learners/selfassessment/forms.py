"""What the pages of the self-assessment send."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from content.maturity.queries import Sheet
from learners.selfassessment.assessing import LONGEST_NOTE, MOST_WEIGHT, principles_of
from learners.selfassessment.models import ActionItem, AnswerSheet, Assessment

HIGHEST_SEQUENCE = 2_000_000_000
UNKNOWN = "x"
SCALE = (("2", _("True")), ("1", _("Partly true")), ("0", _("Not true of us")), (UNKNOWN, _("Do not know")))


class StartForm(forms.Form):
    administration = forms.CharField(
        label=_("Which administration do you look at?"),
        max_length=120,
        help_text=_("A ministry, a municipality, an agency or a sector, for example “Ministry of Health”."),
        error_messages={"required": _("Enter the administration, organisation or sector that you look at.")},
    )


class AnswersForm(forms.Form):
    """One principle. Nothing in it has to be complete."""

    sequence = forms.IntegerField(min_value=0, max_value=HIGHEST_SEQUENCE, widget=forms.HiddenInput)

    def __init__(self, *args, sheet: Sheet, stored: AnswerSheet | None, **kwargs):
        initial: dict[str, int | str] = {"sequence": stored.sequence + 1 if stored else 1}
        for code, value in (stored.answers if stored else {}).items():
            initial[code] = UNKNOWN if value is None else str(value)
        for code, note in (stored.notes if stored else {}).items():
            initial[f"{code}-note"] = note
        super().__init__(*args, **kwargs)
        self.initial, self.sheet = initial, sheet
        for statement in sheet.statements:
            self.fields[statement.code] = forms.ChoiceField(
                label=statement.text, choices=SCALE, required=False, widget=forms.RadioSelect
            )
            self.fields[f"{statement.code}-note"] = forms.CharField(
                label=_("Evidence: a note or a link"), required=False, max_length=LONGEST_NOTE
            )

    def parts(self):
        """Stage by stage: each statement with its field and the field of its note."""
        for part in self.sheet.parts:
            yield part.stage, [(self[each.code], self[f"{each.code}-note"]) for each in part.statements]

    def given(self) -> dict:
        """What the rule takes."""
        sequence = self.cleaned_data["sequence"]
        return {"answers": self._answers(), "notes": self._notes(), "sequence": sequence}

    def _answers(self) -> dict[str, int | None]:
        """Of the statements that were answered."""
        codes = [statement.code for statement in self.sheet.statements]
        given = {code: self.cleaned_data.get(code, "") for code in codes}
        return {code: None if value == UNKNOWN else int(value) for code, value in given.items() if value}

    def _notes(self) -> dict[str, str]:
        return {each.code: self.cleaned_data.get(f"{each.code}-note", "") for each in self.sheet.statements}


class WeightsForm(forms.Form):
    def __init__(self, *args, assessment: Assessment, titles: Mapping[int, str], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(1, _("Usual")), (2, _("Important")), (MOST_WEIGHT, _("Most important"))]
        for number in principles_of(assessment):
            self.fields[f"w{number}"] = forms.TypedChoiceField(
                label=f"P{number} {titles.get(number, '')}", choices=choices, coerce=int,
                initial=assessment.weights.get(str(number), 1),
            )  # fmt: skip

    def weights(self) -> dict[int, int]:
        return {int(name[1:]): value for name, value in self.cleaned_data.items()}


class InviteForm(forms.Form):
    label = forms.CharField(
        label=_("Whom is the link for?"),
        max_length=80,
        help_text=_("For example “Finance department”. You send the link yourself."),
        error_messages={"required": _("Enter whom the link is for, for example “Finance department”.")},
    )


class SendForm(forms.Form):
    consent = forms.BooleanField(
        label=_("The person who invited me may see my answers one by one"),
        required=False,
        help_text=_("Without it that person sees only what all answers together amount to."),
    )


class ActionForm(forms.Form):
    text = forms.CharField(
        label=_("What will be done"), widget=forms.Textarea(attrs={"rows": 3}), max_length=600
    )
    doer = forms.CharField(label=_("Who does it"), max_length=120, required=False)
    due_on = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        error_messages={"invalid": _("Enter a date, for example 2027-06-30.")},
    )  # fmt: skip
    state = forms.ChoiceField(label=_("How far it is"), choices=ActionItem.State.choices)
