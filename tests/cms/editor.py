"""What an author sees and posts: people, addresses and forms of the real editor."""

from datetime import UTC, datetime
from html import unescape

from django.utils.timezone import now
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.accounts.emergency import take_right
from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.accounts.syncing import assign_modules
from cms.viewsets.banks import KEYS
from content.casestudies.models import CaseStudyIndexPage, CaseStudyPage
from courses.lessons.models import LessonPage
from tests.factories.people import make_staff, make_user
from tests.factories.programme import LESSON_BODY, make_home

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def make_author(name: str, *modules: str) -> User:
    user = make_staff(Role.INSTRUCTOR, f"{name}@demo.example")
    User.objects.filter(pk=user.pk).update(name=f"Demo {name}")
    assign_modules(user, modules or ["M01"], by=None, at=AT)
    return User.objects.get(pk=user.pk)


def make_superuser() -> User:
    return make_user("super@demo.example", "Demo super", is_staff=True, is_superuser=True)


def in_an_emergency(user: User, action: str = KEYS) -> User:
    """As a superuser does it who has to read questions, or something else that the role does not open."""
    take_right(user, action, reason="Nobody else is there today.", at=now())
    return user


def _block_data(name: str, value: dict) -> dict:
    """One block as the editor posts it."""
    if name == "objectives":
        items = [(str(place), item) for place, item in enumerate(value["items"])]
        return {"items": _list(items)}
    if name == "check":
        return {
            "questions": _list(
                [
                    (q["question"], {**q, "options": _list([(o["text"], _option(o)) for o in q["options"]])})
                    for q in value["questions"]
                ]
            )
        }
    return {key: "" if child is None else child for key, child in value.items()}


def _option(option: dict) -> dict:
    ticked = {"correct": "on"} if option["correct"] else {}
    return {"text": option["text"], "explanation": option["explanation"], **ticked}


def _list(items: list) -> dict:
    rows = {
        str(place): {"value": value, "id": "", "deleted": "", "order": str(place), "type": "item"}
        for place, (_key, value) in enumerate(items)
    }
    return {"count": str(len(items)), **rows}


def lesson_form(lesson=None, *, body=LESSON_BODY, **changes) -> dict:
    """What the editor posts for a lesson, with the version that was open."""
    data = {
        "title": "Lesson M01-L01",
        "slug": "m01-l01",
        "code": "M01-L01",
        "week": "1",
        "planned_minutes": "60",
        "required": "on",
        "seo_title": "",
        "search_description": "",
        "brief": "",
        "planned_activity": "",
        "discussion_prompt": "",
        "licence": "CC-BY-4.0",
        "body": streamfield([(name, _block_data(name, value)) for name, value in body]),
        "principle_links": inline_formset([]),
        "case_links": inline_formset([]),
        "resource_links": inline_formset([]),
        "comments": inline_formset([]),
    }
    if lesson is not None:
        revision = Page.objects.get(pk=lesson.pk).latest_revision
        data |= {
            "loaded_revision_id": str(revision.pk),
            "loaded_revision_created_at": revision.created_at.isoformat(),
        }
    return nested_form_data(data | changes)


def edit_url(lesson) -> str:
    return f"/admin/pages/{lesson.pk}/edit/"


def latest_of(lesson):
    return LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()


def messages_of(response) -> list[str]:
    return [unescape(str(message)).strip() for message in response.context["messages"]]


def make_case(**fields) -> CaseStudyPage:
    index = make_home().add_child(instance=CaseStudyIndexPage(title="Cases", slug="cases"))
    case = CaseStudyPage(
        title="A portal",
        slug="a-portal",
        country="Kenya",
        region="Africa",
        development_status="developing",
        years="2014",
        organisation="A ministry",
        outcome="success",
        facts="Facts.",
        live=False,
        **fields,
    )
    index.add_child(instance=case)
    case.save_revision()
    return case
