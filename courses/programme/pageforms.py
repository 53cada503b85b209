"""The editor's form of a page that is an activity: its code becomes a stable identity."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from content.blocks.story import new_lesson
from courses.programme.models import Activity, ProgrammePage


class ActivityPageForm(WagtailAdminPageForm):
    code = forms.RegexField(
        regex=r"^[A-Z][A-Z0-9-]{1,18}$",
        label=_("Code"),
        help_text=_("For example M01-L09. It stays with the learners' records and cannot be changed later."),
        error_messages={
            "required": _("Enter a code, for example M01-L09. A draft needs it too."),
            "invalid": _("Enter a code of capital letters, figures and hyphens, for example M01-L09."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "code" in self.fields and self.instance.activity_id:
            self.fields["code"].initial = self.instance.activity.code
            self.fields["code"].disabled = True
        if self.instance.pk is None and not self.is_bound:
            self._prepare_new()

    def _prepare_new(self) -> None:
        """Somebody starts a text: the week stands there, and a lesson's parts are placed in their order."""
        if "week" in self.fields:
            self.initial["week"] = getattr(self.parent_page, "first_week", None)
        if "body" in self.fields:
            self.initial["body"] = self.fields["body"].block.normalize(new_lesson())

    def defer_required_fields(self):
        """A draft may lack anything but its code: there is no page without an identity."""
        super().defer_required_fields()
        if "code" in self.fields:
            self.fields["code"].required = True

    def clean_code(self):
        code = self.cleaned_data["code"]
        if not self.instance.activity_id and code_is_taken(self._programme(), code=code, page=self.instance):
            raise forms.ValidationError(
                _("Another activity has the code %(code)s. Enter a new one."), params={"code": code}
            )
        return code

    def save(self, commit=True):
        if not self.instance.activity_id:
            # Not stored here: a preview saves the form too, and must leave no row behind.
            self.instance.activity = Activity(code=self.cleaned_data["code"], kind=self.instance.kind)
        return super().save(commit=commit)

    def claim_activity(self) -> None:
        """Stores the identity of a page that is about to be stored."""
        # A text that was deleted before anybody used it leaves its code free for a new one.
        self.instance.activity, _made = Activity.objects.get_or_create(
            programme=self._programme(),
            code=self.cleaned_data["code"],
            defaults={"kind": self.instance.kind},
        )

    def _programme(self) -> ProgrammePage:
        return programme_of(self.parent_page)


def programme_of(page) -> ProgrammePage:
    """The programme that the page stands in."""
    return ProgrammePage.objects.ancestor_of(page, inclusive=True).get()


def code_is_taken(programme: ProgrammePage, *, code: str, page) -> bool:
    """Whether another kind of activity has the code, or a page that is still there."""
    activity = programme.activities.filter(code=code).first()
    if activity is None:
        return False
    return activity.kind != page.kind or type(page).objects.filter(activity=activity).exists()


def next_code(programme: ProgrammePage, *, like: str) -> str:
    """The first free code of the same row: M01-L09 when M01-L01 to M01-L08 are there."""
    stem = like.rstrip("0123456789")
    figures = like.removeprefix(stem)
    taken = set(programme.activities.values_list("code", flat=True))
    number = int(figures or 1)
    while f"{stem}{number:0{len(figures)}d}" in taken:
        number += 1
    return f"{stem}{number:0{len(figures)}d}"


@transaction.atomic
def give_own_activity(page) -> Activity:
    """A copied text becomes an activity of its own, so that learners' records of the first stay with the first."""
    programme = programme_of(page)
    ProgrammePage.objects.select_for_update().get(pk=programme.pk)
    page.activity = Activity.objects.create(
        programme=programme, code=next_code(programme, like=page.activity.code), kind=page.kind
    )
    page.save(update_fields=["activity"], clean=False)
    revision = page.get_latest_revision()
    if revision is not None:
        revision.content["activity"] = page.activity_id
        revision.save(update_fields=["content"])
    return page.activity
