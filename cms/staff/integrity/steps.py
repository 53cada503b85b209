"""The steps that an officer may take in an integrity case: the form, the rule, what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.staff.integrity.forms import AppealForm, DecisionForm, ReasonsForm
from learners.integrity.deciding import (
    MINOR,
    decide,
    decide_appeal,
    drop,
    inform,
    refer_to_panel,
    vote,
)
from learners.integrity.models import IntegrityCase, Outcome


class _NoWords(forms.Form):
    pass


@dataclass(frozen=True)
class Step:
    states: tuple[str, ...]
    form: Callable[..., Any]
    rule: Callable[..., Any]
    done: Any
    values: Callable[[Any], dict] = lambda form: dict(form.cleaned_data)


def _outcome(form) -> dict:
    return {"outcome": Outcome(form.cleaned_data["outcome"]), "reasons": form.cleaned_data["reasons"]}


def _appeal(form) -> dict:
    return {"upheld": form.cleaned_data["upheld"] == "yes", "reasons": form.cleaned_data["reasons"]}


def _minor(*args) -> DecisionForm:
    return DecisionForm(*args, outcomes=MINOR)


STEPS = {
    "inform": Step(("flagged",), _NoWords, inform, _("The learner was told and has ten days to reply.")),
    "drop": Step(("flagged",), ReasonsForm, drop, _("The case is closed. The mark counts again.")),
    "decide": Step(("informed",), _minor, decide, _("Decided. The learner was told."), _outcome),
    "refer": Step(
        ("informed",), _NoWords, refer_to_panel, _("The case is with the panel: three people vote.")
    ),
    "vote": Step(("panel",), DecisionForm, vote, _("Your vote counts."), _outcome),
    "appeal": Step(("appealed",), AppealForm, decide_appeal, _("Decided. The learner was told."), _appeal),
}


def forms_for(case: IntegrityCase, user) -> dict[str, Any]:
    """Step -> an empty form, for the steps that this person could take now."""
    if user.pk in (case.flagged_by_id, case.enrolment.user_id):
        return {}
    return {name: step.form() for name, step in STEPS.items() if case.state in step.states}
