import pytest

from cms.accounts.models import User
from cms.accounts.roles import Role
from learners.credentials.issuing import propose_award
from learners.credentials.models import AwardProposal, Certificate
from learners.events.models import LearningEvent
from tests.cms.staff.awards.pages import BOARD
from tests.factories.people import make_staff
from tests.factories.programme import make_cohort
from tests.learners.credentials.rows import (
    AT,
    administrator,
    make_eligible,
    registrar,
)

pytestmark = pytest.mark.django_db

PAGES = ["", "propose/", "approve/", "{id}/", "{id}/certificate.pdf"]
DEEDS = ["propose/", "approve/", "{id}/decline/", "{id}/revocation/", "{id}/revocation/confirm/"]


@pytest.mark.parametrize("method, path", [("get", p) for p in PAGES] + [("post", d) for d in DEEDS])
def test_strangers(issued, client_of, client, method, path):
    address = BOARD + path.format(id=issued.pk)
    strangers = {
        "anonymous": client,
        "learner": client_of(issued.user),
        "instructor": client_of(make_staff(Role.INSTRUCTOR)),
        "tutor": client_of(make_staff(Role.TUTOR)),
        "superuser": client_of(
            User.objects.create_superuser("root@demo.example", "a long pass phrase", name="R")
        ),
    }
    before = list(LearningEvent.objects.values_list("pk"))

    statuses = {who: getattr(browser, method)(address).status_code for who, browser in strangers.items()}

    assert statuses == {"anonymous": 302, "learner": 404, "instructor": 403, "tutor": 403, "superuser": 403}
    assert list(LearningEvent.objects.values_list("pk")) == before


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("path", [*PAGES, *DEEDS])
def test_get_and_head_change_nothing(issued, second, path, method):
    before = (
        LearningEvent.objects.count(),
        AwardProposal.objects.count(),
        Certificate.objects.get().revoked_at,
    )

    getattr(second, method)(BOARD + path.format(id=issued.pk), follow=True)

    after = (
        LearningEvent.objects.count(),
        AwardProposal.objects.count(),
        Certificate.objects.get().revoked_at,
    )
    assert after == before


@pytest.mark.parametrize("path", DEEDS[2:])
@pytest.mark.parametrize("method", ["get", "head"])
def test_address_of_a_deed_that_is_opened_leads_to_the_record(issued, second, path, method):
    response = getattr(second, method)(BOARD + path.format(id=issued.pk))

    assert (response.status_code, response["Location"]) == (302, f"{BOARD}{issued.pk}/")


@pytest.mark.parametrize("path", DEEDS[2:])
def test_address_of_a_deed_takes_no_other_method(issued, second, path):
    assert second.put(BOARD + path.format(id=issued.pk)).status_code == 405


@pytest.mark.parametrize("path", DEEDS[2:])
def test_sign_in_on_the_way_to_a_deed_leads_to_the_record(issued, client, second, path):
    sent = client.post(BOARD + path.format(id=issued.pk))

    assert sent["Location"] == f"/account/login/?next={BOARD}{path.format(id=issued.pk)}"
    assert second.get(sent["Location"].partition("next=")[2], follow=True).status_code == 200


@pytest.mark.parametrize("path", DEEDS[2:])
def test_address_of_a_deed_does_not_exist_for_learners(issued, client_of, path):
    assert client_of(issued.user).get(BOARD + path.format(id=issued.pk)).status_code == 404


@pytest.mark.parametrize("path", ["{id}/", "{id}/certificate.pdf"])
def test_learner_of_another_cohort_does_not_exist_here(issued, second, path):
    other = make_cohort(issued.cohort.edition, "2026-b")
    foreign = second.get(f"/staff/awards/{other.code}/{path.format(id=issued.pk)}")
    missing = second.get(f"/staff/awards/{other.code}/{path.format(id=999_999)}")

    assert (foreign.status_code, missing.status_code) == (404, 404)


@pytest.mark.parametrize("path", DEEDS[2:])
def test_deeds_on_a_learner_of_another_cohort_do_not_exist(issued, first, path):
    make_cohort(issued.cohort.edition, "2026-b")

    response = first.post(f"/staff/awards/2026-b/{path.format(id=issued.pk)}", {"revocation-reason": "No."})

    assert response.status_code == 404
    assert Certificate.objects.get().revoked_at is None


@pytest.mark.parametrize("deed", ["propose/", "approve/"])
def test_choosing_a_learner_of_another_cohort_does_not_work(cohort, key, second, deed):
    stranger = make_eligible(make_cohort(cohort.edition, "2026-b"))
    propose_award(stranger, by=administrator(), at=AT)

    assert second.post(BOARD + deed, {"who": str(stranger.pk)}).status_code == 404
    assert not Certificate.objects.exists()


def test_unknown_cohort_is_404(second):
    assert second.get("/staff/awards/nowhere/").status_code == 404


def test_posts_without_a_token_are_refused(cohort, client_of):
    browser = client_of(registrar())
    browser.handler.enforce_csrf_checks = True

    assert browser.post(f"{BOARD}propose/", {"who": str(make_eligible(cohort).pk)}).status_code == 403
    assert not AwardProposal.objects.exists()
