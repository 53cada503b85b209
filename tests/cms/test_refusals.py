"""An empty field says what to do."""

import pytest
from django import forms


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (forms.CharField(), "Fill this in."),
        (forms.DateField(), "Fill this in."),
        (forms.ChoiceField(choices=[("a", "A")]), "Choose one."),
        (forms.MultipleChoiceField(choices=[("a", "A")]), "Choose at least one."),
        (forms.BooleanField(), "Tick this box."),
        (forms.FileField(), "Choose a file."),
    ],
)
def test_an_empty_field_says_what_to_do(field, words):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(None)

    assert refused.value.messages == [words]
