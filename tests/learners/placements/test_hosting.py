from datetime import date, timedelta

import pytest

from learners.placements.hosting import (
    HostFacts,
    change_host,
    close_offer,
    duplicates_of,
    free_places,
    host_for,
    key_of,
    merge_hosts,
    publish_offer,
    register_host,
)
from learners.placements.models import Host, HostOffer
from learners.placements.moving import UnableToPlace
from learners.placements.proposing import approve_proposal, propose
from tests.factories.internship import PROPOSED_AT, make_approved, make_proposed, proposal, some_coordinator
from tests.factories.people import make_enrolment, make_user

pytestmark = pytest.mark.django_db
AT = PROPOSED_AT


@pytest.fixture
def office():
    return make_user("office@demo.example", "Demo administrator")


@pytest.mark.parametrize(
    "name, key",
    [
        ("The Ministry of Health, Ltd.", "ministry health"),
        ("Ministère de la Santé", "ministere sante"),
        ("  MINISTRY   health ", "ministry health"),
        ("La Ltd", "la ltd"),
        ("***", ""),
    ],
)
def test_the_key_of_a_name(name, key):
    assert key_of(name) == key


def test_duplicates_are_found_in_the_same_country_the_most_similar_first(office):
    same, near, far, abroad = (
        register_host(HostFacts(name, "government", country), by=office, at=AT, distinct=True)
        for name, country in (
            ("Ministry of Public Works", "KE"), ("Ministry of Public Work", "KE"), ("Bank of the Lake", "KE"),
            ("Ministry of Public Works", "UG"),
        )
    )  # fmt: skip

    assert duplicates_of("The Ministry of Public Works", "KE") == [same, near]
    assert duplicates_of("Ministry of Public Works", "KE", but=same.pk) == [near]
    assert far not in duplicates_of("Ministry of Public Works", "KE")
    assert abroad not in duplicates_of("Ministry of Public Works", "KE")


def test_a_similar_host_is_registered_only_by_somebody_who_looked(office):
    register_host(HostFacts("Ministry of Public Works", "government", "KE"), by=office, at=AT)
    facts = HostFacts("Ministry of Public Work", "government", "KE")

    with pytest.raises(UnableToPlace, match="A similar host is registered: Ministry of Public Works"):
        register_host(facts, by=office, at=AT)

    assert register_host(facts, by=office, at=AT, distinct=True).state == "approved"


def test_a_proposal_finds_the_host_that_is_there(enrolment, office):
    known = register_host(HostFacts("Demo Ministry of Works", "government", "KE"), by=office, at=AT)

    assert make_proposed(enrolment).host == known


@pytest.mark.parametrize(
    "facts, says",
    [
        (HostFacts(" ", "government", "KE"), "Enter the name of the host."),
        (HostFacts("***", "government", "KE"), "Enter a name with letters."),
        (HostFacts("Ministry", "government", "XX"), "Choose the country of the host."),
    ],
)
def test_a_host_without_facts_is_refused(facts, says, office):
    with pytest.raises(UnableToPlace, match=says):
        host_for(facts, by=office, at=AT)

    assert not Host.objects.exists()


def test_a_closed_host_is_not_proposed_again(enrolment, office):
    host = make_proposed(enrolment).host
    facts = HostFacts(host.name, "government", "KE", "Nairobi")
    change_host(host, facts, capacity=1, notes="", state="closed", by=office, at=AT)

    with pytest.raises(UnableToPlace, match="takes no learners at present"):
        host_for(facts, by=office, at=AT)


def test_merging_brings_placements_contacts_and_offers(enrolment, office):
    placement = make_approved(enrolment)
    host = placement.host
    into = register_host(HostFacts("Works", "government", "KE"), by=office, at=AT, distinct=True)
    host.refresh_from_db()
    offer = publish_offer(
        host,
        title="Permits",
        task="Describe.",
        mode="on_site",
        places=1,
        open_until_on=date(2026, 5, 1),
        by=office,
        at=AT,
    )

    merge_hosts(host, into, by=office, at=AT)

    host.refresh_from_db()
    placement.refresh_from_db()
    offer.refresh_from_db()
    assert (host.state, host.merged_into, placement.host, offer.host) == ("closed", into, into, into)
    assert [contact.email for contact in into.contacts.all()] == ["supervisor@host.example"]
    with pytest.raises(UnableToPlace, match="Choose two hosts that are both in the registry"):
        merge_hosts(host, into, by=office, at=AT)


def test_two_hosts_of_one_learner_are_not_merged(enrolment, office):
    first = make_proposed(enrolment)
    second = make_proposed(enrolment, host=HostFacts("Bank of the Lake", "private", "KE", "Kisumu"))

    with pytest.raises(UnableToPlace, match="A learner has open placements at both"):
        merge_hosts(first.host, second.host, by=office, at=AT)


def test_a_host_takes_as_many_as_its_capacity(cohort, office):
    for number in range(2):
        make_approved(make_enrolment(cohort, make_user(f"l{number}@demo.example", f"Demo learner 1{number}")))
    third = make_proposed(make_enrolment(cohort, make_user("l9@demo.example", "Demo learner 19")))

    assert free_places(third.host) == 0
    with pytest.raises(UnableToPlace, match="takes 2 learners at the same time, and has no place left"):
        approve_proposal(third, by=some_coordinator(cohort), at=AT)


def _offer(host, office, **fields) -> HostOffer:
    usual = {
        "title": "Permits",
        "task": "Describe.",
        "mode": "remote",
        "places": 1,
        "open_until_on": date(2026, 5, 1),
    }
    return publish_offer(host, **(usual | fields), by=office, at=AT)


@pytest.mark.parametrize(
    "fields, says",
    [
        ({"title": " "}, "Enter a title."),
        ({"task": ""}, "Describe the task."),
        ({"places": 3}, "Enter between 1 and 2 places"),
        ({"places": 0}, "Enter between 1 and 2 places"),
        ({"open_until_on": date(2026, 3, 1)}, "Enter a day in the future."),
    ],
)
def test_an_offer_that_nobody_could_take_is_refused(fields, says, office):
    host = register_host(HostFacts("Works", "government", "KE"), by=office, at=AT)

    with pytest.raises(UnableToPlace, match=says):
        _offer(host, office, **fields)


def test_an_offer_of_a_host_that_is_not_approved_is_refused(enrolment, office):
    with pytest.raises(UnableToPlace, match="Approve the host first"):
        _offer(make_proposed(enrolment).host, office)


def test_an_offer_is_taken_by_as_many_as_it_has_places(cohort, enrolment, office):
    offer = _offer(register_host(HostFacts("Works", "government", "KE"), by=office, at=AT), office)
    other = make_enrolment(cohort, make_user("l9@demo.example", "Demo learner 19"))

    placement = propose(enrolment, proposal(), offer=offer, at=AT)

    assert (placement.offer, placement.host) == (offer, offer.host)
    with pytest.raises(UnableToPlace, match="All places of this offer are taken"):
        propose(other, proposal(), offer=offer, at=AT)
    close_offer(offer, at=AT)
    with pytest.raises(UnableToPlace, match="This offer is closed"):
        propose(other, proposal(), offer=HostOffer.objects.get(), at=AT)
    with pytest.raises(UnableToPlace, match="This offer is closed"):
        propose(other, proposal(), offer=offer, at=AT + timedelta(days=60))
