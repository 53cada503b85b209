"""The knowledge base: Recommendation, principles, cases, readings, terms."""

from datetime import date

from wagtail.models import Locale

from content.base.fields import points
from content.base.licences import Licence
from content.casestudies.models import CaseStudyPage, CaseStudyPrinciple
from content.glossary.models import GlossaryTerm
from content.principles.models import PrincipleIndexPage, PrinciplePage
from content.resources.models import OpenResource
from courses.library.codecs.base import (
    Codec,
    case_index,
    home_page,
    joined,
    latest,
    licence_of,
    place_page,
    plain,
)
from courses.library.codecs.instrument import KEY as INSTRUMENT_KEY


def _write_recommendation(index: PrincipleIndexPage | None, data: dict) -> PrincipleIndexPage:
    index = latest(index) if index else PrincipleIndexPage(title="The twelve principles", slug="principles")
    text = data["recommendation"]
    index.recommendation_title = text["title"]
    index.reference = text["reference"]
    index.council_act = text["council_act"]
    index.adopted_on = date.fromisoformat(text["adopted"])
    kept = {key: part for key, part in index.frame.items() if key == INSTRUMENT_KEY}
    index.frame = kept | plain(
        {"resource": text["resource"]} | {k: v for k, v in data.items() if k != "recommendation"}
    )
    return place_page(index, home_page(), live=True)


def _read_recommendation(index: PrincipleIndexPage) -> dict:
    index = latest(index)
    frame = {key: part for key, part in index.frame.items() if key != INSTRUMENT_KEY}
    recommendation = {
        "title": index.recommendation_title,
        "reference": index.reference,
        "council_act": index.council_act,
        "adopted": index.adopted_on.isoformat(),
        "resource": frame.pop("resource"),
    }
    return {"recommendation": recommendation} | frame


RECOMMENDATION = Codec(
    kind="recommendation",
    file="principles.yaml",
    items=lambda library: [
        ("recommendation", {k: v for k, v in library.principles.items() if k != "principles"})
    ],
    existing=lambda: dict(zip(["recommendation"], PrincipleIndexPage.objects.order_by("pk"), strict=False)),
    write=_write_recommendation,
    read=_read_recommendation,
)


def _write_principle(page: PrinciplePage | None, data: dict) -> PrinciplePage:
    page = latest(page) if page else PrinciplePage(slug=data["code"].lower())
    page.title = data["short_name"]
    page.number = data["number"]
    page.pillar = data["pillar"]
    page.official_name = data["official_name"]
    page.summary = data["summary"]
    page.key_questions = points(*data["key_questions"])
    page.instruments = data["related_instruments"]
    page.dimensions = data["dgpf_dimensions"]
    page.toolkit = plain(data["toolkit"]) | {"recommendation_section": data["recommendation_section"]}
    return place_page(page, PrincipleIndexPage.objects.get(), live=True)


def _read_principle(page: PrinciplePage) -> dict:
    page = latest(page)
    toolkit = dict(page.toolkit)
    return {
        "code": page.code,
        "number": page.number,
        "short_name": page.title,
        "official_name": page.official_name,
        "pillar": page.pillar,
        "recommendation_section": toolkit.pop("recommendation_section"),
        "summary": page.summary,
        "key_questions": [block.value for block in page.key_questions],
        "dgpf_dimensions": page.dimensions,
        "related_instruments": page.instruments,
        "toolkit": toolkit,
    }


PRINCIPLE = Codec(
    kind="principle",
    file="principles.yaml",
    items=lambda library: [(item["code"], item) for item in library.principles["principles"]],
    existing=lambda: {page.code: page for page in PrinciplePage.objects.order_by("number")},
    write=_write_principle,
    read=_read_principle,
)

_CASE_FIELDS = (
    "country", "region", "development_status", "years", "organisation", "outcome", "verification", "facts",
)  # fmt: skip


def _write_case(page: CaseStudyPage | None, data: dict) -> CaseStudyPage:
    page = latest(page) if page else CaseStudyPage(slug=data["slug"])
    page.title = data["title"]
    for field in _CASE_FIELDS:
        setattr(page, field, data[field])
    page.licence = data.get("licence", Licence.CC_BY)
    page.reviewed_on = data.get("reviewed_on")
    page.story = [("text", data["story"])] if data["story"] else []
    page.transferable_lessons = points(*data["transferable_lessons"])
    page.discussion_questions = points(*data["discussion_questions"])
    page.failure_factors = [("factor", code) for code in data["failure_factors"]]
    page.sources = [("source", {**source, "url": source["url"] or ""}) for source in data["sources"]]
    principles = PrinciplePage.objects.in_bulk(
        [int(code[1:]) for code in data["principles"]], field_name="number"
    )
    page.principle_links = [
        CaseStudyPrinciple(principle=principles[int(code[1:])], sort_order=place)
        for place, code in enumerate(data["principles"])
    ]
    live = data["verification"] == CaseStudyPage.Verification.VERIFIED
    return place_page(page, case_index(), live=live)


def _read_case(page: CaseStudyPage) -> dict:
    page = latest(page)
    fields = {field: getattr(page, field) for field in _CASE_FIELDS}
    principles = [link.principle.code for link in page.principle_links.all()]
    sources = [{**block.value, "url": block.value["url"] or None} for block in page.sources]
    head = ("country", "region", "development_status", "years", "organisation", "outcome")
    return {
        "slug": page.slug,
        "title": page.title,
        **{field: fields[field] for field in head},
        "principles": principles,
        "failure_factors": [block.value for block in page.failure_factors],
        "verification": page.verification,
        "facts": page.facts,
        "transferable_lessons": [block.value for block in page.transferable_lessons],
        "discussion_questions": [block.value for block in page.discussion_questions],
        "sources": sources,
        **licence_of(page),
        **({"reviewed_on": page.reviewed_on} if page.reviewed_on else {}),
        "story": "\n\n".join(block.value for block in page.story if block.block_type == "text"),
    }


CASE = Codec(
    kind="case",
    file="case_studies.yaml",
    items=lambda library: [
        (item["slug"], joined(item, story=library.stories.get(item["slug"], ""))) for item in library.cases
    ],
    existing=lambda: {page.slug: page for page in CaseStudyPage.objects.order_by("path")},
    write=_write_case,
    read=_read_case,
)


def _write_term(term: GlossaryTerm | None, data: dict) -> GlossaryTerm:
    term = term or GlossaryTerm(slug=data["slug"], locale=Locale.get_default())
    term.term = data["term"]
    term.definition = data["definition"]
    term.origin = data["origin"]
    term.principle = PrinciplePage.objects.get(number=int(data["principle"][1:]))
    term.full_clean()
    term.save()
    return term


def _read_term(term: GlossaryTerm) -> dict:
    return {
        "term": term.term,
        "slug": term.slug,
        "definition": term.definition,
        "origin": term.origin,
        "principle": term.principle.code if term.principle else None,
    }


TERM = Codec(
    kind="term",
    file="glossary.yaml",
    items=lambda library: [(item["slug"], item) for item in library.terms],
    existing=lambda: {
        term.slug: term
        for term in GlossaryTerm.objects.filter(locale=Locale.get_default())
        .select_related("principle")
        .order_by("pk")
    },
    write=_write_term,
    read=_read_term,
)

_RESOURCE_TEXTS = (
    "collection", "record_type", "title", "creator", "date", "publisher_or_department", "language", "abstract", "peer_reviewed",
    "rights", "url", "verification",
)  # fmt: skip


def _write_resource(resource: OpenResource | None, data: dict) -> OpenResource:
    resource = resource or OpenResource(code=data["id"], locale=Locale.get_default())
    for field in _RESOURCE_TEXTS:
        setattr(resource, field, data[field])
    resource.year = data["year"]
    resource.keywords = list(data["keywords"])
    resource.pages = data["pages"] or ""
    resource.attachment = data["attachment"] or ""
    resource.full_clean()
    resource.save()
    return resource


def _read_resource(resource: OpenResource) -> dict:
    texts = {field: getattr(resource, field) for field in _RESOURCE_TEXTS}
    return {
        "id": resource.code,
        "collection": texts["collection"],
        "record_type": texts["record_type"],
        "title": texts["title"],
        "creator": texts["creator"],
        "year": resource.year,
        "date": texts["date"],
        "publisher_or_department": texts["publisher_or_department"],
        "pages": resource.pages or None,
        "language": texts["language"],
        "keywords": resource.keywords,
        "abstract": texts["abstract"],
        "peer_reviewed": texts["peer_reviewed"],
        "rights": texts["rights"],
        "url": texts["url"],
        "attachment": resource.attachment or None,
        "verification": texts["verification"],
    }


RESOURCE = Codec(
    kind="resource",
    file="resources.yaml",
    items=lambda library: [(item["id"], item) for item in library.resources["resources"]],
    existing=lambda: {
        resource.code: resource
        for resource in OpenResource.objects.filter(locale=Locale.get_default()).order_by("pk")
    },
    write=_write_resource,
    read=_read_resource,
)
