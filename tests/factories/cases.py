"""Published cases of the library."""

from datetime import UTC, datetime

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from content.casestudies.models import CaseStudyIndexPage, CaseStudyPage, CaseStudyPrinciple
from tests.factories.programme import make_home, make_principle

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
READ = {"title": "Report", "url": "https://example.org/report", "year": 2024, "excerpt_read": True}


def make_library() -> CaseStudyIndexPage:
    existing = CaseStudyIndexPage.objects.first()
    return existing or make_home().add_child(instance=CaseStudyIndexPage(title="Cases", slug="cases"))


def make_library_case(
    slug: str = "a-portal", *, principles: tuple[int, ...] = (), factors=(), source=READ, live=True, **fields
) -> CaseStudyPage:
    usual = {
        "title": f"Case {slug}",
        "country": "Kenya",
        "region": "Africa",
        "development_status": "developing",
        "years": "2014-ongoing",
        "organisation": "A ministry",
        "outcome": "success",
        "facts": "Facts.",
        "verification": "verified",
    }
    case = CaseStudyPage(slug=slug, live=False, **(usual | fields))
    case.failure_factors = [("factor", code) for code in factors]
    case.sources = [("source", source)] if source else []
    case.principle_links = [
        CaseStudyPrinciple(principle=make_principle(number), sort_order=place)
        for place, number in enumerate(principles)
    ]
    make_library().add_child(instance=case)
    revision = case.save_revision()
    if live:
        revision.publish()
    return CaseStudyPage.objects.get(pk=case.pk)


def make_many_cases(count: int) -> None:
    """As rows, for the cost of lists: pages without revisions and without search index."""
    index = make_library()
    first = Page.objects.child_of(index).count() + 1
    kind = ContentType.objects.get_for_model(CaseStudyPage)
    places = range(first, first + count)
    Page.objects.bulk_create(
        Page(
            title=f"Case {place}",
            draft_title=f"Case {place}",
            slug=f"many-{place}",
            path=f"{index.path}{place:04d}",
            depth=index.depth + 1,
            url_path=f"{index.url_path}many-{place}/",
            content_type=kind,
            locale=index.locale,
            last_published_at=AT,
        )
        for place in places
    )
    parents = dict(Page.objects.child_of(index).values_list("path", "pk"))
    rows = [_many(parents[f"{index.path}{place:04d}"], place) for place in places]
    fields = CaseStudyPage._meta.local_concrete_fields
    for start in range(0, count, 50):  # SQLite takes so many values in one statement
        CaseStudyPage._base_manager._insert(
            rows[start : start + 50], fields=fields, using="default", raw=True
        )
    CaseStudyIndexPage.objects.filter(pk=index.pk).update(numchild=first + count - 1)


def _many(page_id: int, place: int) -> CaseStudyPage:
    return CaseStudyPage(
        page_ptr_id=page_id,
        country="Kenya",
        region=("Africa", "Asia")[place % 2],
        development_status="developing",
        years="2014-ongoing",
        organisation="A ministry",
        outcome="success",
        verification="verified",
        facts="Facts.",
        failure_factors=[("factor", "F1")],
    )
