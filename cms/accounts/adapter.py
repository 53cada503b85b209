"""How accounts behave here: nobody signs up by themselves; the programme makes accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False


class OrganisationAccountAdapter(DefaultSocialAccountAdapter):
    """An organisation's sign-in opens an account that exists; it never makes one."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False
