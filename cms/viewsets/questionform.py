"""The form of a question: its shape is checked here, its meaning by the rules of courses.questions.editing."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from cms.viewsets.banks import banks_of
from courses.programme.models import Activity
from courses.questions.checking import PLAIN_FIELDS, Option, QuestionText, problems_of
from courses.questions.editing import fingerprint


class QuestionForm(WagtailAdminModelForm):
    seen = forms.CharField(
        required=False, widget=forms.HiddenInput, label=gettext_lazy("Version that was opened")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = banks_of(self.for_user).order_by("code")
        self.fields["lesson"].queryset = Activity.objects.filter(kind=Activity.Kind.LESSON).order_by("code")
        if self.instance.pk:
            self.fields["bank"].disabled = True
            self.fields["code"].disabled = True
            self.initial["seen"] = fingerprint(self.instance)

    def is_valid(self) -> bool:
        return super().is_valid() and self._meaning_is_valid()

    def _meaning_is_valid(self) -> bool:
        problems = problems_of(self.text())
        for problem in problems:
            self.add_error(None, problem)
        if problems:
            return False
        if self.instance.pk is None and self._code_is_taken():
            self.add_error("code", _("The bank already has a question with this code. Enter another one."))
            return False
        return True

    def _code_is_taken(self) -> bool:
        return self.cleaned_data["bank"].questions.filter(code=self.cleaned_data["code"]).exists()

    def text(self) -> QuestionText:
        """What the author has written, options and principles in the order of the screen."""
        data = self.cleaned_data
        return QuestionText(
            kind=data["kind"],
            stem=data["stem"],
            options=tuple(
                Option(row["text"], row["correct"], row["explanation"], row["match"])
                for row in self._rows("choices")
            ),
            **{name: data[name] for name in PLAIN_FIELDS},
            lesson_id=data["lesson"].pk if data["lesson"] else None,
            principle_ids=tuple(row["principle"].pk for row in self._rows("principle_links")),
        )

    def _rows(self, relation: str) -> list[dict]:
        formset = self.formsets[relation]
        kept = [
            form.cleaned_data
            for form in formset.forms
            if form.cleaned_data and form not in formset.deleted_forms
        ]
        return sorted(kept, key=lambda row: row.get("ORDER") or 0)
