"""The action plan: practices that the owner has chosen, by whom and until when."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.maturity.queries import Statement
from learners.selfassessment.assessing import UnableToAssess, pinned, principles_of
from learners.selfassessment.models import ActionItem, Assessment

LONGEST_TEXT = 600


@transaction.atomic
def choose_practice(assessment: Assessment, code: str, *, at: datetime) -> ActionItem:
    """Chosen already is the same result. Raises UnableToAssess."""
    practice = _practice(assessment, code)
    if practice is None:
        raise UnableToAssess(_("Choose a practice of the list."))
    values = {"text": practice.text, "chosen_at": at}
    return ActionItem.objects.get_or_create(assessment=assessment, code=code, defaults=values)[0]


@transaction.atomic
def change_action(item: ActionItem, *, text: str, doer: str, due_on: date | None, state: str) -> ActionItem:
    """Raises UnableToAssess."""
    if not text.strip():
        raise UnableToAssess(_("Write what will be done."))
    if state not in ActionItem.State.values:
        raise UnableToAssess(_("Choose how far it is."))
    item.text, item.doer = text.strip()[:LONGEST_TEXT], doer.strip()[:120]
    item.due_on, item.state = due_on, state
    item.save(update_fields=["text", "doer", "due_on", "state"])
    return item


def actions_of(assessment: Assessment) -> list[ActionItem]:
    """The first due first, those without a day last."""
    items = list(assessment.actions.all())
    return sorted(items, key=lambda item: (item.due_on is None, item.due_on or date.max, item.pk))


def _practice(assessment: Assessment, code: str) -> Statement | None:
    sheets = [pinned(assessment, number) for number in principles_of(assessment)]
    found = (each for sheet in sheets if sheet for part in sheet.parts for each in part.practices)
    return next((each for each in found if each.code == code), None)
