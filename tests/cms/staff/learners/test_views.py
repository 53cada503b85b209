import re
from datetime import date, timedelta

import pytest
import time_machine

from cms.accounts.models import User
from cms.accounts.roles import Role, give_role
from courses.cohorts.models import TeachingRole
from courses.editions.models import Edition
from courses.editions.plan import plan_of
from learners.admissions.models import Application, Intake
from learners.enrolment.dates import due_at
from learners.enrolment.extending import ask_for_more_time
from learners.enrolment.models import Accommodation, Enrolment, Extension
from learners.events.models import LearningEvent
from learners.progress.completing import open_activity
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import IN_WEEK_1, make_cohort, make_small_programme
from tests.factories.works import make_programme_with_works, planned_work
from tests.learners.submissions.rows import after_grace, make_handed_in, make_released

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_week_1():
    with time_machine.travel(IN_WEEK_1, tick=False):
        yield


@pytest.fixture
def enrolment():
    return make_enrolment(make_small_programme())


@pytest.fixture
def quiz(enrolment):
    return plan_of(enrolment.cohort.edition_id).activity("Q1")


@pytest.fixture
def office(client):
    client.force_login(make_staff(Role.ADMINISTRATOR))
    return client


def teach(client, cohort, role=Role.INSTRUCTOR, module_code=""):
    user = make_staff(role)
    kind = TeachingRole.Kind.INSTRUCTOR if role == Role.INSTRUCTOR else TeachingRole.Kind.TUTOR
    TeachingRole.objects.create(cohort=cohort, user=user, kind=kind, module_code=module_code)
    client.force_login(user)
    return client


def record_of(client, enrolment) -> str:
    return client.get(f"/staff/learners/{enrolment.pk}/").content.decode()


def test_the_list_finds_by_name_cohort_and_silence(office, enrolment):
    other = make_cohort(enrolment.cohort.edition, "2026-b")
    make_enrolment(other, make_user("amina@demo.example", "Amina"))

    def names(query):
        page = office.get(f"/staff/learners/?{query}").context["page_obj"]
        return [each.user.name for each in page]

    assert names("") == ["Amina", "Demo learner 07"]
    assert names("name=amina@") == ["Amina"]
    assert names("cohort=2026-a") == ["Demo learner 07"]
    assert names("silent=10") == []
    with time_machine.travel(IN_WEEK_1 + 11 * DAY):
        office.force_login(User.objects.get(is_staff=True))  # the session of week 1 is over
        assert names("silent=10") == ["Amina", "Demo learner 07"]
        assert names("silent=14") == []


def test_a_silent_learner_is_marked_with_what_to_do(office, enrolment):
    with time_machine.travel(IN_WEEK_1 + 13 * DAY):
        office.force_login(User.objects.get(is_staff=True))  # the session of week 1 is over
        assert "15 days silent: A tutor calls" in office.get("/staff/learners/").content.decode()
        assert "No activity for 15 days. A tutor calls." in record_of(office, enrolment)


@pytest.mark.parametrize("learners", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    office, enrolment, learners, django_assert_max_num_queries
):
    for number in range(learners):
        make_enrolment(enrolment.cohort, make_user(f"l{number}@demo.example", f"Demo learner {number:02d}"))

    with django_assert_max_num_queries(10):
        office.get("/staff/learners/")


def test_the_record_stays_inside_its_budget_of_queries(
    office, enrolment, quiz, django_assert_max_num_queries
):
    office.post(f"/staff/learners/{enrolment.pk}/extend/", extend("all"))

    with django_assert_max_num_queries(25):
        record_of(office, enrolment)


def extend(what, days="14", reason="Flood.") -> dict:
    return {"extend-what": what, "extend-days": days, "extend-reason": reason}


def test_all_remaining_work_moves_with_one_form(office, enrolment, quiz):
    before = due_at(enrolment, quiz)

    response = office.post(f"/staff/learners/{enrolment.pk}/extend/", extend("all"), follow=True)

    assert due_at(enrolment, quiz) == before + 14 * DAY
    assert "All remaining work has 14 more days." in response.content.decode()
    assert "All your remaining work has 14 more days: Flood." in response.content.decode()


def test_one_work_moves_alone(office, enrolment, quiz):
    before = due_at(enrolment, quiz)

    office.post(f"/staff/learners/{enrolment.pk}/extend/", extend("Q1", "3"))

    assert due_at(enrolment, quiz) == before + 3 * DAY


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (extend("all", "40"), "Enter between 1 and 28 days."),
        (extend("all", reason=""), "Write the reason in one sentence."),
        (extend("Q9"), "Q9 is not one of the available choices."),
    ],
)
def test_a_bad_extension_is_refused(office, enrolment, data, says):
    response = office.post(f"/staff/learners/{enrolment.pk}/extend/", data)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Extension.objects.exists()


def test_extra_time_is_set_and_ended(office, enrolment):
    address = f"/staff/learners/{enrolment.pk}/extra-time/"
    office.post(address, {"extra-percent": "50", "extra-reason": "Low vision."})
    found = Accommodation.objects.values_list("extra_time_percent", "reason").get()
    office.post(address, {"extra-percent": "0"})

    assert found == (50, "Low vision.")
    assert not Accommodation.objects.exists()


def test_an_instructor_sets_extra_time_and_never_reads_the_reason(office, client, enrolment):
    office.post(
        f"/staff/learners/{enrolment.pk}/extra-time/", {"extra-percent": "50", "extra-reason": "Low vision."}
    )
    instructor = teach(client, enrolment.cohort)

    page = record_of(instructor, enrolment)
    instructor.post(
        f"/staff/learners/{enrolment.pk}/extra-time/", {"extra-percent": "25", "extra-reason": "x"}
    )

    assert "Low vision." not in page
    assert Accommodation.objects.values_list("extra_time_percent", "reason").get() == (25, "Low vision.")


def test_withdrawal_interruption_and_return(office, enrolment):
    states = []
    for deed in ("interrupt", "resume", "withdraw"):
        office.post(f"/staff/learners/{enrolment.pk}/{deed}/", {"leave-reason": "Family."})
        states.append(Enrolment.objects.get().state)

    assert states == ["interrupted", "active", "withdrawn"]
    assert "Withdrew: Family." in record_of(office, enrolment)


def test_leaving_needs_a_reason(office, enrolment):
    response = office.post(f"/staff/learners/{enrolment.pk}/withdraw/", {"leave-reason": ""})

    assert response.status_code == 422
    assert Enrolment.objects.get().state == "active"


def test_a_deferral_keeps_results_and_says_so(office, enrolment):
    make_cohort(enrolment.cohort.edition, "2026-b", starts_on=date(2026, 9, 7))

    response = office.post(
        f"/staff/learners/{enrolment.pk}/move/",
        {"move-cohort": "2026-b", "move-reason": "Family."},
        follow=True,
    )

    page = response.content.decode()
    assert "Results and progress are kept." in page
    assert "Deferred to a later cohort: 2026-a to 2026-b" in page
    assert Enrolment.objects.get().cohort.code == "2026-b"


def test_the_timeline_names_work_by_its_title(office, enrolment):
    lesson = plan_of(enrolment.cohort.edition_id).activity("M01-L01")
    open_activity(enrolment, lesson, at=IN_WEEK_1)

    assert f">Opened {lesson.title} (M01-L01)</td>" in record_of(office, enrolment)


ALONG = "1 work is handed in and has no released mark. It goes along, and the new cohort marks it."


def test_before_a_move_it_says_which_work_goes_along(office):
    enrolment = make_enrolment(make_programme_with_works())
    make_cohort(enrolment.cohort.edition, "2026-b", starts_on=date(2026, 9, 7))
    before = record_of(office, enrolment)
    submission = make_handed_in(enrolment)

    page = record_of(office, enrolment)

    form = page.partition("Defer or transfer")[2].partition("<form")[0]
    assert (ALONG in before, ALONG in form) == (False, True)
    assert re.findall("<li>([^<]+)</li>", form) == [planned_work(enrolment.cohort).title]
    assert "nobody would mark it" not in form
    make_released(submission.work, planned_work(enrolment.cohort), at=after_grace(enrolment.cohort))
    assert ALONG not in record_of(office, enrolment)


def test_before_a_move_it_warns_of_a_cohort_that_does_not_have_the_work(office):
    enrolment = make_enrolment(make_programme_with_works())
    edition = enrolment.cohort.edition
    empty = Edition.objects.create(programme=edition.programme, number=9, label="Empty", frozen_at=IN_WEEK_1)
    make_cohort(empty, "2026-b", starts_on=date(2026, 9, 7))
    make_handed_in(enrolment)

    page = record_of(office, enrolment)

    title = planned_work(enrolment.cohort).title
    assert f"Cohort 2026-b does not have “{title}”: nobody would mark it there." in page


def test_who_may_move_nobody_reads_nothing_of_it(client):
    enrolment = make_enrolment(make_programme_with_works())
    make_cohort(enrolment.cohort.edition, "2026-b", starts_on=date(2026, 9, 7))
    make_handed_in(enrolment)

    assert ALONG not in record_of(teach(client, enrolment.cohort, Role.TUTOR), enrolment)


def test_a_full_cohort_is_said(office, enrolment):
    make_cohort(enrolment.cohort.edition, "2026-b", starts_on=date(2026, 9, 7), capacity=0)

    response = office.post(
        f"/staff/learners/{enrolment.pk}/move/", {"move-cohort": "2026-b", "move-reason": "Family."}
    )

    assert response.status_code == 422
    assert "Cohort 2026-b has no place left." in response.content.decode()


def test_who_teaches_the_cohort_sees_its_learners_and_no_others(client, enrolment):
    other = make_enrolment(
        make_cohort(enrolment.cohort.edition, "2026-b"), make_user("twin@demo.example", "Demo learner 08")
    )
    tutor = teach(client, enrolment.cohort, Role.TUTOR)

    page = tutor.get("/staff/learners/").content.decode()

    assert ("Demo learner 07" in page, "Demo learner 08" in page) == (True, False)
    assert tutor.get(f"/staff/learners/{other.pk}/").status_code == 404
    assert enrolment.user.email not in record_of(tutor, enrolment)
    assert tutor.post(f"/staff/learners/{enrolment.pk}/extend/", extend("all")).status_code == 403


def test_who_may_not_read_addresses_does_not_search_by_them(client, enrolment):
    tutor = teach(client, enrolment.cohort, Role.TUTOR)

    pages = [
        tutor.get(f"/staff/learners/?name={part}").content.decode()
        for part in ("learner 07", "learner.07%40")
    ]

    assert ["Demo learner 07" in page for page in pages] == [True, False]
    assert "Name or e-mail" not in pages[0]


@pytest.mark.parametrize(
    "place, data",
    [
        ("extend/", {"extend-what": "all", "extend-days": "3", "extend-reason": "Flood."}),
        ("extra-time/", {"percent": "50"}),
        ("withdraw/", {"leave-reason": "Family."}),
        ("identity/", {"identity-seen": "Passport."}),
        ("resit/", {"component": "QZ"}),
        ("outstanding/", {"owed-kind": "fee", "owed-what": "Fee", "owed-since_on": "2026-03-02"}),
    ],
)
def test_an_administrator_who_learns_decides_nothing_about_oneself(office, enrolment, place, data):
    give_role(enrolment.user, Role.ADMINISTRATOR)
    office.force_login(enrolment.user)
    record = f"/staff/learners/{enrolment.pk}/"

    answer = office.post(record + place, data, follow=True)

    assert answer.redirect_chain == [(record, 302)]
    assert "Nobody decides about oneself. Ask a colleague." in answer.content.decode()
    assert not LearningEvent.objects.filter(by=enrolment.user).exists()


def test_a_learner_does_not_find_the_desk(client, enrolment):
    client.force_login(enrolment.user)

    assert client.get(f"/staff/learners/{enrolment.pk}/").status_code == 404


def asked(enrolment, quiz):
    return ask_for_more_time(enrolment, quiz, days=3, reason="Mission.", by=enrolment.user, at=IN_WEEK_1)


@pytest.mark.parametrize(("module_code", "sees"), [("", True), ("M01", True), ("M02", False)])
def test_a_module_leader_decides_the_requests_of_the_module(client, enrolment, quiz, module_code, sees):
    request = asked(enrolment, quiz)
    leader = teach(client, enrolment.cohort, module_code=module_code)

    page = leader.get("/staff/extensions/").content.decode()
    leader.post(f"/staff/extensions/{request.pk}/", {"deed": "grant"})

    request.refresh_from_db()
    assert ("Mission." in page, request.state) == (sees, "granted" if sees else "waiting")


def test_a_request_says_which_dates_it_would_move(office, enrolment, quiz):
    request = asked(enrolment, quiz)
    before = due_at(enrolment, quiz)

    [shown] = office.get("/staff/extensions/").context["requests"]
    office.post(f"/staff/extensions/{request.pk}/", {"deed": "grant"})

    assert (shown.title, shown.due_at, shown.due_when_granted) == (
        quiz.title,
        before,
        before + timedelta(days=3),
    )
    assert due_at(enrolment, quiz) == shown.due_when_granted


def test_a_refusal_without_an_answer_is_sent_back(office, enrolment, quiz):
    request = asked(enrolment, quiz)

    response = office.post(f"/staff/extensions/{request.pk}/", {"deed": "refuse"})

    assert response.status_code == 422
    assert "Write why you refuse. The learner reads it." in response.content.decode()
    request.refresh_from_db()
    assert request.state == "waiting"


def test_a_refusal_carries_its_answer(office, enrolment, quiz):
    request = asked(enrolment, quiz)

    office.post(f"/staff/extensions/{request.pk}/", {"deed": "refuse", "decide-answer": "Announced in May."})

    request.refresh_from_db()
    assert (request.state, request.answer) == ("refused", "Announced in May.")


def test_nobody_decides_the_own_request(client, enrolment, quiz):
    request = asked(enrolment, quiz)
    user = make_staff(Role.ADMINISTRATOR)
    Enrolment.objects.update(user=user)
    client.force_login(user)

    assert client.post(f"/staff/extensions/{request.pk}/", {"deed": "grant"}).status_code == 404


def test_the_record_shows_the_consent_and_where_it_was_given(office, enrolment):
    without = record_of(office, enrolment)
    intake = Intake.objects.create(cohort=enrolment.cohort, opens_at=IN_WEEK_1 - 9 * DAY, closes_at=IN_WEEK_1)
    Application.objects.create(
        user=enrolment.user,
        intake=intake,
        reference="A-2026-0042",
        created_at=IN_WEEK_1,
        saved_at=IN_WEEK_1,
        submitted_at=IN_WEEK_1,
        consent_at=IN_WEEK_1,
        state="enrolled",
    )

    assert "None on file: enrolled without an application" in without
    assert "4 March 2026, application A-2026-0042" in record_of(office, enrolment)


def test_the_identity_of_somebody_from_a_list_is_verified_on_the_record(office, enrolment):
    Enrolment.objects.update(identity_verified_at=None, identity_verified_by=None)
    address = f"/staff/learners/{enrolment.pk}/"

    refused = office.post(f"{address}identity/", {"identity-seen": ""}, follow=True)
    done = office.post(f"{address}identity/", {"identity-seen": "Passport, in a call."}, follow=True)

    assert "Write which document you have seen, and how." in refused.content.decode()
    page = done.content.decode()
    assert f"The identity of {enrolment.user.name} is verified." in page
    assert "Verified on" in page
    assert "Verify the identity" not in page
