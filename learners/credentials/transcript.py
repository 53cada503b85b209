"""What a learner has studied and reached so far: the transcript (specification 1.11)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.editions.plan import Plan, PlannedModule
from courses.lessons.queries import principles_of_lessons
from learners.credentials.models import Certificate
from learners.credentials.names import name_to_print
from learners.credentials.printing import printed
from learners.credentials.queries import latest_certificate
from learners.enrolment.models import Enrolment
from learners.grades.queries import released_grades
from learners.grades.results import ComponentMark, FinalResult, final_result
from learners.placements.standing import hours_by_host_type
from learners.progress.queries import Outline, progress_outline


@dataclass(frozen=True)
class ModuleLine:
    code: str
    title: str
    hours: str
    lessons: int
    completed: int


@dataclass(frozen=True)
class Transcript:
    name: str
    award: str
    programme: str
    cohort: str
    edition: str
    starts_on: date
    ends_on: date
    made_at: datetime
    modules: list[ModuleLine]
    result: FinalResult
    principles: list[str]
    """Those of the lessons that are completed, by number."""
    certificate: Certificate | None
    demo: bool
    internship: list[str]
    """Type of host and confirmed hours."""

    @property
    def provisional(self) -> bool:
        """Until a board has ratified the results, which a certificate in force shows."""
        return self.certificate is None

    @property
    def outcome(self) -> str:
        return self.certificate.facts["classification"] if self.certificate else ""


def transcript_of(enrolment: Enrolment, *, at: datetime) -> Transcript:
    """As ledger and progress stand now, with released marks only. Raises NotPrintable when there is no name to print."""
    outline = progress_outline(enrolment, at=at)
    plan, cohort = outline.plan, enrolment.cohort
    certificate = latest_certificate(enrolment)
    return Transcript(
        name=name_to_print(enrolment),
        award=plan.frame["award"],
        programme=plan.frame["title"],
        cohort=cohort.code,
        edition=plan.label,
        starts_on=cohort.starts_on,
        ends_on=cohort.starts_on + timedelta(weeks=plan.frame["duration_weeks"], days=-1),
        made_at=at,
        modules=[_module_line(module, outline) for module in plan.modules],
        result=final_result(plan, released_grades(enrolment)),
        principles=_principles(plan, outline),
        certificate=certificate if certificate and certificate.revoked_at is None else None,
        demo=cohort.demo,
        internship=hours_by_host_type(enrolment),
    )


def _module_line(module: PlannedModule, outline: Outline) -> ModuleLine:
    lessons = [task for task in outline.of_module(module) if task.planned.kind == "lesson"]
    done = sum(1 for task in lessons if task.completed_at)
    return ModuleLine(module.code, module.title, module.hours, len(lessons), done)


def _principles(plan: Plan, outline: Outline) -> list[str]:
    done = {task.planned.activity_id for task in outline.tasks if task.completed_at}
    return [f"{each.number}. {each.title}" for each in principles_of_lessons(done)]


def transcript_pdf_of(transcript: Transcript) -> bytes:
    """In English, whoever downloads it. Raises NotPrintable when a font lacks a character of the name."""
    with override("en"):
        return printed("transcript.typ", facts_of(transcript), name=transcript.name)


def facts_of(transcript: Transcript) -> dict:
    """All that the paper says."""
    result, certificate = transcript.result, transcript.certificate
    return {
        "name": transcript.name,
        "award": transcript.award,
        "programme": transcript.programme,
        "cohort": transcript.cohort,
        "edition": transcript.edition,
        "from": date_format(transcript.starts_on, "j F Y"),
        "to": date_format(transcript.ends_on, "j F Y"),
        "made": date_format(transcript.made_at, "j F Y"),
        "made_on": transcript.made_at.date().isoformat(),
        "issuer": settings.ISSUER_NAME,
        "provisional": transcript.provisional,
        "demo": transcript.demo,
        "modules": [asdict(line) for line in transcript.modules],
        "components": [_component(component) for component in result.components],
        "overall": str(result.overall) if result.graded else "",
        "marked": _("%(graded)s of %(works)s works have a mark")
        % {"graded": result.graded, "works": result.works},
        "outcome": transcript.outcome,
        "principles": transcript.principles,
        "internship": transcript.internship,
        "serial": certificate.serial if certificate else "",
        "address": certificate.facts["address"] if certificate else "",
    }


def _component(component: ComponentMark) -> dict:
    return {
        "title": component.title,
        "weight": f"{component.weight} %",
        "mark": str(component.mark) if component.graded else "",
        "resit": component.first_mark is not None,
    }
