"""What the mails name: values of one event, in the reader's time zone."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.cohorts.models import Cohort, TeachingRole
from courses.editions.plan import PlannedActivity, plan_of
from learners.admissions.models import Application, Decision
from learners.audit.models import Emergency
from learners.credentials.issuer import issuer_address
from learners.credentials.models import Certificate
from learners.credentials.verifying import award_in_full
from learners.enrolment.access import words, zone_of
from learners.enrolment.dates import learner_dates
from learners.enrolment.models import Enrolment, Extension
from learners.events.models import LearningEvent
from learners.placements.models import Placement
from learners.placements.moving import host_name
from learners.placements.papers import Midpoint
from learners.placements.vivas import Viva
from learners.progress.queries import progress_outline
from learners.submissions.models import Reply, Submission
from learners.submissions.standing import unreleased_of


def values_of(event: LearningEvent, *, at: datetime) -> dict[str, str]:
    """All values that the event's kind of mail may name. The moment decides what “now due” means."""
    told = {key: str(value) for key, value in event.data.items() if key in ("reason", "percent", "days")}
    values = {"name": recipient_of(event).name, "programme": settings.SITE_NAME} | told
    enrolment = event.enrolment
    if enrolment is None:
        if "emergency" in event.data:
            return values | _of_emergency(event)
        if event.verb.startswith("account."):
            return values | {"link": settings.SITE_ADDRESS + reverse("mfa_index")}
        return values | (_of_team(event) if "user" in event.data else _of_application(event))
    values |= _of_cohort(enrolment)
    make = _MORE.get(event.verb)
    return values | make(event, enrolment, at) if make else values


def recipient_of(event: LearningEvent):
    """The person whom the event concerns."""
    if event.enrolment is None and "user" in event.data:
        return get_user_model()._default_manager.get(pk=event.data["user"])
    return event.enrolment.user if event.enrolment else _application(event).user


def _application(event: LearningEvent) -> Application:
    return Application.objects.select_related("user", "intake__cohort").get(pk=event.data["application"])


def _of_application(event: LearningEvent) -> dict[str, str]:
    application = _application(event)
    decided = Decision.objects.filter(pk=event.data.get("decision"), application=application).first()
    return {
        "cohort": application.intake.cohort.title,
        "reference": application.reference,
        "link": f"{settings.SITE_ADDRESS}{reverse('application', args=[application.reference])}",
        "letter": decided.letter if decided else "",
    }


def _of_team(event: LearningEvent) -> dict[str, str]:
    """The row of a role is gone when the role has ended, so the event itself tells what it was."""
    cohort = Cohort.objects.get(pk=event.data["cohort"])
    module = event.data["module"]
    return {
        "cohort": cohort.title,
        "role": str(TeachingRole.Kind(event.data["kind"]).label),
        "modules": _("module %s") % module if module else _("all modules"),
        "start": date_format(cohort.starts_on, "l j F Y"),
        "link": settings.SITE_ADDRESS + reverse("staff_home"),
    }


def _of_emergency(event: LearningEvent) -> dict[str, str]:
    emergency = Emergency.objects.select_related("user").get(pk=event.data["emergency"])
    return {
        "who": emergency.user.name,
        "what": emergency.action.replace("_", " "),
        "until": f"{emergency.open_until:%H:%M} UTC",
        "reason": emergency.reason,
        "link": settings.SITE_ADDRESS + reverse("emergencies"),
    }


def _of_cohort(enrolment: Enrolment) -> dict[str, str]:
    return {
        "cohort": enrolment.cohort.title,
        "start": date_format(enrolment.cohort.starts_on, "l j F Y"),
        "link": settings.SITE_ADDRESS + reverse("this_week"),
    }


def _of_move(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    """Only work that the edition of the new cohort has: the office was warned of the other."""
    titles = [each.planned.title for each in unreleased_of(enrolment)]
    if not titles:
        return {}
    told = _(
        "You have handed in work that has no mark yet: %s. Your new cohort marks it. "
        "You can replace it until its due date there, unless its marking has begun."
    )
    return {"works": told % "; ".join(titles)}


def _of_work(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    planned = plan_of(enrolment.cohort.edition_id).by_activity(event.activity_id)
    return _dates(enrolment, planned)


def _dates(enrolment: Enrolment, planned: PlannedActivity | None) -> dict[str, str]:
    link = settings.SITE_ADDRESS + reverse("dates")
    if planned is None:
        return {"work": _("all remaining work"), "due": "", "link": link}
    dates = learner_dates(enrolment).of(planned)
    due = words(dates.due_at, zone_of(enrolment), day="l j F Y")
    return {"work": planned.title, "due": due, "reason": dates.reason, "link": link}


def _of_extension(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    extension = Extension.objects.get(pk=event.data["extension"])
    values = _of_work(event, enrolment, at) | {"answer": extension.answer}
    if extension.kind == Extension.Kind.PLAN:
        values |= {"due": _("%s days later than before") % extension.days, "reason": extension.reason}
    return values


def _of_resit(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    resit = Extension.objects.get(pk=event.data["extension"])
    values = _of_feedback(event, enrolment, at)
    plan = plan_of(enrolment.cohort.edition_id)
    return values | {"reason": resit.reason, "cap": str(plan.frame["pass_mark"])}


def _of_hand_in(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    submission = Submission.objects.prefetch_related("files").get(pk=event.data["submission"])
    values = _of_work(event, enrolment, at)
    files = [file.original_name for file in submission.files.all()]
    return values | {
        "received": words(submission.handed_in_at, zone_of(enrolment), day="l j F Y"),
        "count": str(submission.words),
        "files": _("Files: %s") % ", ".join(files) if files else "",
        "sha256": submission.sha256,
        "link": settings.SITE_ADDRESS + reverse("activity", args=[submission.edition_activity.activity.code]),
    }


def _of_feedback(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    values = _of_work(event, enrolment, at)
    planned = plan_of(enrolment.cohort.edition_id).by_activity(event.activity_id)
    return values | (
        {"link": settings.SITE_ADDRESS + reverse("activity", args=[planned.code])} if planned else {}
    )


def _of_correction(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    values = _of_feedback(event, enrolment, at)
    return values | {name: str(event.data[name]) for name in ("attempt", "before", "after")}


def _of_answer(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    """The note takes the place of the reason for the due date."""
    return _of_feedback(event, enrolment, at) | {"reason": Reply.objects.get(pk=event.data["reply"]).note}


def _of_reviews(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    planned = plan_of(enrolment.cohort.edition_id).by_activity(event.activity_id)
    values = _of_work(event, enrolment, at)
    if until := event.data.get("until"):
        values["until"] = words(datetime.fromisoformat(until), zone_of(enrolment), day="l j F Y")
    if reason := event.data.get("reason"):
        values["reason"] = reason
    if planned:
        values["link"] = settings.SITE_ADDRESS + reverse("peer_reviews", args=[planned.code])
    return values


def _of_silence(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    task = progress_outline(enrolment, at=at).next_task
    return {"work": task.planned.title if task else _("this week")}


def _of_certificate(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    certificate = Certificate.objects.get(pk=event.data["certificate"])
    verify = settings.SITE_ADDRESS + reverse("verify_certificate", args=[certificate.serial])
    return {"serial": certificate.serial, "verify": verify} | _facts(certificate) | _revocation(certificate)


def _of_exit_award(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    facts = Certificate.objects.get(pk=event.data["certificate"]).facts
    more = {"reached": facts["reached"], "is_not": facts["is_not"]}
    more["results"] = settings.SITE_ADDRESS + reverse("my_exit_awards")
    return _of_certificate(event, enrolment, at) | more


def _facts(certificate: Certificate) -> dict[str, str]:
    facts = certificate.facts
    result = facts.get("classification")
    return {
        "name": facts["name"] if certificate.revoked_at is None else certificate.enrolment.user.name,
        "award": award_in_full(facts),
        "result": _("Result: %s") % result if result else "",
        "demo": _("This is a certificate of a demonstration.") if facts.get("demo") else "",
        "results": settings.SITE_ADDRESS + reverse("results"),
    }


def _revocation(certificate: Certificate) -> dict[str, str]:
    if certificate.revoked_at is None:
        return {}
    on = date_format(certificate.revoked_at, "j F Y")
    return {"on": on, "reason": certificate.revoked_reason, "office": issuer_address()}


def _of_case(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    link = reverse("integrity_case", args=[event.data["case"]])
    return _of_work(event, enrolment, at) | {"link": settings.SITE_ADDRESS + link}


def _of_placement(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    """The answer of the co-ordinator or the supervisor is read where it stands, not from the event."""
    placement = Placement.objects.select_related("host").get(pk=event.data["placement"])
    told = {key: str(event.data[key]) for key in ("number", "weeks", "message") if key in event.data}
    page = "internship_hours" if event.verb.startswith("hours.") else "internship"
    return told | {
        "host": host_name(placement),
        "state": str(placement.get_state_display()),
        "step": str(event.data.get("step", "")),
        "answer": _answer(event, placement),
        "link": settings.SITE_ADDRESS + reverse(page),
    }


def _of_midpoint(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    midpoint = Midpoint.objects.select_related("placement__host").get(placement=event.data["placement"])
    link = reverse("placement_midpoint", args=[midpoint.placement_id])
    return {
        "host": host_name(midpoint.placement),
        "decision": str(midpoint.get_decision_display()),
        "answer": midpoint.answer,
        "link": settings.SITE_ADDRESS + link,
    }


def _answer(event: LearningEvent, placement: Placement) -> str:
    if "entry" in event.data:
        return placement.entries.get(pk=event.data["entry"]).note
    if event.verb == "placement.plan_returned":
        return placement.plans.get(number=event.data["number"]).answer
    return placement.ending_reason if event.verb == "placement.ended" else placement.answer


def _of_times(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    return {"link": settings.SITE_ADDRESS + reverse("internship_viva")}


def _of_viva(event: LearningEvent, enrolment: Enrolment, at: datetime) -> dict[str, str]:
    slot = Viva.objects.select_related("slot").get(pk=event.data["viva"]).slot
    return {
        "when": words(slot.starts_at, zone_of(enrolment), day="l j F Y"),
        "when_utc": words(slot.starts_at, "UTC", day="l j F Y"),
        "room": slot.room,
        "link": settings.SITE_ADDRESS + reverse("internship_viva"),
    }


_MORE: dict[str, Callable[[LearningEvent, Enrolment, datetime], dict[str, str]]] = {
    "schedule.changed": _of_work,
    "extension.granted": _of_extension,
    "extension.refused": _of_extension,
    "resit.opened": _of_resit,
    "learner.silent": _of_silence,
    "integrity.informed": _of_case,
    "integrity.decided": _of_case,
    "integrity.appeal_decided": _of_case,
    "work.handed_in": _of_hand_in,
    "grade.released": _of_feedback,
    "quiz.result_corrected": _of_correction,
    "work.approved": _of_answer,
    "work.returned": _of_answer,
    "work.answered": _of_answer,
    "work.waived": _of_answer,
    "peer_reviews.assigned": _of_reviews,
    "peer_reviews.released": _of_reviews,
    "peer_reviews.extended": _of_reviews,
    "certificate.issued": _of_certificate,
    "certificate.revoked": _of_certificate,
    "exit_award.issued": _of_exit_award,
    "exit_award.revoked": _of_exit_award,
    "placement.decided": _of_placement,
    "placement.agreement_made": _of_placement,
    "placement.agreed": _of_placement,
    "placement.plan_returned": _of_placement,
    "placement.plan_approved": _of_placement,
    "placement.midpoint_decided": _of_midpoint,
    "placement.ended": _of_placement,
    "placement.extended": _of_placement,
    "placement.project_started": _of_placement,
    "placement.written_to": _of_placement,
    "placement.reminded": _of_placement,
    "hours.queried": _of_placement,
    "viva.times_offered": _of_times,
    "viva.booked": _of_viva,
    "enrolment.moved": _of_move,
}
