"""What the account pages ask beside those of the sign-in."""

from allauth.account.forms import RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _


class ApplicantForm(RequestLoginCodeForm):
    """The form of the sign-in by code, with its limit of tries for each address."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "We send a code to it. You need no password. Use an address that you will read all year."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address in the form name@example.org."),
        },
    )
