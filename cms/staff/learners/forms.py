"""What staff enter on a learner's record."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.cohorts.models import Cohort
from courses.cohorts.queries import later_cohorts, other_cohorts
from learners.enrolment.extending import EXTRA_TIME, MOST_DAYS_OF_PLAN
from learners.enrolment.models import Outstanding
from learners.grades.resitting import FailedComponent
from learners.progress.silence import LEVELS

ALL_WORK = "all"
_REASON = _("Write the reason in one sentence.")


class LearnerFilter(forms.Form):
    name = forms.CharField(
        label=_("Name or e-mail"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    cohort = forms.ChoiceField(label=_("Cohort"), required=False)
    silent = forms.ChoiceField(
        label=_("Without activity"),
        required=False,
        choices=[
            ("", _("Everyone")),
            *((level.days, _("%s days or more") % level.days) for level in reversed(LEVELS)),
        ],
    )

    def __init__(self, *args, cohorts: list[Cohort], by_address: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not by_address:
            self.fields["name"].label = _("Name")
        field: forms.ChoiceField = self.fields["cohort"]  # type: ignore[assignment]  # as declared above
        field.choices = [("", _("All cohorts")), *((each.code, each.title) for each in cohorts)]


def _reason(hint="") -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), max_length=200, help_text=hint, error_messages={"required": _REASON}
    )


class ExtendForm(forms.Form):
    prefix = "extend"
    what = forms.ChoiceField(label=_("What gets more time"))
    days = forms.IntegerField(
        label=_("More days"),
        min_value=1,
        max_value=MOST_DAYS_OF_PLAN,
        initial=14,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={
            key: _("Enter between 1 and 28 days. Longer is a deferral to the next cohort.")
            for key in ("required", "invalid", "min_value", "max_value")
        },
    )
    reason = _reason(_("The learner reads it beside the dates."))

    def __init__(self, *args, works: list, **kwargs):
        super().__init__(*args, **kwargs)
        field: forms.ChoiceField = self.fields["what"]  # type: ignore[assignment]  # as declared above
        field.choices = [
            (ALL_WORK, _("All remaining work")),
            *((task.planned.code, task.planned.title) for task in works if not task.completed_at),
        ]


class ResitForm(forms.Form):
    """For one failed component."""

    works = forms.MultipleChoiceField(
        label=_("What is done again"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one work."),
            "invalid_choice": _("Choose a work of the list."),
        },
    )
    due_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        help_text=_("Until 23:59 in the last time zone on Earth. The resit exam is in week 30; capstone and portfolio have four weeks."),
        error_messages={"required": _("Enter the last day."), "invalid": _("Enter a date, for example 2027-06-30.")},
    )  # fmt: skip
    reason = _reason(_("The learner reads it, for example: Exam below 50."))

    def __init__(self, *args, failed: FailedComponent, **kwargs):
        super().__init__(*args, **kwargs)
        self.prefix, self.failed = f"resit-{failed.component.code}", failed
        field: forms.MultipleChoiceField = self.fields["works"]  # type: ignore[assignment]  # as declared above
        field.choices = [(planned.code, planned.title) for planned in failed.works]


class ExtraTimeForm(forms.Form):
    prefix = "extra"
    percent = forms.TypedChoiceField(
        label=_("More time in quizzes and exams"),
        coerce=int,
        choices=[(0, _("None")), *((percent, f"{percent} %") for percent in EXTRA_TIME)],
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Confidential: only the learner and programme administrators read it."),
    )

    def __init__(self, *args, reads_reason: bool, **kwargs):
        """Who may not read the reason (role table, row 20) sets the time and leaves the reason as it is."""
        super().__init__(*args, **kwargs)
        if not reads_reason:
            del self.fields["reason"]


class LeaveForm(forms.Form):
    """Withdrawal, interruption, return."""

    prefix = "leave"
    reason = _reason()


class IdentityForm(forms.Form):
    prefix = "identity"
    seen = forms.CharField(
        label=_("What you have seen"),
        max_length=200,
        help_text=_("For example: passport, in the call of 3 March. No number of a document."),
    )


class MoveForm(forms.Form):
    prefix = "move"
    cohort = forms.ModelChoiceField(
        label=_("To cohort"),
        queryset=Cohort.objects.none(),
        to_field_name="code",
        empty_label=None,
        error_messages={
            "required": _("Choose a cohort."),
            "invalid_choice": _("Choose a cohort of the list."),
        },
    )
    reason = _reason()

    def __init__(self, *args, enrolment, **kwargs):
        super().__init__(*args, **kwargs)
        field: forms.ModelChoiceField = self.fields["cohort"]  # type: ignore[assignment]  # as declared above
        field.queryset = other_cohorts(enrolment.cohort)
        later = later_cohorts(enrolment.cohort)
        if later:
            field.initial = later[0].code


class DecideForm(forms.Form):
    prefix = "decide"
    answer = forms.CharField(
        label=_("Answer to the learner"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you refuse."),
    )


class OutstandingForm(forms.Form):
    prefix = "owed"
    kind = forms.ChoiceField(label=_("Kind"), choices=Outstanding.Kind.choices)
    what = forms.CharField(
        label=_("What is outstanding?"),
        max_length=200,
        error_messages={"required": _("Say what is outstanding.")},
    )
    since_on = forms.DateField(label=_("Since"), widget=forms.DateInput(attrs={"type": "date"}))


class SettlementForm(forms.Form):
    note = forms.CharField(
        label=_("How was it settled?"),
        max_length=200,
        error_messages={"required": _("Say how it was settled, for example with the number of the receipt.")},
    )
    settled_on = forms.DateField(label=_("On"), widget=forms.DateInput(attrs={"type": "date"}))
