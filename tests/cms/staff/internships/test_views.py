"""The desk of internships: who reads, who decides, and what is said when something cannot be done."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.accounts.roles import Role
from courses.editions.models import EditionActivity
from courses.editions.plan import plan_of
from learners.audit.models import Look
from learners.placements.examining import Account, book_viva, offer_slot, release_viva, sign_record
from learners.placements.hosting import HostFacts, register_host
from learners.placements.models import Host, HostOffer, Placement
from learners.placements.papers import Signature
from learners.placements.reviewing import Review, remark_as_supervisor, send_review
from learners.placements.vivas import VivaSlot
from learners.submissions.handing_in import attach_file
from learners.submissions.models import Work, WorkFile
from tests.factories.internship import (
    STARTS_ON,
    evening,
    fresh,
    log_hours,
    make_approved,
    make_internship_programme,
    make_proposed,
    make_running,
    terms,
    work,
)
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.works import teach
from tests.learners.submissions.files import pdf
from tests.learners.submissions.rows import make_handed_in
from tests.pages import text_of

pytestmark = pytest.mark.django_db
PDF = pdf()
AT = datetime(2026, 5, 6, 9, tzinfo=UTC)
DESK = "/staff/internships/"


@pytest.fixture(autouse=True)
def clock(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cohort():
    return make_internship_programme()


@pytest.fixture
def enrolment(cohort):
    return make_enrolment(cohort)


@pytest.fixture
def coordinator(cohort, client_of):
    user = make_staff(Role.INSTRUCTOR, "desk.coordinator@demo.example")
    teach(cohort, user, "coordinator")
    return client_of(user)


@pytest.fixture
def administrator(client_of):
    return client_of(make_staff(Role.ADMINISTRATOR))


def take(browser, placement, step, **data):
    return browser.post(
        f"{DESK}{placement.pk}/{step}/", {f"{step}-{key}": value for key, value in data.items()}
    )


def test_the_desk_shows_risk_and_the_next_deed(coordinator, enrolment):
    make_proposed(enrolment)

    page = text_of(coordinator.get(DESK))

    assert "Internships: 1. Those with something to do come first." in page
    assert "Read the proposal" in page


def test_the_desk_can_be_narrowed(coordinator, enrolment, cohort):
    make_proposed(enrolment)
    make_running(
        make_enrolment(cohort, make_user("l8@demo.example", "Demo learner 08")),
        at=AT - timedelta(days=1),
        starts_on=AT.date(),
    )

    pages = [text_of(coordinator.get(f"{DESK}?{query}")) for query in ("name=08", "show=risk", "name=nobody")]

    assert ["Demo learner 07" in page for page in pages] == [False, True, False]
    assert ["Demo learner 08" in page for page in pages] == [True, False, False]
    assert "No internship" in pages[2]


def test_somebody_who_teaches_elsewhere_does_not_find_the_placement(client_of, enrolment):
    placement = make_proposed(enrolment)
    stranger = client_of(make_staff(Role.INSTRUCTOR))

    answers = [
        stranger.get(f"{DESK}{placement.pk}/"), take(stranger, placement, "approve"), stranger.get(f"{DESK}hosts/new/"),
        stranger.get(f"{DESK}hosts/{placement.host_id}/"), stranger.post(f"{DESK}hosts/{placement.host_id}/merge/"),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404] * 5
    assert fresh(placement).state == "proposed"


def test_an_instructor_of_the_cohort_reads_and_decides_nothing(client_of, enrolment, cohort):
    placement = make_proposed(enrolment)
    user = make_staff(Role.INSTRUCTOR)
    teach(cohort, user, "instructor")
    reader = client_of(user)

    page = text_of(reader.get(f"{DESK}{placement.pk}/"))

    assert "Demo supervisor" in page
    assert "Approve the proposal" not in page
    assert take(reader, placement, "approve").status_code == 404


def test_the_registrar_reads(client_of, enrolment):
    placement, registrar = make_proposed(enrolment), client_of(make_staff(Role.REGISTRAR))

    assert registrar.get(f"{DESK}{placement.pk}/").status_code == 200
    assert take(registrar, placement, "approve").status_code == 403


def test_a_refusal_without_words_is_shown_beside_its_form(coordinator, enrolment):
    placement = make_proposed(enrolment)

    response = take(coordinator, placement, "refuse", answer=" ")

    assert response.status_code == 422
    assert "Write why you do not approve it. The learner reads it." in text_of(response)


def test_the_midpoint_review_is_read_above_its_decision(cohort, enrolment, client_of, clock):
    placement = make_running(enrolment)
    week_16 = evening(STARTS_ON + timedelta(weeks=10))
    clock.move_to(week_16)
    coordinator = make_staff(Role.INSTRUCTOR, "later.coordinator@demo.example")
    teach(cohort, coordinator, "coordinator")
    told = Review({1: "on_track", 2: "changed", 3: "at_risk"}, "Team", "Lift", "Well", "Less", "None")
    send_review(placement, told, at=week_16)
    remark_as_supervisor(placement, remarks="Goes well.", at=week_16)

    page = text_of(client_of(coordinator).get(f"{DESK}{placement.pk}/"))

    lines = [
        "<dt>3. Objective 3</dt><dd>At risk</dd>", "Agreed changes", "Wellbeing and safety", "Other remarks", "Goes well.",
        "Decide the midpoint review", "Plan, version 1", "Link to the capstone",
    ]  # fmt: skip
    places = [page.index(line) for line in lines]
    assert places == sorted(places)


@pytest.mark.parametrize("step", ["fly", "plan", "midpoint", "resume", "project"])
def test_a_step_that_is_not_open_does_not_exist(coordinator, enrolment, step):
    assert take(coordinator, make_proposed(enrolment), step).status_code == 404


def test_a_step_by_get_leads_to_the_record(coordinator, enrolment):
    placement = make_proposed(enrolment)

    assert coordinator.get(f"{DESK}{placement.pk}/approve/")["Location"] == f"{DESK}{placement.pk}/"


def test_a_similar_host_is_shown_beside_the_proposal(coordinator, enrolment):
    make_proposed(enrolment)
    known = register_host(
        HostFacts("Demo ministry of work", "government", "KE"), by=enrolment.user, at=AT, distinct=True
    )

    page = text_of(coordinator.get(f"{DESK}{Placement.objects.get().pk}/"))

    assert "Similar hosts are registered" in page
    assert f'<a href="{DESK}hosts/{known.pk}/">Demo ministry of work</a>' in page


def test_only_an_administrator_signs_for_the_programme(coordinator, administrator, enrolment):
    placement = make_approved(enrolment)
    told = vars(terms(placement)) | {"language": "en", "paid": ""}
    assert take(coordinator, placement, "agreement", **told).status_code == 302
    agreement = placement.agreements.get()
    for party in ("learner", "host"):
        Signature.objects.create(
            agreement=agreement, party=party, way="link", name="Demo", consent="I sign.", sha256=agreement.sha256,
            signed_at=AT,
        )  # fmt: skip
    data = {"name": "Demo administrator", "sha256": agreement.sha256}

    refused = take(coordinator, placement, "sign", **data)
    assert "A programme administrator signs for the programme." in text_of(refused)
    assert take(administrator, placement, "sign", **data).status_code == 302
    assert fresh(placement).state == "planning"
    pdf_page = administrator.get(f"{DESK}{placement.pk}/agreement/1.pdf")
    assert pdf_page.content.startswith(b"%PDF-")


def test_an_agreement_that_waits_for_signatures_is_made_anew_on_purpose_only(coordinator, enrolment):
    placement = make_approved(enrolment)
    told = vars(terms(placement)) | {"language": "en", "paid": ""}
    take(coordinator, placement, "agreement", **told)

    page = text_of(coordinator.get(f"{DESK}{placement.pk}/"))
    assert ("Make the agreement anew" in page, "Make the document" in page) == (True, False)
    take(coordinator, placement, "agreement", **told)
    assert placement.agreements.count() == 1
    assert take(coordinator, placement, "renew", **told).status_code == 302
    assert [each.dropped_at is None for each in placement.agreements.order_by("number")] == [False, True]


def test_writing_to_them(coordinator, enrolment, mailoutbox):
    placement = make_running(enrolment, at=AT - timedelta(days=1))

    for to in ("learner", "supervisor"):
        assert take(coordinator, placement, "write", to=to, message="How does it go?").status_code == 302

    verbs = list(enrolment.events.order_by("-pk").values_list("verb", flat=True)[:2])
    assert verbs == ["supervisor.asked", "placement.written_to"]


def test_lapsed_hours_are_decided_with_a_reason(coordinator, enrolment):
    placement = make_running(enrolment)
    entry = log_hours(placement, work(STARTS_ON, evidence=PDF), at=evening(STARTS_ON))
    assert "Hours to decide" in text_of(coordinator.get(f"{DESK}{placement.pk}/"))

    refused = take(coordinator, placement, "hours", entry=entry.pk, deed="accept", reason="")
    foreign = take(coordinator, placement, "hours", entry=987654, deed="accept", reason="So.")
    done = take(
        coordinator, placement, "hours", entry=entry.pk, deed="accept", reason="The supervisor was ill."
    )

    entry.refresh_from_db()
    assert [each.status_code for each in (refused, foreign, done)] == [422, 422, 302]
    assert "This entry is not in the log of this placement." in text_of(foreign)
    assert (entry.state, entry.note) == ("confirmed", "The supervisor was ill.")
    assert coordinator.get(f"{DESK}{placement.pk}/hours/{entry.pk}/").content == PDF


def test_interruption_links_and_the_end(coordinator, enrolment):
    placement = make_running(enrolment, at=AT - timedelta(days=1))

    for step, data in (
        ("interrupt", {"reason": "Illness."}), ("resume", {}), ("revoke", {}),
        ("end", {"ending": "host", "reason": "Closed."}), ("extend", {"weeks": "2", "reason": "Closed."}),
    ):  # fmt: skip
        assert take(coordinator, placement, step, **data).status_code == 302, step

    assert (fresh(placement).state, fresh(placement).internship.extra_weeks) == ("ended", 2)


# Hosts


def host_data(**fields) -> dict:
    usual = {
        "host_name": "Works",
        "sector": "government",
        "country": "KE",
        "place": "Nairobi",
        "capacity": "3",
        "state": "approved",
    }
    return usual | fields


def test_a_host_is_registered_changed_and_merged(coordinator):
    for name in ("Works", "Roads"):
        assert coordinator.post(f"{DESK}hosts/new/", host_data(host_name=name)).status_code == 302
    works, roads = Host.objects.order_by("pk")
    similar = coordinator.post(f"{DESK}hosts/new/", host_data(host_name="The Works"))

    changed = coordinator.post(f"{DESK}hosts/{works.pk}/", host_data(host_name="Public works"))
    nowhere = coordinator.post(f"{DESK}hosts/{roads.pk}/merge/", {"merge-into": "987654"})
    merged = coordinator.post(f"{DESK}hosts/{roads.pk}/merge/", {"merge-into": works.pk})

    assert [each.status_code for each in (similar, changed, nowhere, merged)] == [422, 302, 422, 302]
    assert "A similar host is registered: Works." in text_of(similar)
    works.refresh_from_db()
    roads.refresh_from_db()
    assert (works.name, works.capacity, roads.merged_into) == ("Public works", 3, works)
    assert "It was merged into this host" in text_of(coordinator.get(f"{DESK}hosts/{roads.pk}/"))
    assert [each.name for each in coordinator.get(f"{DESK}hosts/").context["page_obj"]] == ["Public works"]


def test_an_offer_is_published_and_closed(coordinator, enrolment):
    host = register_host(HostFacts("Works", "government", "KE"), by=enrolment.user, at=AT)
    data = {"offer-title": "Permits", "offer-task": "Describe.", "offer-mode": "remote", "offer-places": "1"}

    past = coordinator.post(f"{DESK}hosts/{host.pk}/offers/", data | {"offer-open_until_on": "2026-01-01"})
    done = coordinator.post(f"{DESK}hosts/{host.pk}/offers/", data | {"offer-open_until_on": "2026-06-01"})
    offer = HostOffer.objects.get()
    closed = coordinator.post(f"{DESK}hosts/{host.pk}/offers/{offer.pk}/close/")

    offer.refresh_from_db()
    assert [each.status_code for each in (past, done, closed)] == [422, 302, 302]
    assert offer.closed_at == AT


# Vivas


@pytest.fixture
def panel(cohort):
    users = [make_staff(Role.INSTRUCTOR, f"examiner{number}@demo.example") for number in (1, 2)]
    for user in users:
        teach(cohort, user, "marker")
    return users


def slot_data(panel, **fields) -> dict:
    usual = {
        "day": "2026-08-24",
        "hour": "09:00",
        "minutes": "20",
        "room": "https://meet.example",
        "first": panel[0].pk,
        "second": panel[1].pk,
    }
    return usual | fields


def test_a_time_is_offered_in_the_cohorts_zone_and_withdrawn(coordinator, panel, cohort):
    type(cohort).objects.update(time_zone="Africa/Nairobi")

    same = coordinator.post(f"{DESK}vivas/of/2026-a/", slot_data(panel, second=panel[0].pk))
    offered = coordinator.post(f"{DESK}vivas/of/2026-a/", slot_data(panel))
    slot = VivaSlot.objects.get()
    withdrawn = coordinator.post(f"{DESK}vivas/of/2026-a/{slot.pk}/withdraw/")

    assert [each.status_code for each in (same, offered, withdrawn)] == [422, 302, 302]
    assert "A panel has two different examiners." in text_of(same)
    assert slot.starts_at == datetime(2026, 8, 24, 6, tzinfo=UTC)
    assert [each.code for each in coordinator.get(f"{DESK}vivas/").context["cohorts"]] == ["2026-a"]


def test_whoever_only_coordinates_is_offered_as_no_examiner(coordinator, panel, cohort):
    only = make_user("only@demo.example")
    for user in (only, panel[0]):
        cohort.teaching_roles.create(user=user, kind="coordinator")

    form = coordinator.get(f"{DESK}vivas/of/2026-a/").context["form"]

    offered = [set(form.fields[name].queryset) for name in ("first", "second")]
    assert (panel[0] in offered[0], only in offered[0], offered[0]) == (True, False, offered[1])
    assert coordinator.post(f"{DESK}vivas/of/2026-a/", slot_data(panel, first=only.pk)).status_code == 422


def test_the_next_time_follows_the_last_one(coordinator, panel, cohort):
    type(cohort).objects.update(time_zone="Africa/Nairobi")
    coordinator.post(f"{DESK}vivas/of/2026-a/", slot_data(panel))

    form = coordinator.get(f"{DESK}vivas/of/2026-a/").context["form"]

    assert {name: str(form[name].value()) for name in form.fields} == {
        name: str(value) for name, value in slot_data(panel, hour="09:20").items()
    }


def test_a_viva_is_a_link_only_for_whom_it_opens(client_of, administrator, coordinator, panel, enrolment):
    coordinator.post(f"{DESK}vivas/of/2026-a/", slot_data(panel))
    make_handed_in(enrolment, "IP", at=datetime(2026, 8, 14, 9, tzinfo=UTC))
    make_approved(enrolment)
    viva = book_viva(enrolment, VivaSlot.objects.get(), at=datetime(2026, 8, 17, 9, tzinfo=UTC))
    link = f'href="{DESK}vivas/{viva.pk}/"'
    pages = (f"{DESK}vivas/of/2026-a/", f"{DESK}{enrolment.internship.placements.get().pk}/")

    seen = [
        [link in text_of(who.get(page)) for page in pages] for who in (client_of(panel[0]), administrator)
    ]

    assert seen == [[True, True], [False, False]]


def test_examiners_of_the_cohort_offer_no_times(client_of, panel, cohort):
    examiner = client_of(panel[0])

    page = text_of(examiner.get(f"{DESK}vivas/of/2026-a/"))

    assert "Offer this time" not in page
    assert examiner.post(f"{DESK}vivas/of/2026-a/", slot_data(panel)).status_code == 200
    assert not VivaSlot.objects.exists()


def test_an_examiner_sees_the_other_record_beside_the_own_one(
    client_of, coordinator, panel, enrolment, clock
):
    coordinator.post(f"{DESK}vivas/of/2026-a/", slot_data(panel))
    make_handed_in(enrolment, "IP", at=datetime(2026, 8, 14, 9, tzinfo=UTC))
    viva = book_viva(enrolment, VivaSlot.objects.get(), at=datetime(2026, 8, 17, 9, tzinfo=UTC))
    address = f"{DESK}vivas/{viva.pk}/"
    early = text_of(client_of(panel[0]).get(address))
    assert ("when the viva has begun" in early, "Sign the record" in early) == (True, False)
    clock.move_to(viva.slot.starts_at)
    first, second = (client_of(user) for user in panel)
    record = {"questions": "Why?", "reasons": "A careful plan.", "outcome": "pass"} | {
        f"points_{n}": "70" for n in range(3)
    }

    assert first.post(address, record | {"points_1": "101"}).status_code == 422
    assert first.post(address, record).status_code == 302
    assert "A careful plan." not in text_of(second.get(address))
    assert second.post(address, record | {"outcome": "revise"}).status_code == 302
    page = text_of(second.get(address))
    assert ("The two outcomes differ" in page, page.count("<dd>70</dd>")) == (True, 6)
    assert second.post(address, record).status_code == 302

    viva.refresh_from_db()
    assert (viva.outcome, "A careful plan." in text_of(second.get(address))) == ("pass", True)
    stranger = make_staff(Role.INSTRUCTOR, "stranger@demo.example")
    teach(enrolment.cohort, stranger, "marker")
    assert client_of(stranger).get(address).status_code == 404
    first.post(f"{address}release/")
    viva.refresh_from_db()
    assert viva.released_at is None  # an examiner does not lead the module


READINGS = re.compile(r'<li><a href="(/staff/[^"]+)">([^<]+)</a></li>')


def readings_in(page: str) -> list[tuple[str, str]]:
    """Title and address of what stands under “To read”."""
    under = page.partition('<h2 id="readings">To read</h2>')[2].partition("</ul>")[0]
    return [(title, address) for address, title in READINGS.findall(under)]


@pytest.fixture
def booked(client_of, coordinator, enrolment, cohort, clock):
    """A viva before an instructor and a tutor, with a portfolio and hours at a host."""
    users = [make_staff(Role.INSTRUCTOR, "e1@demo.example"), make_staff(Role.TUTOR, "e2@demo.example")]
    for user, kind in zip(users, ("marker", "tutor"), strict=True):
        teach(cohort, user, kind)
    placement = make_running(enrolment)
    log_hours(placement, work(STARTS_ON), at=evening(STARTS_ON))
    coordinator.post(f"{DESK}vivas/of/2026-a/", slot_data(users))
    at = datetime(2026, 8, 14, 9, tzinfo=UTC)
    clock.move_to(at)
    portfolio = plan_of(cohort.edition_id).activity("IP")
    attach_file(enrolment, portfolio, name="portfolio.pdf", data=pdf(), at=at)
    make_handed_in(enrolment, "IP", at=at)
    return book_viva(enrolment, VivaSlot.objects.get(), at=datetime(2026, 8, 17, 9, tzinfo=UTC))


def pages_of(viva) -> list[str]:
    """What its examiners read, whatever their role."""
    one, file = f"{DESK}vivas/{viva.pk}/", WorkFile.objects.get()
    placement = viva.internship.placements.get()
    return [f"{one}portfolio/", f"{one}portfolio/{file.pk}/", f"{one}internship/{placement.pk}/"]


def test_a_viva_leads_to_what_its_examiner_may_read(client_of, booked):
    """A tutor marks no portfolio and reads no logbook, so both examiners read them at different places."""
    portfolio, _file, internship = pages_of(booked)
    work, placement = Work.objects.get(), booked.internship.placements.get()
    titles = ("Assignment IP", "Record of the internship: Demo ministry of works")

    for user, addresses in (
        (booked.slot.first, (f"/staff/marking/work/{work.code}/", f"{DESK}{placement.pk}/")),
        (booked.slot.second, (portfolio, internship)),
    ):
        examiner = client_of(user)
        shown = readings_in(text_of(examiner.get(f"{DESK}vivas/{booked.pk}/")))

        assert shown == list(zip(titles, addresses, strict=True))
        assert [examiner.get(address).status_code for address in addresses] == [200, 200]


def test_an_examiner_who_is_a_tutor_reads_the_portfolio_and_the_papers(client_of, booked):
    tutor = client_of(booked.slot.second)

    portfolio, file, internship = (tutor.get(address) for address in pages_of(booked))

    [entry] = booked.internship.placements.get().entries.all()
    told, record = text_of(portfolio), text_of(internship)
    assert [Work.objects.get().submissions.get().text in told, "Declared: no generative tools." in told] == [
        True,
        True,
    ]
    assert file["Content-Disposition"] == f'attachment; filename="IP-{WorkFile.objects.get().pk}.pdf"'
    assert "Objective 1" in record
    assert [each for each in (entry.activity, "@host", "mailto:") if each in record] == []
    assert list(Look.objects.order_by("pk").values_list("by", "person", "what", "roles", "about")) == [
        (booked.slot.second_id, booked.internship.enrolment.user_id, what, "TA", about)
        for what, about in (("work", "IP"), ("logbook", ""))
    ]


def test_the_first_page_leads_an_examiner_to_the_own_vivas(client_of, booked, cohort):
    stranger = make_staff(Role.TUTOR, "t@demo.example")
    teach(cohort, stranger, "tutor")
    tutor, other = client_of(booked.slot.second), client_of(stranger)
    link = f'href="{DESK}vivas/{booked.pk}/"'

    desks = [
        [(desk.url, desk.waits) for desk in each.get("/staff/").context["desks"] if "examine" in desk.title]
        for each in (tutor, other)
    ]
    mine, none = text_of(tutor.get(f"{DESK}vivas/mine/")), text_of(other.get(f"{DESK}vivas/mine/"))
    page = text_of(tutor.get(f"{DESK}vivas/{booked.pk}/"))
    crumbs = page.partition('class="crumbs"')[2].partition("</nav>")[0]

    assert desks == [[(f"{DESK}vivas/mine/", "1 viva to hold")], []]
    assert (link in mine, link in none, "No viva waits for you" in none) == (True, False, True)
    assert re.findall('href="([^"]+)"', crumbs) == [f"{DESK}vivas/mine/"]


def statuses(client, viva) -> list[int]:
    return [client.get(address).status_code for address in pages_of(viva)]


def test_only_its_examiners_read_for_a_viva(client_of, booked, cohort):
    """Neither who examines others, nor who leads the module; and examiners read nothing at the desks by it."""
    leader, tutor = make_staff(Role.INSTRUCTOR, "l@demo.example"), make_staff(Role.TUTOR, "t@demo.example")
    teach(cohort, leader, "instructor")
    teach(cohort, tutor, "tutor")
    other = make_enrolment(cohort, make_user("other@demo.example"))
    elsewhere = make_running(other)
    offer_slot(
        cohort, starts_at=datetime(2026, 8, 25, 9, tzinfo=UTC), minutes=20, room="Here", first=tutor,
        second=leader, by=leader, at=datetime(2026, 8, 14, 9, tzinfo=UTC),
    )  # fmt: skip
    make_handed_in(other, "IP", at=datetime(2026, 8, 14, 9, tzinfo=UTC))
    book_viva(other, VivaSlot.objects.get(first=tutor), at=datetime(2026, 8, 17, 9, tzinfo=UTC))
    examiner = client_of(booked.slot.second)

    assert [statuses(client_of(each), booked) for each in (leader, tutor)] == [[404] * 3, [404] * 3]
    assert [
        examiner.get(f"{DESK}vivas/{booked.pk}/internship/{elsewhere.pk}/").status_code,
        examiner.get(f"/staff/marking/work/{Work.objects.get(enrolment=booked.internship.enrolment).code}/").status_code,
        examiner.get(f"{DESK}{booked.internship.placements.get().pk}/").status_code,
    ] == [404, 404, 403]  # fmt: skip


def test_examiners_read_until_the_release(client_of, booked, cohort):
    account = Account("Why?", (70, 70, 70), "A careful plan.", "pass")
    for examiner in (booked.slot.first, booked.slot.second):
        sign_record(booked, account, by=examiner, at=booked.slot.starts_at)
    tutor, leader = client_of(booked.slot.second), make_staff(Role.INSTRUCTOR, "l@demo.example")
    teach(cohort, leader, "instructor")

    before = statuses(tutor, booked)
    release_viva(booked, by=leader, at=booked.slot.starts_at)

    assert (before, statuses(tutor, booked)) == ([200] * 3, [404] * 3)
    assert readings_in(text_of(tutor.get(f"{DESK}vivas/{booked.pk}/"))) == []


def test_examiners_of_a_first_viva_read_no_more_when_a_second_is_booked(client_of, booked, cohort, panel):
    account = Account("Why?", (40, 40, 40), "To revise.", "revise")
    for examiner in (booked.slot.first, booked.slot.second):
        sign_record(booked, account, by=examiner, at=booked.slot.starts_at)
    tutor = client_of(booked.slot.second)
    before, at = statuses(tutor, booked), booked.slot.starts_at
    again = offer_slot(
        cohort, starts_at=at + timedelta(days=9), minutes=20, room="Here", first=panel[0], second=panel[1], by=panel[0], at=at
    )  # fmt: skip

    book_viva(booked.internship.enrolment, again, at=at)

    assert (before, statuses(tutor, booked)) == ([200] * 3, [404] * 3)


def test_a_viva_does_not_say_whose_anonymous_work_it_is(client_of, coordinator, panel, enrolment, cohort):
    planned = EditionActivity.objects.get(edition=cohort.edition_id, activity__code="IP")
    planned.rules["anonymous"] = True
    planned.save(update_fields=["rules"])
    plan_of.cache_clear()
    make_handed_in(enrolment, "IP", at=datetime(2026, 8, 14, 9, tzinfo=UTC))
    coordinator.post(f"{DESK}vivas/of/2026-a/", slot_data(panel))
    viva = book_viva(enrolment, VivaSlot.objects.get(), at=datetime(2026, 8, 17, 9, tzinfo=UTC))

    assert readings_in(text_of(client_of(panel[0]).get(f"{DESK}vivas/{viva.pk}/"))) == []


def held(enrolment, panel, coordinator, number: int = 0):
    """A viva with an outcome and no release."""
    coordinator.post(f"{DESK}vivas/of/2026-a/", slot_data(panel, hour=f"{9 + number:02d}:00"))
    make_handed_in(enrolment, "IP", at=datetime(2026, 8, 14, 9, tzinfo=UTC))
    slot = VivaSlot.objects.order_by("-pk").first()
    viva = book_viva(enrolment, slot, at=datetime(2026, 8, 17, 9, tzinfo=UTC))
    account = Account("Why?", (70, 70, 70), "A careful plan.", "pass")
    for examiner in panel:
        sign_record(viva, account, by=examiner, at=slot.starts_at)
    return viva


def vivas_on(home) -> list[tuple[str, str, str, bool]]:
    desks = home.context["desks"]
    return [(desk.title, desk.url, desk.waits, desk.busy) for desk in desks if desk.title == "Vivas"]


def test_the_leader_of_the_module_sees_which_vivas_to_release(
    client_of, coordinator, administrator, panel, enrolment, cohort
):
    lead, other = (make_staff(Role.INSTRUCTOR, f"{name}@demo.example") for name in ("lead", "other"))
    teach(cohort, lead, "instructor", "M11")
    teach(cohort, other, "instructor", "M01")
    leader, others = client_of(lead), [client_of(other), client_of(panel[0]), coordinator, administrator]
    before = vivas_on(leader.get("/staff/"))
    viva = held(enrolment, panel, coordinator)

    shown = vivas_on(leader.get("/staff/"))
    page = text_of(leader.get(shown[0][1]))
    leader.post(f"{DESK}vivas/{viva.pk}/release/")

    assert before == []
    assert shown == [("Vivas", f"{DESK}vivas/", "1 viva to release", True)]
    link = f'<a href="{DESK}vivas/{viva.pk}/">Demo learner 07</a>'
    assert f'{link}<span class="meta">Pass, 70.0 · 2026-a</span>' in page
    assert [vivas_on(each.get("/staff/")) for each in others] == [[]] * 4
    assert "Vivas to release" not in text_of(coordinator.get(f"{DESK}vivas/"))
    assert vivas_on(leader.get("/staff/")) == []


def test_many_vivas_to_release_cost_no_more_queries(client_of, coordinator, panel, cohort):
    lead = make_staff(Role.INSTRUCTOR, "lead@demo.example")
    teach(cohort, lead, "instructor", "M11")
    leader, counts = client_of(lead), []
    for number in range(3):
        learner = make_enrolment(cohort, make_user(f"l{number}@demo.example", f"Demo learner {number:02d}"))
        held(learner, panel, coordinator, number)
        with CaptureQueriesContext(connection) as queries:
            assert vivas_on(leader.get("/staff/"))
        with CaptureQueriesContext(connection) as of_page:
            leader.get(f"{DESK}vivas/")
        counts.append((len(queries), len(of_page)))

    assert counts[0] == counts[2]


def test_the_report_is_of_the_own_cohorts(coordinator, client_of, enrolment):
    make_approved(enrolment)

    assert "Placements that were approved: 1. Applied projects among them: 0." in text_of(
        coordinator.get(f"{DESK}report/")
    )
    stranger = client_of(make_staff(Role.INSTRUCTOR))
    assert "Placements that were approved: 0." in text_of(stranger.get(f"{DESK}report/"))


def test_the_desk_costs_the_same_with_one_and_with_many(coordinator, cohort):
    counts = []
    for number in range(1, 4):
        make_proposed(
            make_enrolment(cohort, make_user(f"m{number}@demo.example", f"Demo learner 1{number}")),
            host=HostFacts(f"Host {'abc'[number - 1] * 5}", "private", "KE", "Kisumu"),
        )
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(DESK)
        counts.append(len(queries))

    assert counts[0] == counts[2]
    assert counts[2] <= 15
