"""Applications for cohorts that start years from now, so that their intakes are open whenever a test runs."""

from datetime import date, timedelta

from django.utils.timezone import now

from learners.admissions.applying import attach_document, save_task, start_application, submit_application
from learners.admissions.models import Application, Intake
from learners.admissions.tasklist import required_documents
from tests.factories.programme import make_cohort
from tests.learners.admissions.rows import ANSWERS, PDF, decided, second_reader

STARTS = date(2031, 3, 3)


def make_open_intake(edition, code: str = "2031-a", **fields) -> Intake:
    cohort = make_cohort(edition, code, starts_on=STARTS, title=f"Cohort {code}", **fields)
    at = now()
    return Intake.objects.create(
        cohort=cohort, opens_at=at - timedelta(days=9), closes_at=at + timedelta(days=9)
    )


def fill_in(application: Application, **answers) -> Application:
    """Everything but the sending, at this moment."""
    for task, values in ANSWERS.items():
        save_task(application, task, values | answers, at=now())
    application.refresh_from_db()
    for kind in required_documents(application):
        attach_document(application, kind=kind, name=f"{kind}.pdf", data=PDF + kind.encode(), at=now())
    return application


def make_applications(user, edition) -> tuple[Application, Application]:
    """A draft and an offer, both of this person."""
    offered = fill_in(start_application(user, make_open_intake(edition), at=now()))
    submit_application(offered, consent=True, at=now())
    decided(offered, "offer", by=second_reader(), at=now(), reason="Alone in the test.")
    draft = fill_in(start_application(user, make_open_intake(edition, "2031-b"), at=now()))
    return draft, offered
