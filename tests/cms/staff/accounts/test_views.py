import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from cms.accounts.models import User
from cms.accounts.roles import Role
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.pages import text_of

pytestmark = pytest.mark.django_db
LOST = "The telephone was stolen. Known by voice."


@pytest.fixture
def office():
    return make_staff(Role.ADMINISTRATOR)


@pytest.fixture
def person():
    return make_user()


def at(person, end="") -> str:
    return f"/staff/accounts/{person.pk}/{end}"


def test_the_record_and_the_page_lead_to_it(client_of, office, cohort, person):
    enrolment = make_enrolment(cohort, person)

    record = text_of(client_of(office).get(f"/staff/learners/{enrolment.pk}/"))
    page = text_of(client_of(office).get(at(person)))

    assert f'href="{at(person)}"' in record
    assert "This account has no second step." in page


def test_sessions_end_and_the_page_says_so(client_of, office, person):
    theirs = client_of(person)

    page = client_of(office).post(at(person, "sign-out/"), {"sessions-reason": LOST}, follow=True)

    assert page.redirect_chain == [(at(person), 302)]
    assert "Demo learner 07 is signed out on all devices and gets a mail." in text_of(page)
    assert theirs.get("/account/password/change/").status_code == 302


def test_a_second_step_is_taken_away(client_of, office, person):
    TOTP.activate(person, generate_totp_secret())

    page = client_of(office).post(at(person, "second-step/"), {"step-reason": LOST}, follow=True)

    assert "The second step of Demo learner 07 is taken away. The person gets a mail." in text_of(page)
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("end, field", [("sign-out/", "sessions"), ("second-step/", "step")])
def test_without_a_reason_nothing_happens(client_of, office, person, end, field):
    page = client_of(office).post(at(person, end), {f"{field}-reason": " "})

    assert (page.status_code, User.objects.get(pk=person.pk).signed_out_at) == (422, None)
    assert "Say why, and how you know the person." in text_of(page)


def test_a_refusal_of_the_rule_is_told(client_of, office):
    registrar = make_staff(Role.REGISTRAR)
    TOTP.activate(registrar, generate_totp_secret())

    page = client_of(office).post(at(registrar, "second-step/"), {"step-reason": LOST})

    assert (page.status_code, Authenticator.objects.count()) == (422, 1)
    assert "is taken away by the technical office." in text_of(page)


@pytest.mark.parametrize("end", ["", "sign-out/", "second-step/"])
def test_the_own_account_and_a_closed_one_are_not_there(client_of, office, person, end):
    User.objects.filter(pk=person.pk).update(is_active=False)
    data = {"sessions-reason": LOST, "step-reason": LOST}
    ask = client_of(office).post if end else client_of(office).get

    assert [ask(at(who, end), data).status_code for who in (office, person)] == [404, 404]


@pytest.mark.parametrize("role", [Role.TUTOR, Role.INSTRUCTOR, Role.REGISTRAR])
def test_other_roles_are_refused(client_of, person, role):
    browser = client_of(make_staff(role))

    assert browser.get(at(person)).status_code == 403
    assert browser.post(at(person, "sign-out/"), {"sessions-reason": LOST}).status_code == 403


def test_strangers_sign_in_and_learners_find_nothing(client, client_of, person):
    assert client.get(at(person))["Location"].startswith("/account/login/")
    assert client_of(person).get(at(person)).status_code == 404
