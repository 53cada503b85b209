"""The eight ratings of the evaluation (form IF-6), each value with its anchor in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

LOWEST, HIGHEST = 1, 5
NEED_A_COMMENT = (LOWEST, HIGHEST)


@dataclass(frozen=True)
class Rating:
    key: str
    label: Any
    anchors: tuple[Any, ...]
    """What 1, 2, 3, 4 and 5 mean."""


RATINGS = (
    Rating("reliability", _("Reliability"), (
        _("Often absent or late without notice"), _("Needed reminders"), _("Kept most dates"),
        _("Kept all dates"), _("Others could plan by this person"),
    )),
    Rating("initiative", _("Initiative"), (
        _("Waited for each instruction"), _("Asked what to do next"), _("Found next tasks with help"),
        _("Found next tasks alone"), _("Saw needs that we had not seen"),
    )),
    Rating("quality", _("Quality of work"), (
        _("Could not be used"), _("Needed much correction"), _("Could be used with small changes"),
        _("Could be used as it was"), _("Better than our own standard"),
    )),
    Rating("teamwork", _("Teamwork"), (
        _("Disturbed the team"), _("Worked beside the team"), _("Worked with the team when asked"),
        _("Helped others"), _("Made the team better"),
    )),
    Rating("communication", _("Communication"), (
        _("Was not understood"), _("Was understood with effort"), _("Clear in daily matters"),
        _("Clear to all groups"), _("Made difficult matters clear to others"),
    )),
    Rating("ethics", _("Ethical conduct"), (
        _("Broke our rules"), _("Had to be told of rules"), _("Kept the rules"),
        _("Asked when a rule was unclear"), _("An example to others"),
    )),
    Rating("knowledge", _("Use of digital-government knowledge"), (
        _("None was seen"), _("Named ideas without use"), _("Used some ideas in the task"),
        _("Used ideas throughout"), _("Taught us something that we now use"),
    )),
    Rating("usefulness", _("Usefulness of the result"), (
        _("Of no use to us"), _("Of little use"), _("Of use for a part"), _("We use it"), _("It changes how we work"),
    )),
)  # fmt: skip
KEYS = tuple(rating.key for rating in RATINGS)
