"""What learners and supervisors send about an internship. Shape only; the rules decide the rest."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.admissions.countries import COUNTRIES
from learners.placements.entering import Work
from learners.placements.hosting import HostFacts
from learners.placements.logbook import QUARTERS, Category
from learners.placements.models import Mode, Placement, Sector
from learners.placements.papers import Objective, Plan
from learners.placements.planning import MOST, Aim, Written
from learners.placements.proposing import Proposal
from learners.placements.reviewing import Progress, Review

_LONG = 4000
_HOURS = _("Enter hours between 0.25 and 10, for example 2.5.")


def _text(label, *, rows: int = 3, required: bool = True, most: int = _LONG, **more) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, widget=forms.Textarea({"rows": rows}), **more
    )


class DayField(forms.DateField):
    """A day by the browser's own calendar."""

    def __init__(self, **more):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
        super().__init__(
            widget=widget,
            input_formats=["%Y-%m-%d", "%d.%m.%Y"],
            error_messages={"invalid": _("Enter a day, for example 2027-05-31.")},
            **more,
        )


class HostFields(forms.Form):
    host_name = forms.CharField(label=_("Name of the host"), max_length=160)
    sector = forms.ChoiceField(label=_("Sector"), choices=[("", _("Choose one")), *Sector.choices])
    country = forms.ChoiceField(
        label=_("Country"),
        choices=[("", _("Choose a country")), *((each.code, each.name) for each in COUNTRIES.values())],
    )
    place = forms.CharField(label=_("Place"), max_length=120)

    def host(self) -> HostFacts:
        data = self.cleaned_data
        return HostFacts(data["host_name"], data["sector"], data["country"], data["place"])


class ProposalForm(HostFields):
    """Form IF-1."""

    supervisor_name = forms.CharField(label=_("Supervisor's name"), max_length=120)
    supervisor_function = forms.CharField(label=_("Supervisor's function"), max_length=120)
    supervisor_email = forms.EmailField(
        label=_("Supervisor's e-mail address at work"),
        help_text=_("Personal links go to this address and to no other."),
    )
    task = _text(_("Task that you propose"), rows=6, help_text=_("Up to 200 words."))
    benefit = _text(_("What the host gains from it"))
    mode = forms.ChoiceField(label=_("Where you work"), choices=Mode.choices, widget=forms.RadioSelect)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    hours = forms.IntegerField(
        label=_("Hours at this host, of 120"),
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
        initial=120,
    )
    own_employer = forms.BooleanField(label=_("The host is my employer"), required=False)
    outside_duties = forms.BooleanField(
        label=_("The task is outside my routine duties"),
        required=False,
        help_text=_("Needed at your own employer."),
    )
    independent = forms.BooleanField(
        label=_("The supervisor is neither a relative nor a subordinate of mine"),
        required=False,
        help_text=_("Needed at your own employer."),
    )
    conflict = _text(
        _("Conflicts of interest"),
        rows=2,
        required=False,
        help_text=_("Name everything that others could see as one. Empty: there is none."),
    )
    may_contact = forms.BooleanField(label=_("The programme may write to the host"), required=False)

    def proposal(self) -> Proposal:
        data = {key: value for key, value in self.cleaned_data.items() if key not in HostFields.base_fields}
        return Proposal(host=self.host(), **data)


class OfferedForm(ProposalForm):
    """For an offer: the host is known."""

    def __init__(self, *args, offer, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer = offer
        for name in HostFields.base_fields:
            del self.fields[name]

    def host(self) -> HostFacts:
        host = self._offer.host
        return HostFacts(host.name, host.sector, host.country, host.place)


def proposed_values(placement: Placement) -> dict:
    """What stands in the form when a proposal is changed."""
    names = [name for name in ProposalForm.base_fields if hasattr(placement, name)]
    told = {name: getattr(placement, name) for name in names}
    host = placement.host
    if host:
        told |= {"host_name": host.name, "sector": host.sector, "country": host.country, "place": host.place}
    return told | {"may_contact": True}


class SignForm(forms.Form):
    name = forms.CharField(
        label=_("Your full name, as a signature"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Type your full name as a signature.")},
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField(
        label=_("I have read the agreement and I sign it"),
        error_messages={"required": _("Say that you have read the agreement and sign it.")},
    )


class UploadForm(forms.Form):
    prefix = "upload"
    party = forms.ChoiceField(
        label=_("Who has signed"),
        choices=[("host", _("The host")), ("learner", _("I myself"))],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Name of the person who signed"), max_length=120)
    way = forms.ChoiceField(
        label=_("How"),
        choices=[("scan", _("Page signed by hand, as scan or photo")), ("pdf", _("Signed PDF"))],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label=_("The file"), help_text=_("PDF, JPEG or PNG, up to 10 MB."))


class AimForm(forms.Form):
    text = forms.CharField(label=_("Objective"), required=False, max_length=300)
    deliverable = forms.CharField(label=_("What you hand over"), required=False, max_length=200)
    evidence = forms.CharField(
        label=_("How it can be seen that it is reached"), required=False, max_length=200
    )
    risk = forms.CharField(label=_("What could prevent it"), required=False, max_length=200)
    due_on = DayField(label=_("Until"), required=False)

    def __init__(self, *args, principles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["principles"] = forms.TypedMultipleChoiceField(
            label=_("Principles that it serves"),
            required=False,
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            choices=principles,
        )

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.values())

    def clean(self):
        if (
            self.cleaned_data.get("text")
            and not self.cleaned_data.get("due_on")
            and "due_on" not in self.errors
        ):
            self.add_error("due_on", _("Enter a day."))
        return self.cleaned_data

    def aim(self) -> Aim:
        data = self.cleaned_data
        texts = {name: data[name] for name in ("text", "deliverable", "evidence", "risk")}
        return Aim(**texts, due_on=data["due_on"], principles=tuple(data["principles"]))


class PlanForm(forms.Form):
    """Form IF-3 without its objectives, which are forms of their own."""

    resources = _text(_("Resources and access that you need"), rows=2)
    capstone = _text(_("Link to your capstone"), rows=2)
    meetings = _text(_("When you meet your supervisor"), rows=2, help_text=_("At least every two weeks."))

    def __init__(self, *args, principles, plan: Plan | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.aims = [
            AimForm(
                self.data if self.is_bound else None,
                prefix=f"aim-{number}",
                principles=principles,
                initial=_written_aim(plan, number),
            )
            for number in range(1, MOST + 1)
        ]

    def is_valid(self) -> bool:
        aims = [aim.is_valid() for aim in self.aims]
        return super().is_valid() and all(aims)

    def written(self) -> Written:
        data = self.cleaned_data
        aims = tuple(aim.aim() for aim in self.aims if not aim.is_empty and aim.cleaned_data.get("due_on"))
        return Written(aims, data["resources"], data["capstone"], data["meetings"])


def _written_aim(plan: Plan | None, number: int) -> dict:
    aims: list[Objective] = list(plan.objectives.all()) if plan else []
    found = next((aim for aim in aims if aim.number == number), None)
    names = ("text", "deliverable", "evidence", "risk", "due_on", "principles")
    return {name: getattr(found, name) for name in names} if found else {}


class HoursForm(forms.Form):
    """Form IF-4."""

    done_on = DayField(label=_("Day"))
    hours = forms.DecimalField(
        label=_("Hours"),
        min_value=Decimal("0.25"),
        max_value=10,
        decimal_places=2,
        widget=forms.NumberInput({"class": "short", "step": "0.25", "inputmode": "decimal"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value", "max_decimal_places"), _HOURS
        ),
    )
    category = forms.ChoiceField(label=_("Kind of work"), choices=Category.choices)
    objective = forms.TypedChoiceField(label=_("Objective"), coerce=int, empty_value=None, required=False)
    activity = _text(
        _("What you did"), rows=3, most=800, help_text=_("Up to 60 words. No personal or secret data.")
    )
    with_supervisor = forms.BooleanField(label=_("Live contact with my supervisor"), required=False)
    late_reason = forms.CharField(
        label=_("Why so late"),
        required=False,
        max_length=300,
        help_text=_("Only for days more than 21 days ago."),
    )
    evidence_url = forms.URLField(
        label=_("Link to evidence"), required=False, max_length=300, assume_scheme="https"
    )
    evidence = forms.FileField(
        label=_("File as evidence"), required=False, help_text=_("PDF, JPEG or PNG, up to 10 MB.")
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, objectives, placements=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["objective"] = forms.TypedChoiceField(
            label=_("Objective"),
            coerce=int,
            empty_value=None,
            required=False,
            choices=[("", _("None")), *objectives],
        )
        if len(placements) > 1:
            field = forms.ChoiceField(label=_("Host"), choices=placements)
            self.fields = {"placement": field} | self.fields

    def clean_hours(self):
        hours = self.cleaned_data["hours"]
        if hours * QUARTERS % 1:
            raise forms.ValidationError(_("Enter quarters of an hour: 0.25, 0.5, 0.75 or 1."))
        return hours

    def work(self) -> Work:
        data = self.cleaned_data
        upload = data.get("evidence")
        names = (
            "client_id", "done_on", "category", "activity", "objective", "with_supervisor", "late_reason", "evidence_url"
        )  # fmt: skip
        told = {name: data[name] for name in names}
        return Work(quarters=int(data["hours"] * QUARTERS), evidence=upload.read() if upload else b"", **told)


class MidpointForm(forms.Form):
    """Form IF-5, the learner's part."""

    works = _text(_("What works"))
    does_not = _text(_("What does not work"))
    changes = _text(_("Changes that you have agreed"), required=False)
    wellbeing = _text(_("How you are, and whether it is safe"), rows=2)
    remarks = _text(_("Other remarks"), rows=2, required=False)

    def __init__(self, *args, objectives, **kwargs):
        super().__init__(*args, **kwargs)
        self._numbers = [number for number, _text in objectives]
        asked = {
            f"progress_{number}": forms.ChoiceField(
                label=text, choices=Progress.choices, widget=forms.RadioSelect
            )
            for number, text in objectives
        }
        self.fields = asked | self.fields

    def review(self) -> Review:
        data = self.cleaned_data
        progress = {number: data[f"progress_{number}"] for number in self._numbers}
        texts = {name: data[name] for name in ("works", "does_not", "changes", "wellbeing", "remarks")}
        return Review(progress=progress, **texts)


class WordsForm(forms.Form):
    text = _text(_("Your words"), rows=4, error_messages={"required": _("Write your text first.")})
