"""How accounts behave here: nobody signs up by themselves; the programme makes accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.accounts.roles import is_staff_member


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Write to the programme office."),
        "cannot_remove_primary_email": _("This is your main address. Choose another main address first."),
        "duplicate_email": _("Your account has this e-mail address already."),
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Check both, or sign in with a code."
        ),
        "email_taken": _("This e-mail address belongs to another account. Use another one."),
        "enter_current_password": _("This is not your password. Enter the password that you use now."),
        "incorrect_code": _("This code is not right. Check it, or ask for a new code."),
        "incorrect_password": _("This password is not right. Check it and try again."),
        "invalid_or_expired_key": _("This address is too old or was used before. Ask for a new e-mail."),
        "invalid_password_reset": _("This address is too old or was used before. Ask for a new e-mail."),
        "max_email_addresses": _("You can have at most %d e-mail addresses. Remove one first."),
        # Also said after the last wrong code, where a new code helps at once.
        "too_many_login_attempts": _(
            "Too many wrong tries. Ask for a new code by e-mail, or wait 5 minutes and try again."
        ),
        "rate_limited": _("You asked too often. Wait 5 minutes and try again."),
        "same_as_current": _("This is the address that you have now. Enter another one."),
        "unverified_primary_email": _("Confirm this e-mail address first. Then it can be your main address."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_redirect_url(self, request) -> str:
        """Staff start at their desks, learners at this week."""
        return (
            reverse("staff_home")
            if is_staff_member(request.user)
            else super().get_login_redirect_url(request)
        )


class OrganisationAccountAdapter(DefaultSocialAccountAdapter):
    """An organisation's sign-in opens an account that exists; it never makes one."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Turn off the second step before you add an e-mail address."),
        "cannot_delete_authenticator": _("You cannot turn off this second step."),
        "cannot_generate_recovery_codes": _(
            "Set up an app or a passkey first. Then you can make recovery codes."
        ),
        "incorrect_code": _(
            "This was not accepted. Enter the next code of your app, or use the passkey again."
        ),
        "unverified_email": _("Confirm your e-mail address first. Then you can set up a second step."),
    }
