"""All addresses of the site."""

from django.http import Http404
from django.urls import include, path
from django.views.defaults import page_not_found
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from cms import views
from cms.accounts.views import open_account
from cms.sight import views as sight
from cms.viewsets.documents import import_redirects
from learners.calendar.views import feed as calendar_feed
from learners.credentials.views import keys as issuer_keys
from learners.notices.views import stop_mails

handler500 = "cms.views.failure"
urlpatterns = [
    path("health/live", sight.live, name="health_live"),
    path("health/ready", sight.ready, name="health_ready"),
    path("metrics", sight.metrics, name="metrics"),
    path("admin/login/", views.admin_sign_in),
    path(
        "_util/login/", views.admin_sign_in
    ),  # Wagtail's sign-in for private pages: a bare password, no limit
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/logout/", RedirectView.as_view(pattern_name="account_logout"), name="admin_logout"),
    # The account has one place, with its second factor and its sessions.
    path("admin/account/", RedirectView.as_view(pattern_name="mfa_index")),
    # Wagtail tries out its pages of failure here; one of them is a failure.
    path("admin/failwhale/", page_not_found, {"exception": Http404("admin")}),
    path("admin/test404/", page_not_found, {"exception": Http404("admin")}),
    path("admin/redirects/import/", require_admin_access(import_redirects)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("account/", include("allauth.urls")),
    path("learn/", include("learners.urls")),
    path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("apply/<slug:code>/account/", open_account, name="apply_account"),
    path("apply/", include("learners.admissions.urls")),
    path("supervisor/", include("learners.placements.links.urls")),
    path("assess/", include("learners.selfassessment.urls")),
    path("", include("courses.catalogue.urls")),
    path("data/", include("learners.opendata.urls")),
    path("search/", include("learners.search.urls")),
    path("glossary/", include("content.glossary.urls")),
    path("resources/", include("content.resources.urls")),
    path("cases/", include("content.casestudies.urls")),
    path("tell-me/", include("learners.alerts.urls")),
    path("mail/<str:token>/stop/", stop_mails, name="stop_mails"),
    path(".well-known/did.json", issuer_keys, name="issuer_keys"),
    path("verify/", include("learners.credentials.urls")),
    path("wallet/", include("learners.credentials.wallets.urls")),
    path("staff/", include("cms.staff.urls")),
    path("media/<path:path>", views.picture),
    path("", include(wagtail_urls)),
]
