"""What is told to correct the key of a question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.cohorts.models import Cohort
from courses.questions.models import Question
from learners.attempts.queries import version_asked


class KeyForm(forms.Form):
    code = forms.CharField(
        label=_("Question"),
        help_text=_("Its code, for example M01-Q07."),
        max_length=20,
        error_messages={"required": _("Enter the code of the question.")},
    )
    how = forms.ChoiceField(
        label=_("How answers are scored from now on"),
        choices=[
            ("key", _("By the key of the newest version of the question")),
            ("full", _("Everybody who was asked it earns all its points")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how answers are scored.")},
    )
    may_lower = forms.BooleanField(
        label=_("Results may also fall"),
        help_text=_("Otherwise an answer that would lose points keeps them."),
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Learners read it beside their answer."),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter the reason: learners read it beside their answer.")},
    )

    def __init__(self, *args, cohorts: list[Cohort], **kwargs):
        super().__init__(*args, **kwargs)
        self.cohorts = {cohort.code: cohort for cohort in cohorts}
        self.fields["cohort"] = forms.ChoiceField(
            label=_("Cohort"),
            choices=[("", _("Choose a cohort")), *((cohort.code, str(cohort)) for cohort in cohorts)],
            error_messages={"required": _("Choose a cohort.")},
        )
        self.order_fields(["cohort", "code", "how", "may_lower", "reason"])

    def clean(self) -> dict:
        """Find the version that the cohort was asked, and the newest one."""
        told = super().clean() or {}
        cohort = self.cohorts.get(told.get("cohort", ""))
        if cohort is None or not told.get("code"):
            return told
        asked = version_asked(cohort, told["code"])
        if asked is None:
            self.add_error("code", _("No learner of this cohort has answered a question with this code."))
            return told
        newest = Question.objects.filter(bank=asked.bank_id, code=asked.code).order_by("-version").first()
        if told.get("how") == "key" and newest == asked:
            self.add_error("how", _("There is no newer version yet. Correct the question in its bank first."))
        return told | {"question": asked, "corrected": newest if told.get("how") == "key" else None}

    def proposal(self) -> dict:
        """The arguments of propose_correction."""
        told = self.cleaned_data
        return {
            "question": told["question"],
            "cohort": self.cohorts[told["cohort"]],
            "corrected": told["corrected"],
            "may_lower": told["may_lower"],
            "reason": told["reason"],
        }
