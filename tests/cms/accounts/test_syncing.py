from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupPagePermission, ModelLogEntry, Workflow, WorkflowPage

from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.accounts.syncing import UnableToAssign, assign_modules, modules_of, sync_roles
from courses.programme.workflow import SecondReaderTask
from tests.factories.people import make_staff, make_user
from tests.factories.programme import make_lesson, make_module, make_programme

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def _programme():
    programme = make_programme()
    return programme, make_module(programme, "M01"), make_module(programme, "M02")


def test_sync_roles_gives_each_group_exactly_its_rights():
    make_programme()

    sync_roles()

    rights = {
        group.name: {
            f"{p.content_type.app_label}.{p.codename}"
            for p in group.permissions.select_related("content_type")
        }
        for group in Group.objects.all()
    }
    written = [
        ("courses", "question"),
        ("courses", "questionbank"),
        ("courses", "rubric"),
        ("content", "glossaryterm"),
        ("content", "openresource"),
    ]
    assert rights == {
        "Instructors": {"wagtailadmin.access_admin"}
        | {f"{app}.{deed}_{model}" for app, model in written for deed in ("view", "add", "change")}
        | {f"content.{deed}_maturitysheet" for deed in ("view", "change", "publish")},
        "Registrars": {"wagtailadmin.access_admin"},
        "Tutors": set(),
        "Programme administrators": set(),
    }


def test_sync_roles_makes_a_group_of_authors_for_each_module():
    _programme_page, first, second = _programme()

    sync_roles()

    rights = set(GroupPagePermission.objects.values_list("group__name", "page", "permission__codename"))
    assert rights == {
        (f"Module {module.code} authors", module.pk, codename)
        for module in (first, second)
        for codename in ("add_page", "change_page")
    }


def test_sync_roles_attaches_the_second_reader_to_the_programme():
    programme, _first, _second = _programme()

    sync_roles()

    row = WorkflowPage.objects.get()
    assert (row.page_id, row.workflow.name) == (programme.pk, "Second reader")
    task = SecondReaderTask.objects.get()
    assert [each.specific for each in row.workflow.tasks] == [task]
    assert [group.name for group in task.groups.all()] == ["Instructors"]


def test_sync_roles_changes_nothing_when_it_runs_again():
    _programme()
    first = sync_roles()

    second = sync_roles()

    assert (bool(first.lines), second.lines) == (True, [])
    assert (Workflow.objects.count(), WorkflowPage.objects.count(), SecondReaderTask.objects.count()) == (
        1,
        1,
        1,
    )


def test_sync_roles_takes_back_a_right_that_the_table_does_not_have():
    _programme_page, first, _second = _programme()
    sync_roles()
    publish = GroupPagePermission.objects.first().permission.content_type.permission_set.get(
        codename="publish_page"
    )
    GroupPagePermission.objects.create(
        group=Group.objects.get(name="Module M01 authors"), page=first, permission=publish
    )
    Group.objects.get(name="Tutors").permissions.add(publish)

    changes = sync_roles()

    assert changes.lines == ["Tutors: 0 rights", "Module M01 authors: 2 rights"]
    assert not GroupPagePermission.objects.filter(permission=publish).exists()


def test_sync_roles_removes_the_groups_that_are_no_roles():
    make_programme()
    Group.objects.create(name="Editors")
    member = make_user()
    member.groups.add(Group.objects.create(name="Moderators"))

    sync_roles()

    assert set(Group.objects.filter(name__in=["Editors", "Moderators"]).values_list("name", flat=True)) == {
        "Moderators"
    }


def test_command_prints_what_it_changed(capsys):
    _programme()

    call_command("sync_roles")
    first = capsys.readouterr().out.splitlines()
    call_command("sync_roles")

    assert first[-1] == "Second reader: Certificate of Advanced Study"
    assert capsys.readouterr().out == ""


def test_assign_modules_lets_the_instructor_write_in_them_and_no_other():
    _programme_page, first, second = _programme()
    lessons = [make_lesson(first, "M01-L01"), make_lesson(second, "M02-L01")]
    sync_roles()
    instructor, administrator = make_staff(Role.INSTRUCTOR), make_staff(Role.ADMINISTRATOR)

    assign_modules(instructor, ["M01"], by=administrator, at=AT)

    instructor = _fresh(instructor)
    testers = [lesson.permissions_for_user(instructor) for lesson in lessons]
    assert [(t.can_edit(), t.can_publish()) for t in testers] == [(True, False), (False, False)]
    assert modules_of(instructor) == {"M01"}
    entry = ModelLogEntry.objects.get(action="campus.modules_assigned")
    assert (entry.user, entry.timestamp, entry.data) == (administrator, AT, {"modules": ["M01"]})


def test_assign_modules_replaces_what_was_assigned():
    _programme()
    sync_roles()
    instructor = make_staff(Role.INSTRUCTOR)
    assign_modules(instructor, ["M01"], by=None, at=AT)

    assign_modules(instructor, ["M02"], by=None, at=AT)

    assert modules_of(_fresh(instructor)) == {"M02"}


def test_assign_modules_twice_is_logged_once():
    _programme()
    sync_roles()
    instructor = make_staff(Role.INSTRUCTOR)

    assign_modules(instructor, ["M01"], by=None, at=AT)
    assign_modules(instructor, ["M01"], by=None, at=AT)

    assert ModelLogEntry.objects.filter(action="campus.modules_assigned").count() == 1


def test_assign_modules_refuses_a_module_that_is_not_there():
    _programme()
    sync_roles()
    instructor = make_staff(Role.INSTRUCTOR)

    with pytest.raises(UnableToAssign) as refusal:
        assign_modules(instructor, ["M01", "M77"], by=None, at=AT)

    assert str(refusal.value) == "There is no module M77."
    assert modules_of(_fresh(instructor)) == frozenset()


def test_assign_modules_refuses_who_is_no_instructor():
    _programme()
    sync_roles()

    with pytest.raises(UnableToAssign) as refusal:
        assign_modules(make_staff(Role.TUTOR), ["M01"], by=None, at=AT)

    assert str(refusal.value) == "Demo tutor is not an instructor. Give the role first."


def test_assign_modules_refuses_the_own_person():
    _programme()
    sync_roles()
    instructor = make_staff(Role.INSTRUCTOR)

    with pytest.raises(UnableToAssign) as refusal:
        assign_modules(instructor, ["M01"], by=instructor, at=AT)

    assert str(refusal.value) == "Nobody assigns modules to themselves. Ask a colleague."


@pytest.mark.parametrize(
    "role, status",
    [(Role.INSTRUCTOR, 200), (Role.REGISTRAR, 200), (Role.TUTOR, 302), (Role.ADMINISTRATOR, 302)],
)
def test_only_instructors_and_registrars_enter_the_admin(client, role, status):
    make_programme()
    sync_roles()
    client.force_login(make_staff(role))

    assert client.get("/admin/").status_code == status
