"""What a codec is, and how pages are put into the tree."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from wagtail.models import Page, Site

from content.base.licences import Licence
from content.casestudies.models import CaseStudyIndexPage
from content.pages.addressing import keep_site_at
from content.pages.models import HomePage
from courses.library.reading import Library
from courses.library.yaml_files import Lined
from courses.programme.models import Activity, ModulePage

HEADLINE = "Lead digital government, from strategy to service"
LEAD = (
    "A six-month distance certificate for mid-career managers in public, private and non-profit organisations. "
    "Study 6 to 8 hours a week, in your own time, on a phone if you need to."
)


@dataclass(frozen=True)
class Codec:
    kind: str
    file: str
    """Where its items stand, for messages."""
    items: Callable[[Library], list[tuple[str, dict]]]
    """Key and data of each item in the files."""
    existing: Callable[[], dict[str, Any]]
    """Key and row of what is there."""
    write: Callable[[Any, dict], Any]
    """Make the row, or bring it to the data: write(row or None, data)."""
    read: Callable[[Any], dict]
    """The data of a row, equal to what write was given."""


def joined(item: dict, **more) -> Lined:
    """The item with more keys; it still knows its line in the file."""
    data = Lined(item | more)
    data.line = getattr(item, "line", 1)
    return data


def plain(data):
    """The data as plain dicts and lists, fit for a JSON column."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    return [plain(value) for value in data] if isinstance(data, list) else data


def data_of(codec: Codec, row) -> dict:
    """The data of a row with the line ends of the source files: a browser sends other ones."""
    return _with_unix_lines(codec.read(row))


def _with_unix_lines(data):
    if isinstance(data, str):
        return data.replace("\r\n", "\n")
    if isinstance(data, dict):
        return {key: _with_unix_lines(value) for key, value in data.items()}
    return [_with_unix_lines(value) for value in data] if isinstance(data, list) else data


def latest(page: Page) -> Page:
    """The page as its authors see it: the newest draft, or the published text."""
    return page.get_latest_revision_as_object() if page.latest_revision_id else page


def place_page(page: Page, parent: Page, *, live: bool) -> Page:
    """Put a new page into the tree, or save a page that is there; publish it if it is to be public."""
    if page.pk is None:
        page.live = False
        parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    return page


def licence_of(page) -> dict:
    """Named in the file only where it is not the one that all texts have (CC BY 4.0)."""
    return {} if page.licence == Licence.CC_BY else {"licence": page.licence}


def identity(module: ModulePage, code: str, kind: str) -> Activity:
    """The activity of this code in the module's programme; made on first use."""
    programme = module.get_parent().specific
    return Activity.objects.get_or_create(programme=programme, code=code, defaults={"kind": kind})[0]


def home_page() -> HomePage:
    """The front page. On first use it takes the place of Wagtail's welcome page."""
    home = HomePage.objects.first()
    if home is not None:
        return home
    root = Page.objects.get(depth=1)
    Page.objects.filter(depth=2, slug="home").update(slug="welcome")
    home = place_page(HomePage(title="Home", slug="home", headline=HEADLINE, lead=LEAD), root, live=True)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": home, "site_name": settings.SITE_NAME},
    )
    keep_site_at(settings.SITE_ADDRESS)
    for welcome in Page.objects.filter(depth=2, slug="welcome"):
        welcome.delete()
    return home


def case_index() -> CaseStudyIndexPage:
    index = CaseStudyIndexPage.objects.first()
    return index or place_page(CaseStudyIndexPage(title="Cases", slug="cases"), home_page(), live=True)
