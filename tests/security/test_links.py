"""Whoever has such an address sees its own thing and nothing else; every other address opens nothing and tells nothing."""

import re
import string
from datetime import timedelta
from html import unescape

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.utils.timezone import now
from time_machine import travel

from cms.accounts.models import User
from learners.notices.kinds import BY_KEY
from learners.notices.models import StoppedMail
from learners.notices.stopping import stop_address
from tests.security.asking import Browser, body_of, plain, state_of_rows, taken_back
from tests.security.links import LINKS, SOON
from tests.security.test_role_table import headers_missing

pytestmark = pytest.mark.django_db

ENDS = [(name, end) for name, link in LINKS.items() for end in link.ends]
BELOW = [(name, place) for name, link in LINKS.items() for place in link.below]
TIMED = [name for name, link in LINKS.items() if link.lives]


def browser() -> Browser:
    return Browser(raise_request_exception=False)


def shown(response, *secrets: str) -> list[bool]:
    body = unescape(body_of(response))
    return [secret in body for secret in secrets]


def tampered(token: str) -> list[str]:
    """With another character at the beginning, in the middle and at the end; cut, and with one more."""
    changed = []
    for place in (0, len(token) // 2, len(token) - 1):
        other = next(
            each for each in string.ascii_letters + string.digits if each.upper() != token[place].upper()
        )
        changed.append(token[:place] + other + token[place + 1 :])
    return [*changed, token[:-1], token + "x"]


def answer_to(link, token: str) -> tuple[int, str]:
    """Without the address itself, which a page may repeat."""
    status, text = plain(link.ask(browser(), token))
    return status, re.sub(re.escape(token), "", text, flags=re.I)


def personal(stage) -> tuple[str, ...]:
    learner = stage.world.learner.user
    return learner.name, learner.email, stage.world.placement.supervisor_email, stage.world.placement.task


@pytest.mark.parametrize("name", LINKS)
def test_it_opens_its_own_thing_and_no_other(stage, name):
    link = LINKS[name]
    own, foreign = link.tokens(stage)
    secrets = link.shows(stage)

    answers = [link.ask(browser(), token) for token in (own, foreign)]

    assert [(each.status_code, shown(each, *secrets)) for each in answers] == [
        (200, [True, False]),
        (200, [False, True]),
    ]


@pytest.mark.parametrize("name", LINKS)
def test_one_changed_character_answers_like_an_address_that_never_was(stage, name):
    link = LINKS[name]
    own, _foreign = link.tokens(stage)
    never = answer_to(link, "z" * 43)

    answers = {token: answer_to(link, token) for token in tampered(own)}

    assert answers == dict.fromkeys(answers, never)
    assert never[0] == link.unknown
    assert not any(word in never[1] for word in (*link.shows(stage), *personal(stage)))


@pytest.mark.parametrize(("name", "place"), BELOW)
def test_the_addresses_below_it_open_by_the_same_token_alone(stage, name, place):
    link = LINKS[name]
    own, foreign = link.tokens(stage)
    secrets = (link.shows(stage)[0], stage.world.learner.user.email, stage.world.placement.task)

    answers = {
        token: browser().get(link.address(token) + place, follow=True) for token in (foreign, *tampered(own))
    }

    assert {token: any(shown(answer, *secrets)) for token, answer in answers.items()} == dict.fromkeys(
        answers, False
    )


@pytest.mark.parametrize(("name", "end"), ENDS)
def test_what_has_ended_opens_nothing(stage, name, end):
    link = LINKS[name]
    own, foreign = link.tokens(stage)
    secrets = link.shows(stage)
    link.ends[end](stage)

    answer, others = link.ask(browser(), own), link.ask(browser(), foreign)

    assert (answer.status_code, shown(answer, *secrets, *personal(stage))) == (link.over, [False] * 6)
    assert shown(others, *secrets) == [False, True]


@pytest.mark.parametrize("name", TIMED)
def test_it_opens_until_its_time_is_over(stage, name):
    link = LINKS[name]
    own, _foreign = link.tokens(stage)
    secrets, made_at = link.shows(stage), now()

    with travel(made_at + link.lives - 60 * SOON, tick=False):
        before = link.ask(browser(), own)
    with travel(made_at + link.lives + SOON, tick=False):
        after = link.ask(browser(), own)

    assert (before.status_code, shown(before, *secrets)) == (200, [True, False])
    assert (after.status_code, shown(after, *secrets, *personal(stage))) == (link.over, [False] * 6)


@pytest.mark.parametrize("name", LINKS)
def test_it_stays_out_of_caches_and_is_told_to_no_other_site(stage, name):
    link = LINKS[name]
    own, _foreign = link.tokens(stage)

    lacking = [
        headers_missing(link.ask(browser(), token), is_personal=token == own) for token in (own, "z" * 43)
    ]

    assert lacking == [[], []]


@pytest.mark.parametrize("name", [name for name, link in LINKS.items() if link.posts])
def test_sending_with_a_wrong_address_changes_nothing(stage, name):
    link = LINKS[name]
    own, _foreign = link.tokens(stage)
    before = state_of_rows()

    for token in tampered(own):
        for data in link.posts:
            browser().post(link.address(token), data)

    assert state_of_rows() == before


def test_a_mail_to_nobody_answers_like_an_address_that_never_was(stage):
    link, nobody = LINKS["mail"], User(pk=987654)
    token = stop_address(nobody, BY_KEY["learner_silent"]).split("/")[-3]

    assert answer_to(link, token) == answer_to(link, "z" * 43)


def test_a_mail_is_stopped_for_its_own_reader_alone(stage):
    link = LINKS["mail"]
    own, foreign = link.tokens(stage)

    for token in (own, foreign):
        with taken_back():
            browser().post(link.address(token), {})
            stopped = list(StoppedMail.objects.values_list("user", "kind"))
        reader = stage.world.learner if token == own else stage.world.twin
        kind = "learner_silent" if token == own else "placement_reminded"
        assert stopped == [(reader.user_id, kind)]


# The address that sets a new password. It is allauth's; what it needs from us are the headers and the time.


FORM = "New password, once more"


def learner_of(stage) -> User:
    """As stored: the shared one would keep the password of another test."""
    return User.objects.get(pk=stage.world.learner.user_id)


def reset_page(user, *, key: str = ""):
    number = user_pk_to_url_str(user)
    asking = browser()
    answer = asking.get(
        f"/account/password/reset/key/{number}-{key or default_token_generator.make_token(user)}/",
        follow=True,
    )
    return answer, asking


def test_a_password_is_set_once_by_whoever_has_the_address(stage):
    user = learner_of(stage)
    key = default_token_generator.make_token(user)
    answer, asking = reset_page(user, key=key)
    place = answer.redirect_chain[-1][0]
    new = "another long pass phrase"

    asking.post(place, {"password1": new, "password2": new})
    again, _browser = reset_page(user, key=key)

    user.refresh_from_db()
    assert user.check_password(new)
    assert FORM not in body_of(again)


def test_a_password_is_set_within_three_days(stage):
    user, asked_at = learner_of(stage), now()
    key = default_token_generator.make_token(user)

    with travel(asked_at + timedelta(days=3), tick=False):
        before, _browser = reset_page(user, key=key)
    with travel(asked_at + timedelta(days=3, seconds=2), tick=False):
        after, _browser = reset_page(user, key=key)

    assert [FORM in body_of(each) for each in (before, after)] == [True, False]
    assert headers_missing(before, is_personal=False) == []


@pytest.mark.parametrize("of", ["nobody", "twin", "tampered"])
def test_another_address_sets_no_password(stage, of):
    user, twin = learner_of(stage), stage.world.twin.user
    key = default_token_generator.make_token(user)
    keys = {
        "nobody": "z" * len(key),
        "twin": default_token_generator.make_token(twin),
        "tampered": tampered(key)[2],
    }

    answer, _browser = reset_page(user, key=keys[of])

    assert FORM not in body_of(answer)
    assert plain(answer) == plain(reset_page(user, key="z" * len(key))[0])
    assert not any(shown(answer, user.name, user.email))
