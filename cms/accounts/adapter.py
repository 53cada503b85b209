"""How accounts behave here: nobody signs up by themselves; the programme makes accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.urls import reverse

from cms.accounts.roles import is_staff_member


class AccountAdapter(DefaultAccountAdapter):
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
