"""What co-ordinators, examiners and the programme office write about internships."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from courses.cohorts.models import TeachingRole
from learners.placements.agreeing import Terms
from learners.placements.agreement_words import LANGUAGES
from learners.placements.changing import Project
from learners.placements.forms import DayField, HostFields
from learners.placements.models import Host, Mode, Placement
from learners.placements.papers import Midpoint
from learners.placements.vivas import Outcome

_RATED = {"rows": 3}


def _text(label, *, required: bool = False, **more) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=4000, widget=forms.Textarea(_RATED), **more
    )


class NoWords(forms.Form):
    pass


class AnswerForm(forms.Form):
    answer = _text(_("Answer to the learner"))


class ReasonForm(forms.Form):
    reason = _text(_("Reason"), required=True)


class TermsForm(forms.Form):
    """The rest of the agreement. The same fields amend it."""

    place = forms.CharField(label=_("Place"), max_length=120)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=120)
    task = _text(_("Task"), required=True)
    supervisor_name = forms.CharField(label=_("Supervisor"), max_length=120)
    supervisor_function = forms.CharField(label=_("Function"), max_length=120)
    supervisor_email = forms.EmailField(label=_("Supervisor's e-mail address"))
    paid = forms.BooleanField(label=_("The host pays"), required=False)
    pay = forms.CharField(label=_("How much is paid"), max_length=120, required=False)
    insurance = forms.CharField(label=_("Insurance"), max_length=300)
    language = forms.ChoiceField(
        label=_("Language of the document"), choices=[(each, each) for each in LANGUAGES]
    )

    def terms(self) -> Terms:
        return Terms(
            **{name: value for name, value in self.cleaned_data.items() if name not in ("language", "reason")}
        )


class AmendForm(TermsForm):
    reason = forms.CharField(label=_("Why it is amended"), max_length=300)
    field_order = ["reason"]


class SignForm(forms.Form):
    name = forms.CharField(label=_("Your full name, as a signature"), max_length=120)
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReviewForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=[("", _("Choose one")), *Midpoint.Decision.choices]
    )
    answer = _text(_("Words to the learner"))


class EndForm(forms.Form):
    ending = forms.ChoiceField(
        label=_("Why it ends"),
        choices=[
            ("", _("Choose one")),
            *(each for each in Placement.Ending.choices if each[0] != "withdrawn"),
        ],
    )
    reason = _text(_("What happened"), required=True)


class MessageForm(forms.Form):
    to = forms.ChoiceField(
        label=_("To"),
        choices=[("learner", _("The learner")), ("supervisor", _("The supervisor, with a new link"))],
    )
    message = _text(_("Message"), required=True)


class ExtendForm(ReasonForm):
    weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=8)
    field_order = ["weeks"]


class ProjectForm(forms.Form):
    task = _text(_("Project"), required=True)
    supervisor_name = forms.CharField(label=_("Who supervises it"), max_length=120)
    supervisor_email = forms.EmailField(label=_("Supervisor's e-mail address"))
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=120)

    def project(self) -> Project:
        return Project(**self.cleaned_data)


class EntryForm(ReasonForm):
    entry = forms.IntegerField(widget=forms.HiddenInput)
    deed = forms.ChoiceField(
        label=_("Decision"), choices=[("accept", _("They count")), ("reject", _("They do not count"))]
    )
    field_order = ["entry", "deed"]


class HostForm(HostFields):
    capacity = forms.IntegerField(label=_("Learners at the same time"), min_value=1, max_value=100, initial=2)
    notes = _text(_("Notes for staff"))
    state = forms.ChoiceField(label=_("State"), choices=Host.State.choices)


class NewHostForm(HostFields):
    distinct = forms.BooleanField(label=_("It is another organisation than the similar ones"), required=False)


class MergeForm(forms.Form):
    prefix = "merge"
    into = forms.ModelChoiceField(label=_("Into which host"), queryset=Host.objects.none())

    def __init__(self, *args, host: Host, **kwargs):
        super().__init__(*args, **kwargs)
        others = Host.objects.filter(country=host.country, merged_into=None).exclude(pk=host.pk)
        self.fields["into"] = forms.ModelChoiceField(
            label=_("Into which host"), queryset=others.order_by("name", "pk"), empty_label=_("Choose a host")
        )


class OfferForm(forms.Form):
    prefix = "offer"
    title = forms.CharField(label=_("Title"), max_length=120)
    task = _text(_("Task"), required=True)
    mode = forms.ChoiceField(label=_("Where"), choices=Mode.choices)
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=100, initial=1)
    open_until_on = DayField(label=_("Open until"))


class SlotForm(forms.Form):
    """A time for a viva, in the cohort's zone."""

    day = DayField(label=_("Day"))
    hour = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput({"type": "time", "class": "short"}),
        error_messages={"invalid": _("Enter a time, for example 14:30.")},
    )  # fmt: skip
    minutes = forms.IntegerField(label=_("Minutes"), min_value=10, max_value=60, initial=20)
    room = forms.CharField(label=_("Call or place"), max_length=200)
    first = forms.ModelChoiceField(label=_("First examiner"), queryset=User.objects.none())
    second = forms.ModelChoiceField(label=_("Second examiner"), queryset=User.objects.none())

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        # Whoever only coordinates enters no grades, and so could not sign (role table, row 17).
        roles = cohort.teaching_roles.exclude(kind=TeachingRole.Kind.COORDINATOR)
        team = User.objects.filter(teaching_roles__in=roles).distinct().order_by("name", "pk")
        for name, label in (("first", _("First examiner")), ("second", _("Second examiner"))):
            self.fields[name] = forms.ModelChoiceField(
                label=label, queryset=team, empty_label=_("Choose a person")
            )


class RecordForm(forms.Form):
    """Form IF-8, by one examiner."""

    questions = _text(_("Questions that you asked"), required=True)
    reasons = _text(_("Reasons for your points"), required=True)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", _("Choose one")), *Outcome.choices])

    def __init__(self, *args, criteria, **kwargs):
        super().__init__(*args, **kwargs)
        self._count = len(criteria)
        points = {
            f"points_{number}": forms.IntegerField(
                label=f"{criterion['title']} ({criterion['weight']} %)",
                help_text=f"90: {criterion['excellent']}. 60: {criterion['pass']}. < 50: {criterion['fail']}.",
                min_value=0,
                max_value=100,
                widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
            )
            for number, criterion in enumerate(criteria)
        }
        self.fields = {"questions": self.fields["questions"]} | points | self.fields

    def points(self) -> list[int]:
        return [self.cleaned_data[f"points_{number}"] for number in range(self._count)]
