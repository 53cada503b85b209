"""Nobody comes to a role, or to somebody else's account, through the lists of the Wagtail admin."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from cms.accounts.models import User
from cms.accounts.roles import GROUPS, Role, roles_of
from cms.accounts.syncing import sync_roles
from learners.audit.models import AuditEntry
from tests.cms.editor import in_an_emergency, make_superuser
from tests.factories.people import make_staff, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client):
    sync_roles()
    root = make_superuser()
    client.force_login(root)
    return root


def standing(user):
    user = User.objects.get(pk=user.pk)
    return user.email, user.is_superuser, user.check_password("a long pass phrase"), roles_of(user)


def test_a_superuser_gives_nobody_a_role_not_even_oneself(client, root):
    registrars = Group.objects.get(name=GROUPS[Role.REGISTRAR])
    other = make_user()
    data = {
        "email": "mine@demo.example",
        "first_name": "x",
        "last_name": "x",
        "groups": [registrars.pk],
        "is_active": "on",
        "is_superuser": "on",
        "password1": "another pass phrase",
        "password2": "another pass phrase",
    }

    for person in (root, other):
        client.post(f"/admin/users/edit/{person.pk}/", data)
        client.post(f"/admin/bulk/cms/user/assign_role/?id={person.pk}", {"role": registrars.pk})
        client.post(f"/admin/bulk/cms/user/delete/?id={person.pk}")
        client.post(f"/admin/users/delete/{person.pk}/")
    client.post("/admin/users/new/", data)

    assert standing(root) == (root.email, True, True, {Role.SUPERUSER})
    assert standing(other) == (other.email, False, True, frozenset())
    assert not User.objects.filter(email="mine@demo.example").exists()


def test_a_group_keeps_its_name_and_its_rights(client, root):
    tutors = Group.objects.get(name=GROUPS[Role.TUTOR])

    client.post(f"/admin/groups/edit/{tutors.pk}/", {"name": "Others"})
    client.post(f"/admin/groups/delete/{tutors.pk}/")
    client.post("/admin/groups/new/", {"name": "Others"})

    assert Group.objects.get(pk=tutors.pk).name == GROUPS[Role.TUTOR]
    assert not Group.objects.filter(name="Others").exists()


def test_the_lists_are_shown_in_an_emergency_and_an_account_is_closed(client, root):
    other = make_user()
    shut = client.get("/admin/users/")
    in_an_emergency(root, "read_contact_data")

    shown = [client.get(f"/admin/{place}/") for place in ("users", "groups")]
    client.post(f"/admin/bulk/cms/user/set_active_state/?id={other.pk}", {"mark_as_active": "False"})

    assert shut["Location"] == "/staff/emergency/read_contact_data/?next=%2Fadmin%2Fusers%2F"
    assert [page.status_code for page in shown] == [200, 200]
    offered = r'href="/admin/(?:users|groups)/(?:edit|new|delete|copy)/'
    assert [re.findall(offered, page.content.decode()) for page in shown] == [[], []]
    assert not User.objects.get(pk=other.pk).is_active


def test_the_command_gives_a_role_and_takes_it(root):
    call_command("give_role", "new@demo.example", "registrar", "--name", "Demo registrar", verbosity=0)
    user = User.objects.get(email="new@demo.example")
    given = roles_of(user), user.is_staff

    call_command("give_role", "new@demo.example", "registrar", "--end", verbosity=0)

    user = User.objects.get(pk=user.pk)
    assert (given, (roles_of(user), user.is_staff)) == (({Role.REGISTRAR}, True), (frozenset(), False))
    assert list(AuditEntry.objects.filter(person=user).order_by("number").values_list("name", flat=True)) == [
        "role.given",
        "role.taken",
    ]


def test_the_command_refuses_in_a_sentence(root):
    with pytest.raises(CommandError, match="no account with the address"):
        call_command("give_role", "new@demo.example", "registrar")
    with pytest.raises(CommandError, match="no account with the address"):
        call_command("give_role", "new@demo.example", "registrar", "--end")
    with pytest.raises(CommandError, match="no module M77"):
        call_command("give_role", make_staff(Role.INSTRUCTOR).email, "instructor", "--modules", "M77")

    assert not User.objects.filter(email="new@demo.example").exists()
