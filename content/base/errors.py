"""What a rule says when it refuses, and what the log is told of refusals."""

import sys
from contextvars import ContextVar

refusals: ContextVar[list[dict] | None] = ContextVar("refusals", default=None)
"""What was refused in the request that is being answered. None where nobody asks: in tasks and commands."""


def note_refusal(kind: str, **facts) -> None:
    """For the log of refusals. Give numbers and names of things of ours, never what somebody typed."""
    if (noted := refusals.get()) is not None:
        noted.append({"refused": kind, **facts})


class RuleError(Exception):
    """A refusal. Its message is one full sentence, fit for the screen."""

    def __init__(self, *words):
        super().__init__(*words)
        place = sys._getframe(1)
        note_refusal(
            "rule", rule=type(self).__name__, place=f"{place.f_globals['__name__']}.{place.f_code.co_name}"
        )
