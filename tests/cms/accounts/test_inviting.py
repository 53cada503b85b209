import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from wagtail.models import ModelLogEntry

from cms.accounts.inviting import NameNeeded, UnableToInvite, staff_account
from cms.accounts.models import User
from cms.accounts.roles import GROUPS, Role
from tests.factories.people import make_staff, make_user
from tests.factories.programme import IN_WEEK_1

pytestmark = pytest.mark.django_db
AT = IN_WEEK_1


@pytest.fixture
def office():
    Group.objects.get_or_create(name=GROUPS[Role.TUTOR])
    return make_staff(Role.ADMINISTRATOR)


def invite(email, office, name="", role=Role.TUTOR):
    return staff_account(email, name=name, role=role, by=office, at=AT)


def standing(user):
    user = User.objects.get(pk=user.pk)
    return user.name, user.is_staff, sorted(user.groups.values_list("name", flat=True))


def given():
    return [
        (entry.object_id, entry.user.email, entry.data)
        for entry in ModelLogEntry.objects.filter(action="campus.role_given")
    ]


def test_a_new_account_has_the_role_and_no_password(office):
    user = invite("New.Tutor@demo.example", office, " Demo tutor ")

    assert standing(user) == ("Demo tutor", True, ["Tutors"])
    assert (user.email, user.has_usable_password()) == ("new.tutor@demo.example", False)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.primary, address.verified) == ("new.tutor@demo.example", True, False)
    assert given() == [(str(user.pk), office.email, {"role": "Tutors"})]


@pytest.mark.parametrize("name", ["", "   "])
def test_without_a_name_no_account_is_made(office, name):
    with pytest.raises(NameNeeded, match="There is no account with the address typo@demo"):
        invite("typo@demo.example", office, name)

    assert User.objects.count() == 1


def test_staff_keep_what_they_have_and_get_the_role(office):
    instructor = make_staff(Role.INSTRUCTOR)

    assert invite(instructor.email.upper(), office, "Another name") == instructor
    invite(instructor.email, office)

    assert standing(instructor) == ("Demo instructor", True, ["Instructors", "Tutors"])
    assert len(given()) == 1


def test_somebody_who_is_no_staff_yet_becomes_it(office):
    user = make_user()

    invite(user.email, office)

    assert standing(user) == ("Demo learner 07", True, ["Tutors"])


def test_a_second_address_leads_to_the_same_account(office):
    user = make_user()
    EmailAddress.objects.create(user=user, email="other@demo.example")

    assert invite("Other@demo.example", office) == user


def test_a_closed_account_stays_closed(office):
    user = make_user(is_active=False)

    with pytest.raises(UnableToInvite, match="The account of Demo learner 07 is closed"):
        invite(user.email, office)

    assert standing(user) == ("Demo learner 07", False, [])
