"""Freezes the programme into an edition for cohorts."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Locale

from content.base.errors import RuleError
from content.principles.models import PrinciplePage
from courses.assessments.models import DrawnPage, Section
from courses.assessments.rubrics import UnfitRubric
from courses.editions.models import Edition, EditionActivity, EditionModule, EditionQuestion, EditionText
from courses.lessons.checking import minutes_to_study
from courses.lessons.models import LessonPage
from courses.programme.models import ActivityPage, AwardPolicy, ModulePage, ProgrammePage
from courses.questions.models import Question


class UnableToFreeze(RuleError):
    pass


@transaction.atomic
def freeze(programme: ProgrammePage, *, policy: AwardPolicy, label: str, by, at) -> Edition:
    """An edition of all that is published now: texts by revision, questions by version, scheme and policy by value.

    Drafts are left out. Locks the questions of its quizzes for ever. Raises UnableToFreeze if nothing is published,
    the weights do not sum to 100, or a page counts for a component that the scheme does not have.
    """
    ProgrammePage.objects.select_for_update().get(pk=programme.pk)  # two freezings get two numbers
    last = Edition.objects.filter(programme=programme).order_by("-number").first()
    edition = Edition.objects.create(
        programme=programme,
        number=last.number + 1 if last else 1,
        label=label,
        frame=_frame(programme),
        scheme=_scheme(programme),
        award_policy=_policy(policy),
        frozen_at=at,
        frozen_by=by,
    )
    order = 0
    for place, module in enumerate(programme.get_children().type(ModulePage).live().specific(), start=1):
        frozen = _freeze_module(edition, module, place)
        for page in _published_activities(module):
            order += 1
            _freeze_activity(edition, frozen, page, order, at)
    if not order:
        raise UnableToFreeze(_("No lesson is published yet, so there is nothing to freeze."))
    return edition


def _frame(programme: ProgrammePage) -> dict:
    return {
        "code": programme.code,
        "title": programme.title,
        "award": programme.award,
        "duration_weeks": programme.duration_weeks,
        "notional_hours": programme.notional_hours,
        "credits_ects": str(programme.credits_ects) if programme.credits_ects else "",
        "pass_mark": programme.pass_mark,
        "component_floor": programme.component_floor,
    }


def _scheme(programme: ProgrammePage) -> list[dict]:
    fields = ("code", "title", "kind", "weight", "must_pass", "best_of")
    scheme = list(programme.components.order_by("order", "pk").values(*fields))
    total = sum(line["weight"] for line in scheme)
    if scheme and total != 100:
        raise UnableToFreeze(
            _("The weights of the assessment scheme sum to %s. They have to sum to 100.") % total
        )
    return scheme


def _policy(policy: AwardPolicy) -> dict:
    rules = policy.rules.order_by("order", "pk").values("key", "text", "parameters")
    return {
        "code": policy.code,
        "title": policy.title,
        "classification": policy.classification,
        "rules": list(rules),
        "exit_awards": policy.exit_awards,
    }


def _freeze_module(edition: Edition, module: ModulePage, place: int) -> EditionModule:
    return EditionModule.objects.create(
        edition=edition,
        order=place,
        code=module.code,
        title=module.title,
        area=module.area,
        first_week=module.first_week,
        last_week=module.last_week,
        hours=module.hours,
        summary=module.summary,
        outcomes=[block.value for block in module.outcomes],
    )


def _published_activities(module: ModulePage) -> list[ActivityPage]:
    """The module's published pages in the order of study: by week, then as they stand in the tree."""
    pages = module.get_children().live().specific()
    return sorted((page for page in pages if isinstance(page, ActivityPage)), key=lambda page: page.week)


def _freeze_activity(edition: Edition, module: EditionModule, page: ActivityPage, order: int, at) -> None:
    _require_known_component(edition, page)
    row = EditionActivity.objects.create(
        edition=edition,
        module=module,
        activity=page.activity,
        order=order,
        week=page.week,
        minutes=_minutes(page),
        required=page.required,
        component=getattr(page, "component", ""),
        share=getattr(page, "share", 1),
        rules=_rules(page),
    )
    # The live revision is what readers see now; a later draft is not frozen.
    revision = page.live_revision or page.save_revision(clean=False, changed=False)
    EditionText.objects.create(
        edition_activity=row, locale=page.locale or Locale.get_default(), revision=revision, title=page.title
    )
    if isinstance(page, DrawnPage):
        _freeze_questions(row, page, at)


def _require_known_component(edition: Edition, page: ActivityPage) -> None:
    component = getattr(page, "component", "")
    if component and component not in {line["code"] for line in edition.scheme}:
        raise UnableToFreeze(
            _("“%(title)s” counts for the component %(code)s, which the assessment scheme does not have.")
            % {"title": page.title, "code": component}
        )


def _rules(page: ActivityPage) -> dict:
    try:
        return page.frozen_rules()
    except UnfitRubric as refusal:
        raise UnableToFreeze(f"{page.code}: {refusal}") from refusal


def _minutes(page: ActivityPage) -> int:
    if isinstance(page, LessonPage):
        return minutes_to_study(page.body)
    return getattr(page, "time_limit_minutes", page.planned_minutes)


def _freeze_questions(row: EditionActivity, page: DrawnPage, at) -> None:
    for section in page.sections.all():
        newest = Question.objects.filter(bank=section.bank_id, successor=None)
        _require_enough(row, section, newest)
        EditionQuestion.objects.bulk_create(
            EditionQuestion(edition_activity=row, question=question) for question in newest
        )
        newest.filter(locked_at=None).update(locked_at=at)


def _require_enough(row: EditionActivity, section: Section, newest: QuerySet[Question]) -> None:
    if newest.count() < section.count:
        raise UnableToFreeze(
            _("The quiz %(quiz)s draws %(count)s questions, its bank has %(have)s.")
            % {"quiz": row.activity.code, "count": section.count, "have": newest.count()}
        )
    if section.blueprint:
        _require_principles(row, section, newest)


def _require_principles(row: EditionActivity, section: Section, newest: QuerySet[Question]) -> None:
    """Any draw has to find a question on each principle that is published, within the count of the section."""
    questions = newest.prefetch_related("principle_links__principle")
    have = {link.principle.number for question in questions for link in question.principle_links.all()}
    wanted = set(PrinciplePage.objects.live().values_list("number", flat=True))
    if missing := sorted(wanted - have):
        raise UnableToFreeze(
            _("%(code)s asks for each principle. Its bank has no question on %(missing)s.")
            % {"code": row.activity.code, "missing": ", ".join(f"P{number}" for number in missing)}
        )
    if len(have) > section.count:  # fewer may do by luck, but not for every seed
        raise UnableToFreeze(
            _("%(code)s asks for each principle, but draws only %(count)s questions from that bank.")
            % {"code": row.activity.code, "count": section.count}
        )
