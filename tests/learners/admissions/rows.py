"""Applications in each state, made through the rules."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from PIL import Image

from cms.accounts.models import User
from cms.accounts.roles import Role
from learners.admissions.applying import attach_document, save_task, start_application, submit_application
from learners.admissions.deciding import decide
from learners.admissions.letters import letter_for
from learners.admissions.models import Application, Decision, Intake
from learners.admissions.reviewing import score
from learners.admissions.tasklist import Task, required_documents
from tests.factories.people import make_staff, make_user
from tests.factories.programme import make_cohort, make_edition_of_one_lesson

OPENS = datetime(2026, 1, 5, tzinfo=UTC)
CLOSES = datetime(2026, 2, 15, 23, 59, tzinfo=UTC)
AT = datetime(2026, 1, 20, 12, tzinfo=UTC)
LATER = AT + timedelta(days=2)
PDF = b"%PDF-1.4\n% a document of the demo\n%%EOF\n"
SCORES = {"relevance": 80, "motivation": 70, "readiness": 60, "diversity": 50}
ANSWERS = {
    Task.ABOUT: {
        "printed_name": "Demo applicant 01",
        "country": "KE",
        "gender": "woman",
        "time_zone": "Africa/Nairobi",
        "phone": "+254 20 000000",
    },
    Task.WORK: {
        "organisation": "Demo ministry",
        "sector": "government",
        "government_level": "national",
        "role": "Head of digital services",
        "years_experience": 9,
        "years_responsible": 4,
        "responsibility": "Twelve people and two services.",
    },
    Task.EDUCATION: {
        "degree": "bachelor",
        "education": "Public administration, University of Nairobi, 2014",
        "english": "studies",
    },
    Task.MOTIVATION: {"motivation": "word " * 450},
    Task.HOST: {"host": "own", "host_note": ""},
}


def make_intake(code: str = "2026-a", *, capacity: int = 2, **fields) -> Intake:
    cohort = make_cohort(make_edition_of_one_lesson(), code, capacity=capacity)
    return Intake.objects.create(**{"cohort": cohort, "opens_at": OPENS, "closes_at": CLOSES} | fields)


def make_applicant(number: int = 1) -> User:
    return make_user(f"applicant.{number:02d}@demo.example", f"Demo applicant {number:02d}")


def make_draft(intake: Intake, number: int = 1, **answers) -> Application:
    """Complete but for sending. Further answers replace those of the model applicant."""
    application = start_application(make_applicant(number), intake, at=AT)
    name = {"printed_name": f"Demo applicant {number:02d}"}
    for task, values in ANSWERS.items():
        save_task(application, task, values | name | answers, at=AT)
    application.refresh_from_db()
    for kind in required_documents(application):
        attach_document(application, kind=kind, name=f"{kind}.pdf", data=PDF + kind.encode(), at=AT)
    application.refresh_from_db()
    return application


def make_sent(intake: Intake, number: int = 1, *, at: datetime = AT, **answers) -> Application:
    return submit_application(make_draft(intake, number, **answers), consent=True, at=at)


def make_scored(
    intake: Intake, number: int = 1, *, points: int = 70, at: datetime = AT, **answers
) -> Application:
    """By two readers."""
    application = make_sent(intake, number, at=at, **answers)
    for reader in (administrator(), second_reader()):
        score(application, dict.fromkeys(SCORES, points), by=reader, at=at)
    application.refresh_from_db()
    return application


def make_offered(intake: Intake, number: int = 1, *, at: datetime = AT, points: int = 70) -> Application:
    application = make_scored(intake, number, at=at, points=points)
    decided(application, Decision.Outcome.OFFER, at=at)
    return application


def make_waiting(intake: Intake, number: int = 1, *, points: int = 70, at: datetime = AT) -> Application:
    application = make_scored(intake, number, points=points, at=at)
    decided(application, Decision.Outcome.WAITLIST, at=at)
    return application


def decided(application: Application, outcome: str, *, by=None, at: datetime = AT, **options) -> Decision:
    application.refresh_from_db()
    letter = letter_for(application, outcome, at=at).replace("[", "").replace("]", "")
    options = {"letter": letter, "seen": application.state} | options
    decision = decide(application, outcome, by=by or administrator(), at=at, **options)
    application.refresh_from_db()
    return decision


def administrator() -> User:
    return _staff(Role.ADMINISTRATOR, "administrator@demo.example")


def second_reader() -> User:
    return _staff(Role.ADMINISTRATOR, "administrator2@demo.example")


def registrar() -> User:
    return _staff(Role.REGISTRAR, "registrar@demo.example")


def _staff(role: Role, email: str) -> User:
    return User.objects.filter(email=email).first() or make_staff(role, email)


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 6), **options) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "teal").save(made, kind, **options)
    return made.getvalue()
