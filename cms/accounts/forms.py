"""What the account pages ask beside those of the sign-in."""

from allauth.account.forms import RequestLoginCodeForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class CodeRequestForm(RequestLoginCodeForm):
    """The sign-in by code, in words that fit whoever asked too often: allauth speaks of wrong tries here too."""

    def clean_email(self) -> str:
        try:
            return super().clean_email()
        except ValidationError as refusal:
            if refusal.code != "too_many_login_attempts":
                raise
            raise ValidationError(
                _(
                    "Too many codes were asked for, for this address or from this network. Wait a minute and ask "
                    "again. A code that you have already still works."
                ),
                code="rate_limited",
            ) from None


class ApplicantForm(CodeRequestForm):
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
