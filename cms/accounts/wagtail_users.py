"""Wagtail's part for accounts, with our lists in it."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    default = True
    user_viewset = "cms.accounts.listing.AccountViewSet"
    group_viewset = "cms.accounts.listing.RoleViewSet"
