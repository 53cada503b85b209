"""What is asked about somebody who comes into a team."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.cohorts.models import Cohort, TeachingRole
from courses.editions.plan import plan_of

Kind = TeachingRole.Kind
_KINDS = [
    (Kind.INSTRUCTOR, _("Instructor: answers for modules, marks work, releases marks, gives more time")),
    (Kind.TUTOR, _("Tutor: supports up to 15 learners, reads journals")),
    (Kind.MARKER, _("Marker: marks work, and nothing else")),
    (Kind.COORDINATOR, _("Internship coordinator: approves hosts and reports")),
]


class PersonForm(forms.Form):
    prefix = "person"
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter the e-mail address of the person."),
            "invalid": _("Enter an address such as name@example.org."),
        },
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=200,
        help_text=_("Only for somebody who has no account yet: we make one and send a mail with the way in."),
    )
    kind = forms.ChoiceField(
        label=_("What the person does"),
        choices=_KINDS,
        widget=forms.RadioSelect,
        error_messages={
            key: _("Choose what the person does in the cohort.") for key in ("required", "invalid_choice")
        },
    )

    def __init__(self, *args, cohort: Cohort, **kwargs):
        super().__init__(*args, **kwargs)
        modules = [(each.code, f"{each.code} {each.title}") for each in plan_of(cohort.edition_id).modules]
        self.fields["module_code"] = forms.ChoiceField(
            label=_("Module"),
            required=False,
            choices=[("", _("All modules")), *modules],
            error_messages={"invalid_choice": _("Choose a module of this edition.")},
        )
