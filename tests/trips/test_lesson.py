"""From the sign-in to the completed lesson; and what an author changes meanwhile."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client

from cms.accounts.syncing import sync_roles
from learners.events.models import LearningEvent
from learners.progress.models import ActivityProgress
from tests.cms.editor import edit_url, lesson_form, make_author
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import (
    IN_WEEK_1,
    LESSON_BODY,
    make_cohort,
    make_edition,
    make_lesson,
    make_module,
    make_programme,
)
from tests.pages import text_of

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"


@pytest.fixture
def module():
    module = make_module(make_programme())
    make_lesson(module, "M01-L01", week=1)
    make_lesson(module, "M01-L02", week=1)
    sync_roles()
    return module


@pytest.fixture
def enrolment(module):
    enrolment = make_enrolment(make_cohort(make_edition(module.get_parent().specific)))
    EmailAddress.objects.create(user=enrolment.user, email=enrolment.user.email, verified=True, primary=True)
    return enrolment


@pytest.fixture
def clock():
    with time_machine.travel(IN_WEEK_1, tick=False) as clock:
        yield clock


def test_from_the_sign_in_to_the_completed_module(client, enrolment, clock):
    asked = client.get("/learn/")
    signed_in = client.post(asked["Location"], {"login": enrolment.user.email, "password": PASSWORD})
    week = client.get(signed_in["Location"])
    first = re.search(r'<section class="next".*?href="([^"]+)"', week.content.decode(), re.S)[1]
    client.get(first)
    clock.shift(timedelta(minutes=30))
    second = client.post(f"{first}complete/")
    page = client.get(second["Location"])
    home = client.post(f"{second['Location']}complete/")

    assert (first, second["Location"], home["Location"]) == ("/learn/M01-L01/", "/learn/M01-L02/", "/learn/")
    assert "“Lesson M01-L01” is completed." in text_of(page)
    assert "2 of 2 tasks completed" in text_of(client.get("/learn/"))
    assert "2 of 2 tasks completed" in text_of(client.get("/learn/programme/"))
    assert [row.completed_at - row.opened_at for row in ActivityProgress.objects.order_by("pk")] == [
        timedelta(minutes=30),
        timedelta(0),
    ]
    assert list(LearningEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "activity.opened",
        "activity.completed",
        "activity.opened",
        "activity.completed",
    ]


def test_an_edit_reaches_the_next_edition_and_no_running_cohort(client, module, enrolment, clock):
    author, learner = Client(), Client()
    author.force_login(make_author("author"))
    learner.force_login(enrolment.user)
    before = learner.get("/learn/M01-L01/").content
    lesson = module.get_children().get(slug="m01-l01").specific
    body = [(name, value) for name, value in LESSON_BODY]
    body[0] = ("situation", {"text": "A minister asks a new question."})

    saved = author.post(edit_url(lesson), lesson_form(lesson, body=body))
    lesson.refresh_from_db()
    lesson.get_latest_revision().publish()

    assert saved.status_code == 302
    assert _without_tokens(learner.get("/learn/M01-L01/").content) == _without_tokens(before)
    edition = make_edition(module.get_parent().specific)
    later = make_enrolment(
        make_cohort(edition, "2026-b"), make_user("second@demo.example", "Demo learner 08")
    )
    learner.force_login(later.user)
    assert "A minister asks a new question." in text_of(learner.get("/learn/M01-L01/"))


def _without_tokens(page: bytes) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.decode())


@pytest.mark.parametrize(
    ("page", "most"),
    [("/learn/", 10), ("/learn/M01-L01/", 8), ("/learn/programme/", 10), ("/learn/modules/M01/", 10)],
)
def test_pages_of_the_trip_cost_few_queries(
    client, enrolment, clock, page, most, django_assert_max_num_queries
):
    client.force_login(enrolment.user)
    client.get(page)  # the edition's plan and text are read once in the life of a process

    with django_assert_max_num_queries(most):
        client.get(page)


def test_completing_costs_few_queries(client, enrolment, clock, django_assert_max_num_queries):
    client.force_login(enrolment.user)
    client.get("/learn/M01-L01/")

    with django_assert_max_num_queries(18):
        client.post("/learn/M01-L01/complete/")
