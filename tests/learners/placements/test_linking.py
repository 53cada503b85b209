import re
from datetime import timedelta

import pytest
from django.core import mail

from learners.events.delivering import deliver_all_open
from learners.placements.changing import end_early
from learners.placements.linking import (
    VALID_FOR,
    ask_supervisor,
    hash_of,
    knock,
    make_link,
    revoke_links,
    send_again,
)
from learners.placements.logbook import SupervisorLink
from learners.placements.moving import UnableToPlace
from tests.factories.internship import SIGNED_AT, SUPERVISOR, fresh, make_running, some_coordinator
from tests.factories.people import make_enrolment, make_user

pytestmark = pytest.mark.django_db
AT = SIGNED_AT


def test_the_token_is_kept_as_a_hash_alone(running):
    token = make_link(running, at=AT)

    link = SupervisorLink.objects.get()
    assert len(token) == 43
    assert link.token_hash == hash_of(token)
    assert token not in "".join(str(value) for value in vars(link).values())


@pytest.mark.parametrize("seconds, standing", [(-1, "open"), (0, "expired")])
def test_a_link_opens_until_it_expires(running, seconds, standing):
    token = make_link(running, at=AT)

    met = knock(token, at=AT + VALID_FOR + timedelta(seconds=seconds))

    assert (met.standing, met.placement) == (standing, running if standing == "open" else None)


def test_a_token_that_was_tampered_with_is_not_known(running):
    token = make_link(running, at=AT)

    for other in (token[:-1], token + "A", token.swapcase(), "", "../" + token):
        assert (knock(other, at=AT).standing, knock(other, at=AT).link) == ("unknown", None)


def test_revoked_links_open_nothing(running):
    tokens = [make_link(running, at=AT) for _mail in range(2)]

    assert revoke_links(running, at=AT) == 2

    assert [knock(token, at=AT).standing for token in tokens] == ["revoked", "revoked"]
    assert knock(tokens[0], at=AT).placement is None


def test_the_link_of_an_ended_placement_opens_nothing(running, cohort):
    token = make_link(running, at=AT)

    end_early(running, ending="host", reason="Closed.", by=some_coordinator(cohort), at=AT)

    assert knock(token, at=AT).standing == "revoked"
    with pytest.raises(UnableToPlace, match="Nothing waits for the supervisor"):
        ask_supervisor(fresh(running), by=None, at=AT)


def test_a_mail_brings_a_fresh_link_to_the_registered_address_alone(running, cohort):
    deliver_all_open(at=AT)
    mail.outbox.clear()

    ask_supervisor(running, message="Please look.", by=some_coordinator(cohort), at=AT)
    deliver_all_open(at=AT)

    [sent] = mail.outbox
    token = re.search(r"/supervisor/([\w-]+)/", sent.body)[1]
    assert sent.to == [SUPERVISOR]
    assert "Please look." in sent.body
    assert knock(token, at=AT).placement == running


def test_a_new_link_is_sent_at_most_once_an_hour(running):
    link = SupervisorLink.objects.get(token_hash=hash_of(make_link(running, at=AT)))
    later = AT + VALID_FOR

    assert send_again(link, at=later) is True
    link.refresh_from_db()
    link = SupervisorLink.objects.select_related("placement").get(pk=link.pk)
    assert send_again(link, at=later + timedelta(minutes=59)) is False
    assert send_again(link, at=later + timedelta(minutes=60)) is True


def test_a_link_opens_one_placement_and_no_other(cohort, running):
    other = make_running(make_enrolment(cohort, make_user("l8@demo.example", "Demo learner 08")))

    assert knock(make_link(other, at=AT), at=AT).placement == other
