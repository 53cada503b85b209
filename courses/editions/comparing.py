"""What differs between two editions, and whether it matters: work, weeks, texts, questions, rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from courses.editions.plan import Plan, PlannedActivity, frozen_page
from courses.editions.questions import frozen_pool
from courses.lessons.checking import lesson_texts, plain_words

COSMETIC_PERCENT = 2
"""So many of a text's words may differ in a correction of spelling or layout."""
_QUIZ_RULES = ("time_limit_minutes", "attempts_allowed", "pass_percent", "review")


@dataclass(frozen=True)
class Change:
    activity_id: int | None
    """Empty for a rule of the whole programme."""
    title: str
    says: str
    cosmetic: bool
    """Nothing that is learnt, asked or counted is different."""


def changes_between(old: Plan, new: Plan) -> list[Change]:
    """In the order of study of the newer edition, then what it has no more, then the rules."""
    return [*_work(old, new), *_gone(old, new), *_rules(old, new)]


def _work(old: Plan, new: Plan) -> Iterator[Change]:
    for after in new.activities:
        before = old.by_activity(after.activity_id)
        if before is None:
            yield Change(after.activity_id, after.title, _("New in this edition."), False)
            continue
        for says, cosmetic in _differences(before, after):
            yield Change(after.activity_id, after.title, says, cosmetic)


def _gone(old: Plan, new: Plan) -> Iterator[Change]:
    for before in old.activities:
        if new.by_activity(before.activity_id) is None:
            yield Change(before.activity_id, before.title, _("Not in this edition any more."), False)


def _rules(old: Plan, new: Plan) -> Iterator[Change]:
    if old.scheme != new.scheme:
        yield Change(None, _("Assessment scheme"), _("Weights or components differ."), False)
    if old.award_policy != new.award_policy:
        yield Change(None, _("Award policy"), _("The rules of the award differ."), False)


def _differences(before: PlannedActivity, after: PlannedActivity) -> Iterator[tuple[str, bool]]:
    if before.title != after.title:
        yield _("Its title was “%s”.") % before.title, True
    if before.week != after.week:
        values = {"before": before.week, "after": after.week}
        yield _("Moved from week %(before)s to week %(after)s.") % values, False
    if before.required != after.required:
        yield (_("It is required now.") if after.required else _("It is not required any more.")), False
    yield from _of_counting(before, after)
    if after.kind in ("quiz", "exam"):
        yield from _of_quiz(before, after)
    elif before.revision_id != after.revision_id:
        yield from _of_text(before, after)


def _of_counting(before: PlannedActivity, after: PlannedActivity) -> Iterator[tuple[str, bool]]:
    if before.component != after.component:
        yield _("It counts for another component of the result."), False
    elif before.share != after.share:
        values = {"before": before.share, "after": after.share}
        yield _("Its share of the component was %(before)s and is %(after)s.") % values, False
    if before.rules != after.rules:
        yield _("Its rules differ: rubric, words, lateness or window."), False


def _of_text(before: PlannedActivity, after: PlannedActivity) -> Iterator[tuple[str, bool]]:
    percent = words_changed(_words(before), _words(after))
    if percent > COSMETIC_PERCENT:
        yield _("About %s per cent of its words differ.") % percent, False
    elif percent:
        yield _("A few words differ."), True
    else:
        yield _("Only the look of the text differs."), True


def words_changed(before: list[str], after: list[str]) -> int:
    """Per cent of words that differ, rounded up: 0 only for the same words in the same order."""
    if before == after:
        return 0
    same = SequenceMatcher(None, before, after, autojunk=False).ratio()
    return max(1, round(100 * (1 - same)))


def _words(planned: PlannedActivity) -> list[str]:
    page = frozen_page(planned.revision_id)
    texts = lesson_texts(page.body) if planned.kind == "lesson" else _task_texts(page)
    return [word.casefold() for text in texts for word in plain_words(text)]


def _task_texts(page) -> list[str]:
    return [getattr(page, "brief", ""), getattr(page, "marking_notes", "")]


def _of_quiz(before: PlannedActivity, after: PlannedActivity) -> Iterator[tuple[str, bool]]:
    old, new = frozen_page(before.revision_id), frozen_page(after.revision_id)
    if any(getattr(old, rule) != getattr(new, rule) for rule in _QUIZ_RULES):
        yield _("Its time, attempts, pass mark or review differ."), False
    asked, asks = set(frozen_pool(before.id)), set(frozen_pool(after.id))
    if asked != asks:
        values = {"new": len(asks - asked), "gone": len(asked - asks)}
        yield _("%(new)s questions are new or corrected, %(gone)s are gone.") % values, False
