"""What a learner reads on the page of a written work: the task, the rubric, the dates, the own draft and versions."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.base.errors import RuleError
from content.markdown import render_markdown
from courses.assessments.rulebook import WorkRules, work_rules
from courses.editions.plan import PlannedActivity, frozen_page, plan_of
from learners.enrolment.access import words
from learners.enrolment.models import Enrolment
from learners.submissions.deadlines import Deadline, cost_in_words, deadline_of, promised_at
from learners.submissions.handing_in import require_changeable, words_in
from learners.submissions.models import Draft, NextStep, Submission, Work, WorkFile
from learners.submissions.queries import draft_of, files_in_draft, last_next_step, versions_of, work_of


@dataclass(frozen=True)
class Briefing:
    brief: SafeString
    rules: WorkRules
    component: str
    weight: int
    deadline: Deadline
    cost: str
    """What handing in now costs, in words. Empty before the due date."""
    asked: str
    """How many words are asked for, in words."""
    work: Work | None
    draft: Draft | None
    files: list[WorkFile]
    versions: list[Submission]
    refusal: str
    """Why nothing can be changed any more. Empty while it can."""
    earlier_step: NextStep | None
    promised: str
    """Until when it is marked."""
    token: str
    """Under this name the browser keeps what is not saved yet; it begins with the number of its person."""

    @property
    def handed_in(self) -> Submission | None:
        return self.versions[0] if self.versions else None

    @property
    def released(self) -> bool:
        return bool(self.work and self.work.released_at)

    @property
    def count(self) -> int:
        return words_in(self.draft.text if self.draft else "", self.files)

    @property
    def count_in_words(self) -> str:
        return length_in_words(self.count, self.rules)


def briefing_of(enrolment: Enrolment, planned: PlannedActivity, *, at: datetime) -> Briefing:
    rules = work_rules(planned.rules)
    deadline = deadline_of(enrolment, planned, rules)
    work = work_of(enrolment, planned.activity_id, resit=deadline.resit)
    versions = versions_of(work)
    component = _component(enrolment, planned)
    return Briefing(
        brief=render_markdown(frozen_page(planned.revision_id).brief),
        rules=rules,
        component=component.get("title", ""),
        weight=component.get("weight", 0),
        deadline=deadline,
        cost=cost_in_words(deadline, rules, at=at),
        asked=asked_in_words(rules),
        work=work,
        draft=draft_of(work),
        files=files_in_draft(work),
        versions=versions,
        refusal=_refusal(work, deadline, at) if work else "",
        earlier_step=last_next_step(enrolment, before=work),
        promised=_promise(versions, deadline, at),
        token=f"{enrolment.user_id}.{planned.code}{'.2' if deadline.resit else ''}",
    )


def _component(enrolment: Enrolment, planned: PlannedActivity) -> dict:
    scheme = plan_of(enrolment.cohort.edition_id).scheme
    return next((line for line in scheme if line["code"] == planned.component), {})


def _refusal(work: Work, deadline: Deadline, at: datetime) -> str:
    try:
        require_changeable(work, deadline, at=at)
    except RuleError as refusal:
        return str(refusal)
    return ""


def _promise(versions: list[Submission], deadline: Deadline, at: datetime) -> str:
    if not versions:
        return ""
    return words(
        promised_at(versions[0].handed_in_at, deadline.due_at), deadline.zone, day="j F", at=at
    ).split(",")[0]


def asked_in_words(rules: WorkRules) -> str:
    if rules.words_to is None:
        return ""
    return _("%(least)s to %(most)s words") % {
        "least": f"{rules.words_from:,}",
        "most": f"{rules.words_to:,}",
    }


def is_off_length(count: int, rules: WorkRules) -> bool:
    return count < (rules.words_from or 0) or bool(rules.words_to and count > rules.words_to)


def length_in_words(count: int, rules: WorkRules) -> str:
    """How long it is, and whether that is what was asked for. Nothing is taken off for length by itself."""
    told = ngettext("%(count)s word.", "%(count)s words.", count) % {"count": f"{count:,}"}
    if rules.words_to and count > rules.words_to:
        return told + " " + _("That is %s more than asked for.") % f"{count - rules.words_to:,}"
    if rules.words_from and count < rules.words_from:
        return told + " " + _("That is %s fewer than asked for.") % f"{rules.words_from - count:,}"
    return told
