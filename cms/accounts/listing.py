"""The lists of accounts and groups in the Wagtail admin: to look at. Roles are given elsewhere, and never to oneself.

Whoever could tick a role or set a password here would come to every right of the role table alone.
"""

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.usage import UsageView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views import users
from wagtail.users.views.groups import GroupViewSet, IndexView

from cms.accounts.glass import BehindGlass


class OnlyLooking(ModelPermissionPolicy):
    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, "change")


class ShowsAddresses(BehindGlass):
    glass = "read_contact_data"


class AccountIndexView(ShowsAddresses, users.IndexView):
    pass


class AccountHistoryView(ShowsAddresses, users.HistoryView):
    pass


class AccountUsageView(ShowsAddresses, UsageView):
    pass


class AccountViewSet(users.UserViewSet):
    index_view_class = AccountIndexView
    history_view_class = AccountHistoryView
    usage_view_class = AccountUsageView

    @property
    def permission_policy(self):
        return OnlyLooking(self.model)


class RoleIndexView(IndexView):
    columns = [Column("name", label=gettext_lazy("Name"), sort_key="name")]
    """Without the link to what nobody may open."""


class RoleViewSet(GroupViewSet):
    index_view_class = RoleIndexView

    @property
    def permission_policy(self):
        return OnlyLooking(self.model)
