"""A second demo cohort in the future with an open intake, and a dozen applications in all states, made through the rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress

from cms.accounts.models import User
from cms.accounts.roles import Role, give_role
from courses.cohorts.models import Cohort
from learners.admissions.applying import attach_document, save_task, start_application, submit_application
from learners.admissions.deciding import accept_offer, decide
from learners.admissions.letters import letter_for
from learners.admissions.models import Application, Intake
from learners.admissions.opening import set_intake
from learners.admissions.reviewing import score
from learners.admissions.scoring import WEIGHTS
from learners.admissions.tasklist import Task, required_documents

CODE = "demo-intake"
TARGETS = {
    "region": {"africa": 40, "asia": 25, "latin_america": 20, "oceania": 5},
    "sector": {"government": 60, "public_body": 20, "non_profit": 10},
    "country_group": {"least_developed": 35},
}
_TEXT = (
    "In our ministry a citizen who registers a small firm visits four offices and gives the same papers three times. "
    "I want to lead the change to one application that the offices share, and I need a method for it. "
)


@dataclass(frozen=True)
class Person:
    country: str
    zone: str
    sector: str
    outcome: str = ""
    """draft, or a decision; empty: only sent."""
    scores: tuple[int, ...] = ()


PEOPLE = (
    Person("KE", "Africa/Nairobi", "government", "offer", (82, 76)),
    Person("PE", "America/Lima", "government", "draft"),
    Person("NP", "Asia/Kathmandu", "government"),
    Person("SN", "Africa/Dakar", "public_body"),
    Person("UG", "Africa/Kampala", "government", "", (71,)),
    Person("FJ", "Pacific/Fiji", "non_profit", "", (85, 58)),
    Person("BR", "America/Sao_Paulo", "private", "", (66, 70)),
    Person("JO", "Asia/Amman", "government", "interview", (74,)),
    Person("GH", "Africa/Accra", "public_body", "waitlist", (63, 67)),
    Person("BD", "Asia/Dhaka", "government", "waitlist", (69, 72)),
    Person("UY", "America/Montevideo", "private", "reject", (31, 38)),
    Person("RW", "Africa/Kigali", "government", "ask_more"),
    Person("VN", "Asia/Ho_Chi_Minh", "government", "enrolled", (90, 88)),
)


def load_demo_intake(first: Cohort, *, hashed: str, at: datetime) -> Intake:
    """There already is the same result."""
    existing = Intake.objects.filter(cohort__code=CODE).first()
    if existing:
        return existing
    administrator = User.objects.get(email="administrator@demo.example")
    second = _account("administrator2@demo.example", "Demo second administrator", hashed)
    give_role(second, Role.ADMINISTRATOR)
    cohort = Cohort.objects.create(
        edition_id=first.edition_id,
        code=CODE,
        title="Demo intake",
        starts_on=(at + timedelta(weeks=11) - timedelta(days=at.weekday())).date(),
        capacity=12,
        demo=True,
    )
    intake = set_intake(
        cohort,
        opens_at=(at - timedelta(days=14)).replace(hour=0, minute=0, second=0, microsecond=0),
        closes_at=(at + timedelta(days=35)).replace(hour=23, minute=59, second=0, microsecond=0),
        answer_days=14,
        targets=TARGETS,
        by=administrator,
        at=at,
    )
    for number, person in enumerate(PEOPLE, start=1):
        _apply(number, person, intake, hashed=hashed, readers=(administrator, second), at=at)
    return intake


def _account(email: str, name: str, hashed: str) -> User:
    user = User.objects.create(email=email, name=name, password=hashed)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _apply(number: int, person: Person, intake: Intake, *, hashed: str, readers: tuple, at: datetime) -> None:
    email = "applicant@demo.example" if number == 1 else f"demo.applicant.{number:02d}@demo.example"
    user = _account(email, f"Demo applicant {number:02d}", hashed)
    began = at - timedelta(days=13 - number // 2, hours=number)
    application = start_application(user, intake, at=began)
    for task, values in _answers(number, person).items():
        save_task(application, task, values, at=began + timedelta(hours=1))
    if person.outcome == "draft":
        return
    application.refresh_from_db()
    for kind in required_documents(application):
        data = demo_pdf(f"{user.name}: {kind}")
        attach_document(application, kind=kind, name=f"{kind}.pdf", data=data, at=began + timedelta(hours=2))
    submit_application(application, consent=True, at=began + timedelta(hours=3))
    for reader, points in zip(readers, person.scores, strict=False):
        values = {name: points + step for name, step in zip(WEIGHTS, (6, 0, -4, -8), strict=True)}
        score(application, values, by=reader, at=began + timedelta(days=1))
    _decide(application, person.outcome, by=readers[0], at=at - timedelta(hours=5))


def _decide(application: Application, outcome: str, *, by, at: datetime) -> None:
    if not outcome:
        return
    enrolled = outcome == "enrolled"
    outcome = "offer" if enrolled else outcome
    application.refresh_from_db()
    letter = letter_for(application, outcome, at=at).replace("[", "").replace("]", "")
    decide(application, outcome, letter=letter, by=by, at=at, seen=application.state)
    if enrolled:
        accept_offer(application, at=at + timedelta(hours=4))


def _answers(number: int, person: Person) -> dict[Task, dict]:
    about = {
        "printed_name": f"Demo applicant {number:02d}",
        "country": person.country,
        "gender": "woman" if number % 2 else "man",
        "time_zone": person.zone,
        "phone": "",
    }
    work = {
        "organisation": "Demo ministry" if person.sector == "government" else "Demo organisation",
        "sector": person.sector,
        "government_level": "national" if person.sector == "government" else "none",
        "role": "Head of digital services",
        "years_experience": 4 + number,
        "years_responsible": 1 + number // 3,
        "responsibility": "A team of eight people, two public services and their yearly budget.",
    }
    if person.outcome == "draft":
        return {Task.ABOUT: about, Task.WORK: {"organisation": "Demo ministry"}}
    education = {
        "degree": "master" if number % 3 else "bachelor",
        "education": "Public administration, Demo university, 2014",
        "english": "interview" if number % 4 == 0 else "studies",
    }
    return {
        Task.ABOUT: about,
        Task.WORK: work,
        Task.EDUCATION: education,
        Task.MOTIVATION: {"motivation": "\n\n".join([_TEXT * 3] * 4)},
        Task.HOST: {"host": "own" if number % 5 else "match", "host_note": ""},
    }


def demo_pdf(text: str) -> bytes:
    """One page with one line. The text has no brackets."""
    line = f"BT /F1 18 Tf 72 760 Td ({text}) Tj ET".encode("latin-1", "replace")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(line), line),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj%b endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table + end
