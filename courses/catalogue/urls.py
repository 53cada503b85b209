"""The addresses for harvesters and feed readers."""

from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from courses.catalogue.feeds import KnowledgeSitemap, NewestFeed, PageSitemap
from courses.catalogue.views import harvest

urlpatterns = [
    path("oai", harvest, name="oai"),
    path("feed.atom", NewestFeed(), name="feed"),
    path(
        "sitemap.xml",
        sitemap,
        {"sitemaps": {"pages": PageSitemap, "knowledge": KnowledgeSitemap}},
        name="sitemap",
    ),
]
