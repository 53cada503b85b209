"""Requests to be erased, as the desk handles them."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ProposeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is right to erase"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it."),
    )


class EnterForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of the account"))
    words = forms.CharField(
        label=_("What the person wrote, and when"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
