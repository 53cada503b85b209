"""What the admissions desk is told: filters, dates, scores, decisions."""

from datetime import UTC, datetime, time
from typing import cast

from django import forms
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from courses.cohorts.models import Cohort
from learners.admissions.countries import Group, Region
from learners.admissions.models import Application, Review
from learners.admissions.scoring import WEIGHTS

_PARTS = (("region", Region), ("sector", Application.Sector), ("country_group", Group))


class PipelineFilter(forms.Form):
    find = forms.CharField(
        label=_("Name, reference, organisation"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    region = forms.ChoiceField(label=_("Region"), required=False, choices=[("", _("All")), *Region.choices])
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("All")), *Application.Sector.choices]
    )
    country_group = forms.ChoiceField(
        label=_("Country group"), required=False, choices=[("", _("All")), *Group.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All sent")), *Application.State.choices]
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("First sent first")), ("score", _("Best score first"))],
    )


class IntakeForm(forms.Form):
    opens_on = forms.DateField(
        label=_("Opens on"),
        help_text=_("At 00:00 UTC."),
        widget=forms.SelectDateWidget,
        error_messages={
            "required": _("Enter the opening date."),
            "invalid": _("Choose a day, a month and a year that exist."),
        },
    )
    closes_on = forms.DateField(
        label=_("Closes on"),
        help_text=_("At 23:59 UTC, before the cohort starts."),
        widget=forms.SelectDateWidget,
        error_messages={
            "required": _("Enter the closing date."),
            "invalid": _("Choose a day, a month and a year that exist."),
        },
    )
    answer_days = forms.IntegerField(
        label=_("Days to answer an offer"),
        initial=14,
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            name: _("Enter a number of days from 1 to 60.")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )

    def __init__(self, *args, intake=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = _initial(intake) if intake else {}
        years = range(intake.opens_at.year if intake else localdate().year, localdate().year + 4)
        for name in ("opens_on", "closes_on"):
            self.fields[name].widget = forms.SelectDateWidget(years=years)
        for part, choices in _PARTS:
            for value, label in choices.choices:
                self.fields[f"{part}-{value}"] = _percent(label)

    def clean(self):
        for part, choices in _PARTS:
            names = [f"{part}-{value}" for value in choices.values]
            if sum(self.cleaned_data.get(name) or 0 for name in names) > 100:
                self.add_error(names[0], _("Targets of one group come to more than 100 per cent."))
        return self.cleaned_data

    def dates(self) -> list:
        return [self[name] for name in self.fields if "-" not in name]

    def groups(self) -> list:
        """The targets, part by part."""
        titles = (_("Targets by region"), _("Targets by sector"), _("Targets by country group"))
        return [
            (title, [self[f"{part}-{value}"] for value in choices.values])
            for title, (part, choices) in zip(titles, _PARTS, strict=True)
        ]

    @cached_property
    def values(self) -> dict:
        """As the rule takes them."""
        told = self.cleaned_data
        return {
            "opens_at": datetime.combine(told["opens_on"], time.min, UTC),
            "closes_at": datetime.combine(told["closes_on"], time(23, 59), UTC),
            "answer_days": told["answer_days"],
            "targets": {
                part: {
                    value: told[f"{part}-{value}"]
                    for value in choices.values
                    if told[f"{part}-{value}"] is not None
                }
                for part, choices in _PARTS
            },
        }


class NewIntakeForm(IntakeForm):
    cohort = forms.ModelChoiceField(
        label=_("Cohort"),
        queryset=Cohort.objects.none(),
        to_field_name="code",
        error_messages={
            "required": _("Choose a cohort."),
            "invalid_choice": _("Choose a cohort that has no intake."),
        },
    )
    field_order = ("cohort", "opens_on", "closes_on", "answer_days")

    def __init__(self, *args, cohorts, **kwargs):
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["cohort"]).queryset = cohorts


def _percent(label) -> forms.IntegerField:
    wrong = _("Enter a whole number from 0 to 100, or nothing.")
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


def _initial(intake) -> dict:
    targets = {
        f"{part}-{value}": intake.targets.get(part, {}).get(value)
        for part, choices in _PARTS
        for value in choices.values
    }
    return targets | {
        "opens_on": intake.opens_at.date(),
        "closes_on": intake.closes_at.date(),
        "answer_days": intake.answer_days,
    }


def _score(label) -> forms.IntegerField:
    wrong = _("Enter a whole number from 0 to 100.")
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "short", "min": 0, "max": 100}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )


def _note() -> forms.CharField:
    return forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


_CRITERIA = {
    "relevance": _("Relevance of role and task to e-governance (35 %)"),
    "motivation": _("Motivation and expected use of learning (25 %)"),
    "readiness": _("Experience and readiness for study (20 %)"),
    "diversity": _("Contribution to the diversity of the cohort (20 %)"),
}


class ScoreForm(forms.Form):
    prefix = "score"

    def __init__(self, *args, review: Review | None = None, **kwargs):
        names = [name for each in WEIGHTS for name in (each, f"{each}_note")]
        own = {name: getattr(review, name) for name in names} if review else None
        super().__init__(*args, **kwargs)
        self.initial = own or {}
        for name in WEIGHTS:
            self.fields[name] = _score(_CRITERIA[name])
            self.fields[f"{name}_note"] = _note()


class ConflictForm(forms.Form):
    prefix = "conflict"
    reason = forms.CharField(
        label=_("How do you know the applicant?"),
        max_length=300,
        widget=forms.TextInput,
        error_messages={"required": _("Enter how you know the applicant. Colleagues read it.")},
    )


class DecisionForm(forms.Form):
    letter = forms.CharField(
        label=_("Letter"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("The applicant reads exactly this, on the application page and in the mail."),
        error_messages={"required": _("Enter the letter. The applicant reads it with the decision.")},
    )
    reason = forms.CharField(
        label=_("Reason for the file"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "The applicant does not see it. It is needed for an offer before two readers have scored."
        ),
    )
    seen = forms.ChoiceField(choices=Application.State.choices, widget=forms.HiddenInput)
