"""What an applicant is asked, one group of questions on each page."""

from typing import cast
from zoneinfo import available_timezones

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from content.base.errors import RuleError
from content.base.uploads import MOST_BYTES, too_large
from learners.admissions.countries import COUNTRIES
from learners.admissions.models import Application, Document
from learners.admissions.tasklist import FIELDS, OPTIONAL, Task, wrong_length
from learners.enrolment.names import printable_name

_AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_TOO_LONG = _("Shorten this to %(limit_value)d characters. It has %(show_value)d.")


def _zones() -> list:
    by_area: dict[str, list] = {area: [] for area in _AREAS}
    for name in sorted(available_timezones()):
        area, _slash, place = name.partition("/")
        if area in by_area and place:
            by_area[area].append((name, place.replace("_", " ")))
    return [("", _("Choose a time zone")), *by_area.items(), ("UTC", "UTC")]


class _TaskForm(forms.ModelForm):
    """With `complete` false it takes half an answer: what was typed is kept for another day."""

    asked: dict = {}
    """What to say when a field is empty."""

    def __init__(self, *args, complete: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.complete = complete
        for name, field in self.fields.items():
            field.required = complete and name not in OPTIONAL
            field.error_messages["required"] = self.asked.get(name, _("Enter an answer."))
            for validator in field.validators:
                if isinstance(validator, MaxLengthValidator):
                    validator.message = _TOO_LONG
            if isinstance(field, forms.TypedChoiceField) and isinstance(field.widget, forms.RadioSelect):
                field.choices = [choice for choice in cast("list", field.choices) if choice[0]]


class AboutForm(_TaskForm):
    asked = {
        "printed_name": _("Enter your name as it stands in your identity document."),
        "country": _("Choose your country."),
        "time_zone": _("Choose your time zone."),
    }
    country = forms.ChoiceField(
        label=_("Country or area where you work"),
        choices=[("", _("Choose a country")), *((code, each.name) for code, each in COUNTRIES.items())],
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=_zones, help_text=_("All dates are shown in it.")
    )

    class Meta:
        model = Application
        fields = FIELDS[Task.ABOUT]
        widgets = {
            "gender": forms.RadioSelect,
            "printed_name": forms.TextInput(attrs={"autocomplete": "name"}),
        }
        widgets |= {"phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})}
        help_texts = {
            "printed_name": _("As in your identity document. It will be printed on the certificate."),
            "gender": _("We use it only to see whether the cohort is balanced."),
            "phone": _("With the code of the country, for example +254 20 123456."),
        }

    def clean_printed_name(self) -> str:
        name = self.cleaned_data["printed_name"]
        try:
            return printable_name(name) if name else ""
        except RuleError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class WorkForm(_TaskForm):
    asked = {
        "organisation": _("Enter the name of your organisation."),
        "sector": _("Choose a sector."),
        "government_level": _("Choose a level of government."),
        "role": _("Enter your role, for example “head of digital services”."),
        "years_experience": _("Enter the number of years, for example 8."),
        "years_responsible": _("Enter the number of years, for example 2."),
        "responsibility": _("Describe what you are responsible for."),
    }

    class Meta:
        model = Application
        fields = FIELDS[Task.WORK]
        widgets = {
            "sector": forms.RadioSelect,
            "government_level": forms.RadioSelect,
            "responsibility": forms.Textarea(attrs={"rows": 5}),
            "years_experience": forms.NumberInput(attrs={"class": "short", "min": 0, "max": 60}),
            "years_responsible": forms.NumberInput(attrs={"class": "short", "min": 0, "max": 60}),
            "organisation": forms.TextInput(attrs={"autocomplete": "organization"}),
            "role": forms.TextInput(attrs={"autocomplete": "organization-title"}),
        }
        help_texts = {
            "years_experience": _("The entry rules ask for 5 years, or 8 without a degree."),
            "years_responsible": _("The entry rules ask for 2 years."),
            "responsibility": _("People, budget, projects or services, in a few sentences."),
        }
        error_messages = {
            name: {"invalid": _("Enter a whole number of years, for example 8.")}
            for name in ("years_experience", "years_responsible")
        }

    def clean(self):
        for name in ("years_experience", "years_responsible"):
            if (self.cleaned_data.get(name) or 0) > 60:
                self.add_error(name, _("Enter a number of years from 0 to 60."))
        return self.cleaned_data


class EducationForm(_TaskForm):
    asked = {
        "degree": _("Choose your highest degree."),
        "education": _("Enter subject, institution and year."),
        "english": _("Choose how you show your English."),
    }

    class Meta:
        model = Application
        fields = FIELDS[Task.EDUCATION]
        widgets = {"degree": forms.RadioSelect, "english": forms.RadioSelect}
        help_texts = {
            "education": _("Of your highest degree, or of the training that you want to count."),
            "english": _("The programme is taught in English at level B2."),
        }


class MotivationForm(_TaskForm):
    asked = {"motivation": _("Write 400 to 600 words, or save and return later.")}

    class Meta:
        model = Application
        fields = FIELDS[Task.MOTIVATION]
        widgets = {"motivation": forms.Textarea(attrs={"rows": 20})}
        help_texts = {
            "motivation": _("400 to 600 words. Name one digital problem at your work that you want to solve.")
        }

    def clean_motivation(self) -> str:
        text = self.cleaned_data["motivation"]
        if self.complete and text:
            for sentence in wrong_length(text):
                raise forms.ValidationError(sentence)
        return text


class HostForm(_TaskForm):
    asked = {"host": _("Choose one answer.")}

    class Meta:
        model = Application
        fields = FIELDS[Task.HOST]
        widgets = {"host": forms.RadioSelect, "host_note": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "host": _("The internship has 120 hours, normally in your paid working time."),
            "host_note": _(
                "Name the organisation, the person who agreed, or what kind of host you look for."
            ),
        }


FORMS: dict[Task, type[_TaskForm]] = {
    Task.ABOUT: AboutForm,
    Task.WORK: WorkForm,
    Task.EDUCATION: EducationForm,
    Task.MOTIVATION: MotivationForm,
    Task.HOST: HostForm,
}


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Which document is it?"),
        choices=Document.Kind.choices,
        error_messages={"required": _("Choose which document it is.")},
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
        max_length=400,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(too_large(file.size))
        return file


class SendForm(forms.Form):
    consent = forms.BooleanField(
        label=_("My answers are true, and you may use my data to decide on my application."),
        error_messages={"required": _("Confirm this to send your application.")},
    )
