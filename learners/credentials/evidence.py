"""What stands behind an award, in the words of the credential: results, modules, principles."""

from django.conf import settings
from django.utils.translation import override

from content.principles.models import PrinciplePage
from courses.editions.plan import Plan, PlannedModule, plan_of
from courses.lessons.queries import principle_numbers, principles_of_lessons
from learners.credentials.eligibility import Standing
from learners.grades.results import ComponentMark
from learners.progress.models import ActivityProgress

FRAMEWORK = "OECD Recommendation of the Council on Digital Government Strategies"


def lessons_of(plan: Plan) -> list[int]:
    return [planned.activity_id for planned in plan.activities if planned.kind == "lesson"]


def alignments(plan: Plan) -> list[dict]:
    """The principles that the programme's lessons are about, each with its public page."""
    return [
        {
            "type": ["Alignment"],
            "targetCode": principle.code,
            "targetName": f"{principle.number}. {principle.title}",
            "targetDescription": principle.official_name,
            "targetFramework": FRAMEWORK,
            "targetUrl": _address_of(principle),
        }
        for principle in principles_of_lessons(lessons_of(plan))
    ]


def _address_of(principle: PrinciplePage) -> str:
    parts = principle.get_url_parts()
    return settings.SITE_ADDRESS + (parts[2] if parts and parts[2] else "/")


def evidence_of(standing: Standing) -> list[dict]:
    """Results first, then the modules with their principles. In English, as the certificate itself."""
    enrolment = standing.enrolment
    plan = plan_of(enrolment.cohort.edition_id)
    rows = ActivityProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False)
    completed = set(rows.values_list("activity_id", flat=True))
    numbers = principle_numbers(completed)
    with override("en"):
        results = [_result(component) for component in standing.result.components if component.graded]
        modules = [_module(module, completed, numbers) for module in plan.modules if module.activities]
    return results + modules


def _result(component: ComponentMark) -> dict:
    return {
        "type": ["Evidence"],
        "name": component.title,
        "genre": "Result",
        "narrative": f"{component.mark} of 100, weight {component.weight} per cent.",
    }


def _module(module: PlannedModule, completed: set[int], numbers: dict[int, set[int]]) -> dict:
    lessons = [planned.activity_id for planned in module.activities if planned.kind == "lesson"]
    done = [activity_id for activity_id in lessons if activity_id in completed]
    principles = sorted(set().union(*(numbers.get(activity_id, set()) for activity_id in done)))
    told = f" Principles {', '.join(map(str, principles))}." if principles else ""
    return {
        "type": ["Evidence"],
        "name": f"{module.code} {module.title}",
        "genre": "Module",
        "narrative": f"{len(done)} of {len(lessons)} lessons completed, {module.hours} hours.{told}",
    }
