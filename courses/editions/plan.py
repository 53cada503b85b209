"""What an edition holds. It was frozen, so each process reads it once and keeps it."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.db.models import Prefetch
from wagtail.models import Page, Revision

from courses.editions.models import Edition, EditionActivity, EditionText
from courses.internship.models import Step


@dataclass(frozen=True)
class PlannedActivity:
    id: int
    activity_id: int
    code: str
    kind: str
    title: str
    week: int
    minutes: int
    required: bool
    component: str
    order: int
    module_code: str
    revision_id: int
    share: int = 1
    rules: dict = field(default_factory=dict, hash=False)

    @property
    def first_week(self) -> int:
        """Earlier than its week for what goes over several, such as the dialogue."""
        return self.week - self.rules.get("weeks", 1) + 1

    @property
    def study_minutes(self) -> int:
        """Hours at the host are worked over many weeks and normally paid, so no week counts them (specification 1.8)."""
        return 0 if self.rules.get("step") == Step.HOURS else self.minutes


@dataclass(frozen=True)
class PlannedModule:
    code: str
    title: str
    area: str
    first_week: int
    last_week: int
    hours: str
    summary: str
    outcomes: tuple[str, ...]
    activities: tuple[PlannedActivity, ...]


@dataclass(frozen=True)
class Plan:
    edition_id: int
    label: str
    frame: dict
    scheme: list[dict]
    award_policy: dict
    modules: tuple[PlannedModule, ...] = field(repr=False)

    @cached_property
    def activities(self) -> tuple[PlannedActivity, ...]:
        return tuple(activity for module in self.modules for activity in module.activities)

    @cached_property
    def _by_code(self) -> dict[str, PlannedActivity]:
        return {activity.code: activity for activity in self.activities}

    def activity(self, code: str) -> PlannedActivity | None:
        return self._by_code.get(code)

    @cached_property
    def _by_activity(self) -> dict[int, PlannedActivity]:
        return {activity.activity_id: activity for activity in self.activities}

    def by_activity(self, activity_id: int | None) -> PlannedActivity | None:
        return self._by_activity.get(activity_id) if activity_id else None

    @cached_property
    def _by_id(self) -> dict[int, PlannedActivity]:
        return {activity.id: activity for activity in self.activities}

    def by_id(self, edition_activity_id: int) -> PlannedActivity:
        return self._by_id[edition_activity_id]

    @cached_property
    def _by_component(self) -> dict[str, list[PlannedActivity]]:
        found: dict[str, list[PlannedActivity]] = {}
        for activity in self.activities:
            found.setdefault(activity.component, []).append(activity)
        return found

    def works_of(self, component: str) -> list[PlannedActivity]:
        """What counts for one component, in the order of study."""
        return self._by_component.get(component, [])

    def module(self, code: str) -> PlannedModule | None:
        return next((module for module in self.modules if module.code == code), None)

    def neighbours(self, planned: PlannedActivity) -> tuple[PlannedActivity | None, PlannedActivity | None]:
        """What comes before and after it in the order of study."""
        place = self.activities.index(planned)
        before = self.activities[place - 1] if place else None
        after = self.activities[place + 1] if place + 1 < len(self.activities) else None
        return before, after


@lru_cache(maxsize=32)
def plan_of(edition_id: int) -> Plan:
    """The edition's plan. Three queries once in a process, none afterwards: nothing in it ever changes."""
    activities = (
        EditionActivity.objects.select_related("activity")
        .prefetch_related(
            Prefetch("texts", queryset=EditionText.objects.select_related("locale").order_by("pk"))
        )
        .order_by("order", "pk")
    )
    edition = Edition.objects.prefetch_related(Prefetch("modules__activities", queryset=activities)).get(
        pk=edition_id
    )
    modules = sorted(edition.modules.all(), key=lambda module: module.order)
    return Plan(
        edition_id=edition.pk,
        label=edition.label,
        frame=edition.frame,
        scheme=edition.scheme,
        award_policy=edition.award_policy,
        modules=tuple(_planned_module(module) for module in modules),
    )


def _planned_module(module) -> PlannedModule:
    return PlannedModule(
        code=module.code,
        title=module.title,
        area=module.area,
        first_week=module.first_week,
        last_week=module.last_week,
        hours=f"{module.hours.normalize():f}",
        summary=module.summary,
        outcomes=tuple(module.outcomes),
        activities=tuple(_planned_activity(row, module.code) for row in module.activities.all()),
    )


def _planned_activity(row: EditionActivity, module_code: str) -> PlannedActivity:
    text = row.texts.all()[0]
    return PlannedActivity(
        id=row.pk,
        activity_id=row.activity_id,
        code=row.activity.code,
        kind=row.activity.kind,
        title=text.title,
        week=row.week,
        minutes=row.minutes,
        required=row.required,
        component=row.component,
        order=row.order,
        module_code=module_code,
        revision_id=text.revision_id,
        share=row.share,
        rules=row.rules,
    )


@lru_cache(maxsize=512)
def frozen_page(revision_id: int) -> Page:
    """The page as it was in this revision. Kept in the process: a revision never changes."""
    return Revision.objects.get(pk=revision_id).as_object()
