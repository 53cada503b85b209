import base64
import hashlib

import pytest
from django.template.loader import render_to_string

from cms.accounts.roles import Role
from cms.accounts.syncing import sync_roles
from content.pages.models import StandardPage
from courses.lessons.models import LessonPage
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_home, make_module, make_programme, make_small_programme
from tests.factories.works import make_defence, make_discussion

pytestmark = pytest.mark.django_db


def test_an_unknown_page_is_told_in_words(client):
    make_home()

    response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert "We cannot find this page" in response.content.decode()


@pytest.mark.parametrize("make", [make_discussion, make_defence])
def test_work_that_is_only_watched_has_a_public_page(client, make):
    work = make(make_module(make_programme()))

    response = client.get(work.url)

    assert response.status_code == 200
    assert "This work is open to learners of the programme." in response.content.decode()


@pytest.mark.parametrize("page", ["/account/login/", "/verify/", "/"])
def test_a_page_of_ours_allows_no_inline_code(client, page):
    make_home()

    policy = client.get(page)["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_the_style_of_the_page_is_the_one_that_the_policy_allows(client):
    make_home()
    response = client.get("/")
    page = response.content.decode()

    style = page[page.index("<style>") + 7 : page.index("</style>")]

    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in response["Content-Security-Policy"]
    assert "style=" not in page


def test_only_the_admin_has_the_looser_policy(client):
    make_home()
    sync_roles()
    client.force_login(make_staff(Role.INSTRUCTOR))

    response = client.get("/admin/")

    assert response.status_code == 200
    assert "script-src 'self' 'unsafe-inline'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(("role", "status"), [(None, 404), (Role.TUTOR, 403), (Role.ADMINISTRATOR, 403)])
def test_people_without_a_right_to_the_admin_are_not_sent_in_circles(client, role, status):
    client.force_login(make_staff(role) if role else make_user())

    response = client.get("/admin/", follow=True)

    assert response.status_code == status


def test_secure_headers(client):
    make_home()

    response = client.get("/")

    names = ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy")
    assert [response[name] for name in names] == ["DENY", "nosniff", "same-origin", "same-origin"]


def test_a_post_without_its_token_is_refused_in_words(client):
    client.handler.enforce_csrf_checks = True
    user = make_user()
    client.force_login(user)

    response = client.post("/learn/M01-L01/complete/")

    assert response.status_code == 403
    assert "<h1>" in response.content.decode()


def test_the_public_page_of_a_lesson_leads_a_learner_to_the_own_edition(client):
    enrolment = make_enrolment(make_small_programme())
    public = LessonPage.objects.get(slug="m01-l01").url
    client.force_login(enrolment.user)

    response = client.get(public)

    assert (response.status_code, response["Location"]) == (302, "/learn/M01-L01/")


def test_the_public_page_of_a_lesson_shows_a_stranger_the_brief_only(client):
    make_small_programme()

    page = client.get(LessonPage.objects.get(slug="m01-l01").url).content.decode()

    assert "The text of this lesson is open to learners of the programme." in page
    assert "A deputy director asks" not in page


def test_an_open_lesson_is_read_by_everybody(client):
    make_small_programme()
    LessonPage.objects.update(open_access=True)

    page = client.get(LessonPage.objects.get(slug="m01-l01").url).content.decode()

    assert "A deputy director asks" in page


@pytest.mark.parametrize("slug", ["help", "accessibility", "privacy"])
def test_a_page_of_help_names_the_office_and_when_it_answers(client, settings, slug):
    settings.OFFICE_EMAIL = "office@example.org"
    page = StandardPage(title=slug, slug=slug)
    make_home().add_child(instance=page)

    html = client.get(f"/{slug}/").content.decode()

    assert '<a href="mailto:office@example.org">office@example.org</a>' in html
    assert "A person answers within 2 working days. A complaint is answered within 10 working days." in html


def test_help_says_how_long_a_code_is_good(settings):
    text = (settings.BASE_DIR / "content" / "library" / "pages" / "help.md").read_text(encoding="utf-8")

    assert f"good for {settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60} minutes" in text


def test_the_public_programme_tells_how_one_studies_and_what_it_is_for(client):
    programme = make_programme()
    programme.frame = {"programme": {"aims": ["Reduce the digital gap"], "entry_requirements": []}}
    programme.save_revision().publish()

    html = client.get("/programme/").content.decode()

    study, aims = html.index("How you study"), html.index("What the programme is for")
    assert (
        study
        < html.index("You study 6 to 8 hours in most weeks")
        < aims
        < html.index("Reduce the digital gap")
    )


@pytest.mark.parametrize("address", ["/", "/staff/", "/nothing/here/"])
def test_each_page_has_the_name_of_the_site(client, settings, address):
    settings.SITE_NAME = "College of Public Service"
    make_home()
    client.force_login(make_staff(Role.ADMINISTRATOR))

    html = client.get(address).content.decode()

    assert "– College of Public Service</title>" in html
    assert "Global E-Governance and Leadership" not in html


def test_the_page_of_a_failure_has_the_name_of_the_site(settings):
    settings.SITE_NAME = "College of Public Service"

    assert render_to_string("500.html").count("College of Public Service") == 2
