"""What is new, as an Atom feed; and all public addresses, as a sitemap."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap

from content.resources.queries import readings
from courses.catalogue.noting import record_of
from courses.catalogue.queries import newest_records

NEWEST = 30


class NewestFeed(Feed):
    """Lessons, cases and readings that are new or say something new."""

    feed_type = Atom1Feed
    language = settings.LANGUAGE_CODE

    def title(self):
        return settings.SITE_NAME

    def subtitle(self):
        return _("Lessons, cases and readings, the newest first")

    def link(self):
        return "/"

    def items(self):
        return [(row, record_of(row)) for row in newest_records(NEWEST)]

    def item_title(self, item):
        return item[1].title

    def item_description(self, item):
        return item[1].description

    def item_link(self, item):
        return item[1].path

    def item_updateddate(self, item):
        return item[0].changed_at

    def item_categories(self, item):
        return [item[1].resource_type, *item[1].principles]

    def item_copyright(self, item):
        return item[1].rights


class PageSitemap(WagtailSitemap):
    """Wagtail's own reads each kind of page by itself, which an address and a day do not need."""

    def items(self):
        pages = self.get_wagtail_site().root_page.get_descendants(inclusive=True)
        return pages.live().public().order_by("path")


class KnowledgeSitemap(Sitemap):
    """What is public and no page of Wagtail's."""

    def items(self):
        lists = [reverse(name) for name in ("glossary", "readings")]
        return lists + [reverse("reading", args=[reading.code]) for reading in readings()]

    def location(self, item):
        return item
