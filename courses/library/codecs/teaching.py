"""The programme, its modules, its lessons."""

from content.base.fields import points
from content.base.licences import Licence
from content.casestudies.models import CaseStudyPage
from content.principles.models import PrinciplePage
from content.resources.models import OpenResource
from courses.lessons.models import LessonCase, LessonPage, LessonPrinciple, LessonResource
from courses.library.codecs.base import (
    Codec,
    home_page,
    identity,
    joined,
    latest,
    licence_of,
    place_page,
    plain,
)
from courses.library.reading import Library
from courses.programme.models import (
    Activity,
    AssessmentComponent,
    AwardPolicy,
    AwardRule,
    ModulePage,
    ProgrammePage,
)


def _write_programme(page: ProgrammePage | None, data: dict) -> ProgrammePage:
    top = data["programme"]
    page = latest(page) if page else ProgrammePage(slug="programme", code=top["code"])
    page.title = top["title"]
    page.award = top["award"]
    page.audience = top["audience"]
    page.duration_weeks = top["duration_weeks"]
    page.notional_hours = top["notional_hours"]
    page.pass_mark = data["assessment_scheme"]["pass_mark"]
    page.component_floor = data["assessment_scheme"]["component_floor"]
    page.frame = plain(data)
    place_page(page, home_page(), live=True)
    _write_scheme(page, data["assessment_scheme"]["components"])
    _write_policy(page, data["award_rules"])
    return page


def _write_scheme(page: ProgrammePage, components: list[dict]) -> None:
    page.components.exclude(code__in=[item["code"] for item in components]).delete()
    for place, item in enumerate(components):
        AssessmentComponent.objects.update_or_create(
            programme=page,
            code=item["code"],
            defaults={
                "order": place,
                "title": item["title"],
                "kind": item["type"],
                "weight": item["weight"],
                "must_pass": item["must_pass"],
                "best_of": item.get("best_of"),
            },
        )


def _write_policy(page: ProgrammePage, rules: dict) -> None:
    policy, _made = AwardPolicy.objects.update_or_create(
        programme=page,
        code="certificate",
        defaults={
            "title": "Certificate",
            "classification": plain(rules["classification"]),
            "exit_awards": plain(rules.get("exit_awards", [])),
        },
    )
    conditions = rules["certificate_conditions"]
    policy.rules.exclude(key__in=[rule["key"] for rule in conditions]).delete()
    for place, rule in enumerate(conditions):
        parameters = {key: value for key, value in rule.items() if key not in ("key", "text")}
        AwardRule.objects.update_or_create(
            policy=policy,
            key=rule["key"],
            defaults={"order": place, "text": rule["text"], "parameters": parameters},
        )


def _read_programme(page: ProgrammePage) -> dict:
    page = latest(page)
    data = plain(page.frame)
    data["programme"] |= {
        "title": page.title,
        "award": page.award,
        "audience": page.audience,
        "duration_weeks": page.duration_weeks,
        "notional_hours": page.notional_hours,
    }
    data["assessment_scheme"] |= {"pass_mark": page.pass_mark, "component_floor": page.component_floor}
    data["assessment_scheme"]["components"] = [
        _read_component(row) for row in page.components.order_by("order")
    ]
    policy = page.award_policies.get(code="certificate")
    data["award_rules"]["certificate_conditions"] = [
        {"key": rule.key, "text": rule.text, **rule.parameters} for rule in policy.rules.order_by("order")
    ]
    return data


def _read_component(row: AssessmentComponent) -> dict:
    data = {
        "code": row.code,
        "title": row.title,
        "weight": row.weight,
        "must_pass": row.must_pass,
        "type": row.kind,
    }
    return data | ({"best_of": row.best_of} if row.best_of else {})


def _programme_item(library: Library) -> list[tuple[str, dict]]:
    data = {key: value for key, value in library.programme.items() if key != "modules"}
    # Rubrics are rows of their own; the frame keeps their codes, and with them their place in the file.
    more = {"rubrics": list(data["rubrics"]), "record_model": library.resources["record_model"]}
    return [("programme", data | more)]


PROGRAMME = Codec(
    kind="programme",
    file="programme.yaml",
    items=_programme_item,
    existing=lambda: dict(zip(["programme"], ProgrammePage.objects.order_by("pk"), strict=False)),
    write=_write_programme,
    read=_read_programme,
)

_MODULE_FRAME = ("programme_outcomes", "assessments", "lesson_hours", "assessment_hours")


def _write_module(page: ModulePage | None, data: dict) -> ModulePage:
    page = latest(page) if page else ModulePage(slug=data["code"].lower(), code=data["code"])
    page.title = data["title"]
    page.area = data["area"]
    page.first_week, page.last_week = data["weeks"]
    page.hours = data["hours"]
    page.summary = data["summary"]
    page.outcomes = points(*(outcome["text"] for outcome in data["outcomes"]))
    page.frame = plain({key: data[key] for key in _MODULE_FRAME})
    return place_page(page, ProgrammePage.objects.get(), live=True)


def _read_module(page: ModulePage) -> dict:
    page = latest(page)
    outcomes = [
        {"code": f"{page.code}-O{number}", "text": block.value}
        for number, block in enumerate(page.outcomes, start=1)
    ]
    return {
        "code": page.code,
        "title": page.title,
        "area": page.area,
        "weeks": [page.first_week, page.last_week],
        "summary": page.summary,
        "outcomes": outcomes,
        "programme_outcomes": page.frame["programme_outcomes"],
        "assessments": page.frame["assessments"],
        "lesson_hours": page.frame["lesson_hours"],
        "assessment_hours": page.frame["assessment_hours"],
        "hours": float(page.hours),
    }


MODULE = Codec(
    kind="module",
    file="programme.yaml",
    items=lambda library: [
        (item["code"], {k: v for k, v in item.items() if k != "lessons"}) for item in library.modules
    ],
    existing=lambda: {page.code: page for page in ModulePage.objects.order_by("path")},
    write=_write_module,
    read=_read_module,
)


def _write_lesson(page: LessonPage | None, data: dict) -> LessonPage:
    module = ModulePage.objects.get(code=data["code"].partition("-")[0])
    page = (
        latest(page)
        if page
        else LessonPage(
            slug=data["code"].lower(), activity=identity(module, data["code"], Activity.Kind.LESSON)
        )
    )
    page.title = data["title"]
    page.week = data["week"]
    page.planned_minutes = data["minutes"]
    page.brief = data["brief"]
    page.planned_activity = data["activity"]
    page.discussion_prompt = data["discussion_prompt"]
    page.open_access = bool(data["text"] and data["text"]["open_access"])
    page.licence = (data["text"] or {}).get("licence", Licence.CC_BY)
    page.body = lesson_body(data["text"]) if data["text"] else []
    page.principle_links = [
        LessonPrinciple(principle=PrinciplePage.objects.get(number=int(code[1:])), sort_order=place)
        for place, code in enumerate(data["principles"])
    ]
    page.case_links = [
        LessonCase(case=CaseStudyPage.objects.get(slug=slug), sort_order=place)
        for place, slug in enumerate(data["cases"])
    ]
    page.resource_links = [
        LessonResource(resource=OpenResource.objects.get(code=code), sort_order=place)
        for place, code in enumerate(data["sources"])
    ]
    return place_page(page, module, live=data["text"] is not None)


def lesson_body(text: dict) -> list[tuple[str, dict]]:
    """The seven parts of a lesson file as blocks."""
    case = text["case"]
    page = CaseStudyPage.objects.get(slug=case["case"]) if case["case"] else None
    return [
        ("situation", {"text": text["situation"]}),
        ("objectives", {"items": text["objectives"]}),
        *(part for section in text["sections"] for part in _section_blocks(section)),
        ("case", {"case": page, "question": case["question"], "text": case["text"]}),
        ("activity", text["activity"]),
        ("check", {"questions": text["check"]}),
        ("apply", {"text": text["apply"]}),
    ]


def _section_blocks(section: dict) -> list[tuple[str, dict]]:
    words = {"heading": section["heading"], "text": section["text"]}
    return [("section", words), *(("drawing", drawing) for drawing in section.get("drawings", []))]


def _read_lesson(page: LessonPage) -> dict:
    page = latest(page)
    principles = [link.principle.code for link in page.principle_links.all()]
    return {
        "code": page.code,
        "title": page.title,
        "week": page.week,
        "minutes": page.planned_minutes,
        "primary_principle": principles[0] if principles else None,
        "principles": principles,
        "brief": page.brief,
        "cases": [link.case.slug for link in page.case_links.all()],
        "activity": page.planned_activity,
        "discussion_prompt": page.discussion_prompt,
        "sources": [link.resource.code for link in page.resource_links.all()],
        "text": read_text(page),
    }


def read_text(page: LessonPage) -> dict | None:
    """The blocks of a lesson as the seven parts of its file; None while nothing is written."""
    values: dict[str, list] = {}
    for block in page.body:
        values.setdefault(block.block_type, []).append(block.value)
    if not values:
        return None
    case = values.get("case", [{"case": None, "question": "", "text": ""}])[0]
    activity = values.get("activity", [{"minutes": 0, "text": ""}])[0]
    checks = [question for value in values.get("check", []) for question in value["questions"]]
    return {
        "code": page.code,
        "title": page.title,
        "open_access": page.open_access,
        "situation": "\n\n".join(value["text"] for value in values.get("situation", [])),
        "objectives": [str(item) for value in values.get("objectives", []) for item in value["items"]],
        "sections": _read_sections(page.body),
        "case": {
            "case": case["case"].slug if case["case"] else "",
            "question": case["question"],
            "text": case["text"],
        },
        "activity": {"minutes": activity["minutes"], "text": activity["text"]},
        "check": [_read_check(question) for question in checks],
        "apply": "\n\n".join(value["text"] for value in values.get("apply", [])),
        **licence_of(page),
    }


def _read_sections(body) -> list[dict]:
    """The ideas, each with the drawings that follow it; a drawing before the first belongs to the first."""
    sections: list[dict] = []
    waiting: list[dict] = []
    for block in body:
        if block.block_type == "section":
            sections.append({"heading": block.value["heading"], "text": block.value["text"]})
        elif block.block_type == "drawing":
            waiting.append({key: block.value[key] for key in ("name", "alternative", "caption", "svg")})
        if sections and waiting:
            sections[-1].setdefault("drawings", []).extend(waiting)
            waiting = []
    return sections


def _read_check(question) -> dict:
    options = [
        {"text": option["text"], "correct": option["correct"], "explanation": option["explanation"]}
        for option in question["options"]
    ]
    return {"question": question["question"], "options": options, "read_again": question["read_again"]}


LESSON = Codec(
    kind="lesson",
    file="programme.yaml",
    items=lambda library: [
        (item["code"], joined(item, text=library.texts.get(item["code"]))) for item in library.lessons
    ],
    existing=lambda: {
        page.activity.code: page for page in LessonPage.objects.select_related("activity").order_by("path")
    },
    write=_write_lesson,
    read=_read_lesson,
)
