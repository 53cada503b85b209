import pytest

from cms.accounts.roles import Role
from tests.cms.editor import edit_url, lesson_form, make_author, make_superuser
from tests.factories.people import make_staff, make_user
from tests.factories.programme import make_lesson

pytestmark = pytest.mark.django_db
LOG = "/admin/audit-log/"


def _actions(response) -> list[tuple[str, str]]:
    return [(entry.action, entry.user_display_name) for entry in response.context["object_list"]]


def test_a_registrar_reads_who_did_what(module, sign_in):
    lesson = make_lesson(module)
    sign_in(make_author("a")).post(edit_url(lesson), lesson_form(lesson, title="New"))
    registrar = sign_in(make_staff(Role.REGISTRAR))

    everything = registrar.get(LOG)
    edits, others = (
        registrar.get(LOG + "?action=wagtail.edit"),
        registrar.get(LOG + "results/?action=wagtail.delete"),
    )

    assert ("wagtail.edit", "Demo a") in _actions(everything)
    assert _actions(edits) == [("wagtail.edit", "Demo a")]
    assert _actions(others) == []


def test_a_registrar_meets_the_log_and_nothing_to_edit(module, sign_in):
    lesson = make_lesson(module)
    registrar = sign_in(make_staff(Role.REGISTRAR))

    home = registrar.get("/admin/").content.decode()

    assert LOG in home
    assert "/admin/question/" not in home
    assert [registrar.get(url).status_code for url in (edit_url(lesson), "/admin/question/")] == [302, 302]


def test_a_superuser_reads_the_log(module, sign_in):
    assert sign_in(make_superuser()).get(LOG).status_code == 200


@pytest.mark.parametrize("person", [lambda: make_author("a"), lambda: make_staff(Role.TUTOR), make_user])
def test_nobody_else_reads_the_log(module, sign_in, person):
    stranger = sign_in(person())

    assert [stranger.get(url).status_code for url in (LOG, LOG + "results/")] == [302, 302]
