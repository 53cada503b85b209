"""What the cohort desk is told."""

from datetime import date, time

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.cohorts.schedule import Holiday, LocalMoment, local_moment
from courses.editions.models import Edition

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_WRONG_DAY = {"invalid": _("Enter a day such as 2027-03-01."), "required": _("Enter a day.")}


def _day(label, *, required: bool = True, hint="") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=hint, widget=_DAY, error_messages=_WRONG_DAY
    )


def _needed(sentence) -> dict:
    return {"required": sentence}


def _places(hint="") -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=5000,
        initial=60,
        help_text=hint,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={
            key: _("Enter a number of places between 1 and 5000.")
            for key in ("required", "invalid", "min_value", "max_value")
        },
    )


class CohortForm(forms.Form):
    title = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("For example Spring 2027."),
        error_messages=_needed(_("Enter the name of the cohort.")),
    )
    code = forms.SlugField(
        label=_("Code"),
        max_length=20,
        help_text=_("Short, for addresses: small letters, figures and hyphens, for example 2027-a."),
        error_messages=_needed(_("Enter a code such as 2027-a."))
        | {"invalid": _("Use only letters, figures and hyphens, for example 2027-a.")},
    )
    edition = forms.ModelChoiceField(
        label=_("Edition"),
        queryset=Edition.objects.order_by("-number", "-pk"),
        empty_label=None,
        help_text=_("The frozen programme that this cohort studies."),
        error_messages=_needed(_("Choose an edition. Without one there is nothing to study.")),
    )
    starts_on = _day(_("First day"), hint=_("A Monday in the future."))
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=60,
        initial="UTC",
        help_text=_("Where the weeks begin at midnight, for example Africa/Nairobi."),
        error_messages=_needed(_("Enter a time zone such as Africa/Nairobi.")),
    )
    capacity = _places()

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].lower()
        if code == "new":
            raise forms.ValidationError(_("Choose another code: “new” is an address of this site."))
        return code


class RoomForm(forms.Form):
    prefix = "room"
    room_url = forms.URLField(
        label=_("Room"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_(
            "Address of the forum, list or meeting room where discussions, webinars and defences are held."
        ),
        error_messages={"invalid": _("Enter an address such as https://forum.example/2027-a.")},
    )


class StartForm(forms.Form):
    prefix = "start"
    starts_on = _day(_("First day"), hint=_("A Monday in the future. All dates move with it."))


class PlacesForm(forms.Form):
    prefix = "places"
    capacity = _places(_("New places are offered to the waiting list at once."))


class HolidayForm(forms.Form):
    prefix = "holiday"
    title = forms.CharField(
        label=_("Name of the holiday"),
        max_length=80,
        help_text=_("Learners read it beside the dates that move."),
        error_messages=_needed(_("Enter the name of the holiday.")),
    )
    first_on = _day(_("First free day"))
    last_on = _day(_("Last free day"), required=False, hint=_("Leave it empty for a single day."))

    def holiday(self) -> Holiday:
        first_on: date = self.cleaned_data["first_on"]
        last_on = self.cleaned_data["last_on"] or first_on
        return Holiday(first_on, last_on, self.cleaned_data["title"])


class DatesForm(forms.Form):
    opens_on = _day(_("Opens on"), required=False, hint=_("Empty: at the start of its week."))
    opens_time = forms.TimeField(label=_("At"), required=False, initial="00:00")
    due_on = _day(_("Due on"), required=False, hint=_("Empty: on the Sunday of its week."))
    due_time = forms.TimeField(label=_("At"), required=False, initial="23:59")
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Learners read it beside the date."),
        error_messages=_needed(_("Write why: learners read the reason beside the date.")),
    )

    def __init__(self, *args, zone: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone
        for name in ("opens_time", "due_time"):
            self.fields[name].widget = forms.TimeInput(
                attrs={"type": "time", "class": "short"}, format="%H:%M"
            )
            self.fields[name].error_messages["invalid"] = _("Enter a time such as 23:59.")

    def moments(self) -> dict[str, LocalMoment | None]:
        """What was entered, in the cohort's zone, as moments."""
        data = self.cleaned_data
        return {
            "opens_at": self._moment(data["opens_on"], data["opens_time"] or time(0, 0)),
            "due_at": self._moment(data["due_on"], data["due_time"] or time(23, 59)),
        }

    def _moment(self, day: date | None, hour: time) -> LocalMoment | None:
        return local_moment(day, hour, self.zone) if day else None
