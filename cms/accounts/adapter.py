"""How accounts behave here: nobody signs up by themselves; the programme makes accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.accounts.roles import is_staff_member
from content.base.errors import note_refusal
from learners.admissions.queries import applications_of
from learners.audit.chaining import audit
from learners.enrolment.queries import last_enrolment

_LIMITS = ("too_many_login_attempts", "rate_limited")


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

    def validation_error(self, code, *args):
        if code in _LIMITS:
            note_refusal("limit", limit=code)
        return super().validation_error(code, *args)

    def add_message(
        self, request, level, message_template=None, message_context=None, extra_tags="", message=None
    ):
        """The last wrong code is told by a message, not by an error of the form."""
        for code in _LIMITS:
            if message is not None and message == self.error_messages[code]:
                note_refusal("limit", limit=code)
        super().add_message(request, level, message_template, message_context, extra_tags, message)

    def get_login_redirect_url(self, request) -> str:
        """Staff start at their desks, learners at this week, who has only applied at the application."""
        user = request.user
        if is_staff_member(user):
            return reverse("staff_home")
        if last_enrolment(user) is None and applications_of(user):
            return reverse("apply_home")
        return super().get_login_redirect_url(request)

    def post_login(self, request, user, **options):
        audit("account.signed_in", at=now(), by=user, person=user)
        return super().post_login(request, user, **options)

    def authentication_failed(self, request, **credentials):
        """Never what was typed: it may be a password in the wrong field."""
        audit("account.sign_in_failed", at=now(), person=_known(credentials.get("email") or ""))
        super().authentication_failed(request, **credentials)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """allauth tells the person of each change of the account here, and nowhere twice."""
        name = _change(template_prefix.rpartition("/")[2])
        if name:
            audit(name, at=now(), by=user, person=user, data={"change": template_prefix.rpartition("/")[2]})
        super().send_notification_mail(template_prefix, user, context, email)


def _known(email: str):
    """An account that nobody has ever entered is forgotten after a week: nothing may hang on it."""
    return User.objects.filter(email__iexact=email).exclude(last_login=None).first() if email else None


def _change(mail: str) -> str:
    if mail.startswith("password_"):
        return "account.password_changed"
    if mail.startswith("email_"):
        return "account.address_changed"
    return "account.second_step_changed" if mail.startswith(("totp_", "webauthn_", "recovery_codes_")) else ""


class OrganisationAccountAdapter(DefaultSocialAccountAdapter):
    """An organisation's sign-in opens an account that exists; it never makes one."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def populate_user(self, request, sociallogin, data):
        """The account is found by its address. Nothing else is taken over: the name is the one that we know."""
        sociallogin.user.email = data.get("email") or ""
        return sociallogin.user

    def pre_social_login(self, request, sociallogin) -> None:
        """A provider that says nothing of the strength has asked for a password alone."""
        if is_strong_enough(sociallogin.account.extra_data):
            return
        note_refusal("strength")
        messages.error(
            request,
            _(
                "Your organisation let you in without the second step that we ask for. Use it there, or a code by e-mail."
            ),
        )
        raise ImmediateHttpResponse(redirect("account_login"))


def is_strong_enough(told: dict) -> bool:
    """told: what the provider says of the sign-in. Its ID token names the class (`acr`) and the methods (`amr`)."""
    token = told.get("id_token") or {}
    methods = token.get("amr") or []
    given = [token.get("acr"), *(methods if isinstance(methods, list) else [methods])]
    return not settings.OIDC_STRENGTH or any(each in settings.OIDC_STRENGTH for each in given)


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
