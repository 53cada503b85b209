"""Addresses that are their own key: whose they are, what stands behind them, and by what they end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.timezone import now

from learners.alerts.models import IntakeAlert
from learners.calendar.feed import calendar_token, reset_calendar
from learners.credentials.models import Certificate
from learners.credentials.sharing import close_page
from learners.credentials.wallets.handing_over import OPEN_FOR
from learners.enrolment.models import Enrolment
from learners.notices.kinds import BY_KEY
from learners.notices.stopping import stop_address
from learners.placements.linking import VALID_FOR, revoke_links
from learners.placements.models import Placement
from learners.selfassessment.inviting import GOOD_FOR, invite, take_back
from learners.selfassessment.models import Assessment
from tests.security.cells.stage import Stage

SOON = timedelta(seconds=1)


@dataclass(frozen=True)
class Link:
    """One kind of address. The tokens and what they show come in pairs: the own thing, and somebody else's."""

    address: Callable[[str], str]
    tokens: Callable[[Stage], tuple[str, str]]
    shows: Callable[[Stage], tuple[str, str]]
    ends: dict[str, Callable[[Stage], object]] = field(default_factory=dict)
    """By what it ends, beside its time."""
    lives: timedelta | None = None
    unknown: int = 404
    over: int = 404
    method: str = "get"
    posts: tuple[dict, ...] = ()
    """What its page sends."""
    below: tuple[str, ...] = ()
    """Its further addresses."""

    def ask(self, browser, token: str):
        return getattr(browser, self.method)(self.address(token), follow=True)


def _of_twin(stage: Stage) -> Certificate:
    return stage.world.doubted.certificates.order_by("pk").first()


def _leave(stage: Stage) -> None:
    Enrolment.objects.filter(pk=stage.world.learner.pk).update(state=Enrolment.State.WITHDRAWN)


def _placements(stage: Stage):
    return Placement.objects.filter(pk=stage.world.placement.pk)


def _invited(stage: Stage) -> tuple[str, str]:
    later = stage.world.later_run
    Assessment.objects.filter(pk=later.pk).update(administration="Other office")
    return stage.world.assess_token, invite(later, label="Works", at=now())


def _take_back(stage: Stage) -> None:
    take_back(stage.world.run.respondents.exclude(token_hash=None).get(), at=now())


def _stop_tokens(stage: Stage) -> tuple[str, str]:
    other = stop_address(stage.world.twin.user, BY_KEY["placement_reminded"])
    return stage.world.stop_token, other.split("/")[-3]


def _alerts(stage: Stage) -> tuple[str, str]:
    other = IntakeAlert.objects.create(email="somebody.else@demo.example", key="o" * 43, asked_at=now())
    return stage.world.alert.key, other.key


LINKS = {
    "calendar": Link(
        address="/calendar/{}.ics".format,
        tokens=lambda stage: (calendar_token(stage.world.learner), calendar_token(stage.world.twin)),
        shows=lambda stage: (f"-{stage.world.learner.pk}@", f"-{stage.world.twin.pk}@"),
        ends={"reset": lambda stage: reset_calendar(stage.world.learner), "place left": _leave},
    ),
    "supervisor": Link(
        address="/supervisor/{}/".format,
        tokens=lambda stage: (stage.links["own"], stage.links["foreign"]),
        shows=lambda stage: (stage.world.learner.user.name, stage.world.ready.user.name),
        ends={
            "revoked": lambda stage: revoke_links(stage.world.placement, at=now()),
            "another supervisor": lambda stage: _placements(stage).update(
                supervisor_email="new@host.example"
            ),
            "placement over": lambda stage: _placements(stage).update(
                state="ended", ended_at=now(), ending="host", ending_reason="Closed."
            ),
        },
        lives=VALID_FOR,
        over=410,
        below=("agreement/1.pdf", "evaluation/", "check/", "receipt/", "new-link/"),
        posts=({"deed": "plan"}, {"deed": "hours"}, {"deed": "sign", "name": "Nobody", "agreed": "on"}),
    ),
    "colleague": Link(
        address="/assess/with/{}/".format,
        tokens=_invited,
        shows=lambda stage: (stage.world.run.administration, "Other office"),
        ends={"taken back": _take_back},
        below=("P1/", "send/"),
        lives=GOOD_FOR,
    ),
    "mail": Link(
        address="/mail/{}/stop/".format,
        tokens=_stop_tokens,
        shows=lambda stage: (str(BY_KEY["learner_silent"].label), str(BY_KEY["placement_reminded"].label)),
        posts=({}, {"again": "1"}, {"List-Unsubscribe": "One-Click"}),
    ),
    "alert": Link(
        address="/tell-me/{}/".format,
        tokens=_alerts,
        shows=lambda stage: ("prospect@demo.example", "somebody.else@demo.example"),
        ends={"address deleted": lambda stage: stage.world.alert.delete()},
        below=("stop/",),
        posts=({},),
    ),
    "wallet": Link(
        address="/wallet/{}/exchange/".format,
        tokens=lambda stage: (stage.keys["own"], stage.keys["foreign"]),
        shows=lambda stage: (stage.world.certificate.serial, _of_twin(stage).serial),
        ends={"certificate revoked": lambda stage: stage.revoke_certificate()},
        lives=OPEN_FOR,
        over=410,
        method="post",
    ),
    "certificate": Link(
        address="/verify/{}/".format,
        tokens=lambda stage: (stage.world.certificate.serial, _of_twin(stage).serial),
        shows=lambda stage: (stage.world.certificate.facts["name"], _of_twin(stage).facts["name"]),
        ends={"page closed": lambda stage: close_page(stage.world.certificate, at=now())},
        over=200,
    ),
}
