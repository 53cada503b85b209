"""What a form says about an empty field that has no words of its own."""

from django import forms
from django.utils.translation import gettext_lazy as _


def word_empty_fields() -> None:
    """Django says “This field is required.” of every field; a person is told what to do. Changes the classes once."""
    forms.Field.default_error_messages = forms.Field.default_error_messages | {"required": _("Fill this in.")}
    for kind, words in (
        (forms.ChoiceField, _("Choose one.")),
        (forms.ModelChoiceField, _("Choose one.")),
        (forms.MultipleChoiceField, _("Choose at least one.")),
        (forms.BooleanField, _("Tick this box.")),
        (forms.FileField, _("Choose a file.")),
    ):
        kind.default_error_messages = kind.default_error_messages | {"required": words}
