"""The addresses that Wagtail, allauth and Django bring along: what stands in them, and who comes further than a refusal."""

import csv
import re
from pathlib import Path

from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import get_resolver
from django.utils.timezone import now
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Locale, Site, Task, Workflow

from cms.accounts.syncing import assign_modules, sync_roles
from content.maturity.models import MaturitySheet
from courses.lessons.models import LessonPage
from learners.notices.models import MailText
from tests.cms.editor import in_an_emergency
from tests.factories.knowledge import make_term
from tests.security.doors import NOT_OURS, walk

PERSONS = ("stranger", "learner", "administrator", "instructor", "registrar", "superuser")
"""Nobody else is told apart here: visitors and twins are as learners, tutors as administrators."""

WHO = {
    "everybody": PERSONS,
    "members": PERSONS[1:],
    "admins": PERSONS[3:],
    "authors": ("instructor", "superuser"),
    "auditors": ("registrar", "superuser"),
    "operator": ("superuser",),
    "nobody": (),
}

TABLE = Path(__file__).with_name("frames.csv")

NOTED = frozenset(
    (
        "wagtailadmin_editingsession",  # who has the page open
        "wagtailcore_pagesubscription",  # who is told of comments: whoever edits the page
        "account_emailaddress",  # the address of the account, entered where allauth looks for it
        "django_session",  # where to go after the sign-in
        "wagtailimages_rendition",  # the small picture of a list, made when somebody first sees it
        "wagtailimages_image",  # the size of its file, asked once
    )
)
"""What these addresses write down when they are opened, beside what ours do."""


def rows() -> dict[str, tuple[str, ...]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["route"]: WHO[row["who"]] for row in csv.DictReader(file)}


def framed_routes() -> list[str]:
    """Each once: what an address of ours stands before is never reached."""
    return list(dict.fromkeys(r for r in walk(get_resolver().url_patterns) if r.startswith(NOT_OURS)))


def furnish(world) -> dict[str, object]:
    """One of each thing that these addresses are about, and an instructor who writes in the module of the lesson."""
    sync_roles()
    assign_modules(world.people["instructor"], ["M01"], by=None, at=now())
    for action in ("read_key_before_release", "read_contact_data"):
        in_an_emergency(world.people["superuser"], action)
    lesson = LessonPage.objects.get(activity__code="M01-L01")
    lesson.save_revision()
    root = Collection.get_first_root_node()
    below = root.add_child(name="Below")
    Document.objects.create(title="Paper", file="documents/paper.pdf", collection=root)
    Image.objects.create(title="Photograph", file=get_test_image_file(), collection=root)
    Redirect.objects.create(old_path="/old", redirect_link="/", site=Site.objects.first())
    make_term()
    MailText.objects.get_or_create(kind="learner_silent")
    things = {
        model._meta.model_name: model.objects.order_by("pk").first()
        for model in apps.get_models()
        if f"admin/{model._meta.model_name}/" in "".join(framed_routes())
    }
    return things | {"lesson": lesson, "collection": below}


def address_of(route: str, world, things) -> str:
    lesson, image = things["lesson"], Image.objects.get()
    named = {
        "page_id": lesson.pk, "parent_page_id": lesson.get_parent().pk, "page_to_move_id": lesson.pk,
        "destination_id": lesson.get_parent().pk, "revision_id": lesson.latest_revision_id, "image_id": image.pk,
        "document_id": Document.objects.get().pk, "redirect_id": Redirect.objects.get().pk,
        "content_type_app_name": "courses", "content_type_model_name": "lessonpage", "app_name": "courses",
        "app_label": "wagtailcore", "model_name": "page", "action": "delete", "task_id": Task.objects.get().pk,
        "collection_id": things["collection"].pk, "action_name": "approve", "filter_spec": "width-10",
        "path": "images/none.png", "provider_id": "none", "uidb36": "1", "key": "set-password", "uidb64": "MQ", "token": "set-password",
    }  # fmt: skip
    named["pk"] = _pk_of(route, world, things)
    plain = re.sub(r"\^|\$$|\(\?P(?=<)", "", route)
    plain = re.sub(r"<(?:\w+:)?(\w+)>(?:[^/)]*\))?", lambda found: str(named.get(found[1], 987654)), plain)
    return "/" + _UNNAMED.get(route, plain)


_UNNAMED = {
    r"admin/^.*/$": "admin/nowhere/",
    r"admin/pages/^(\d+)/revisions/compare/(live|earliest|\d+)\.\.\.(live|latest|\d+)/$": "admin/pages/1/revisions/compare/live...latest/",
    r"admin/snippets/content/maturitysheet/history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$": "admin/snippets/content/maturitysheet/history/1/revisions/compare/live...latest/",
    r"account/oidc/^(?P<provider_id>[^/]+)/login/": "account/oidc/none/login/",
    r"account/oidc/^(?P<provider_id>[^/]+)/login/callback/": "account/oidc/none/login/callback/",
    r"documents/^(\d+)/(.*)$": "documents/1/paper.pdf",
    r"^((?:[\w\-]+/)*)$": "nowhere/",
}


def _pk_of(route: str, world, things) -> int:
    for name, thing in things.items():
        if f"admin/{name}/" in route:
            return thing.pk
    of_place = {
        "users/": world.people["tutor"], "groups/": Group.objects.order_by("pk").first(), "sites/": Site.objects.first(),
        "locales/": Locale.objects.first(), "workflows/tasks/": Task.objects.first(), "workflows/": Workflow.objects.first(),
        "collections/": things["collection"], "maturitysheet/": MaturitySheet.objects.first(), "searchpicks/": Query.get("word"),
        "documents/": Document.objects.first(), "images/": Image.objects.first(), "pages/": things["lesson"],
        "reading_chooser/": things["openresource"], "term_chooser/": things["glossaryterm"],
    }  # fmt: skip
    return next((thing.pk for place, thing in of_place.items() if place in route), 987654)


def is_turned_away(response) -> bool:
    """To the sign-in, to the first page of the admin with a sentence, or with a refusal."""
    place = response.headers.get("Location", "").split("?")[0]
    return response.status_code in (403, 404) or (
        response.status_code == 302 and place in ("/account/login/", "/admin/login/", "/admin/")
    )
