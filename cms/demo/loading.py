"""A demo cohort in week 3, made through the same rules as a real one. Its people are labelled as demo people."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from cms.accounts.models import User
from cms.accounts.roles import Role, give_role
from cms.accounts.syncing import assign_modules, sync_roles
from cms.demo.discussions import load_demo_discussions
from cms.demo.intake import load_demo_intake
from cms.demo.internship import load_demo_internships
from cms.demo.works import complete_lessons, complete_results, load_demo_works
from content.base.errors import RuleError
from courses.cohorts.models import Cohort, DateOverride, TeachingRole
from courses.cohorts.schedule import week_ends_at, week_starts_at
from courses.editions.freezing import freeze
from courses.editions.plan import Plan, PlannedActivity, plan_of
from courses.editions.questions import frozen_pool
from courses.programme.models import AwardPolicy, AwardRule, ProgrammePage
from learners.attempts.closing import submit_attempt
from learners.attempts.places import shown_choices
from learners.attempts.taking import Answer, save_sheet, start_attempt
from learners.credentials.issuing import approve_award, propose_award
from learners.credentials.models import NameConfirmation
from learners.enrolment.models import Enrolment, LearnerProfile
from learners.progress.completing import complete, open_activity

COHORT = "demo"
LEARNERS = 30
COUNTRIES = ["Kenya", "Peru", "Senegal", "Brazil", "Nepal", "Jordan", "Fiji", "Ghana", "Viet Nam", "Uruguay"]
ZONES = [
    "Africa/Nairobi", "America/Lima", "Africa/Dakar", "America/Sao_Paulo", "Asia/Kathmandu", "Asia/Amman", "Pacific/Fiji",
    "Africa/Accra", "Asia/Ho_Chi_Minh", "America/Montevideo",
]  # fmt: skip
RULES = [
    ("enrolled", "Learner is enrolled and identity has been verified", {}),
    ("lessons", "At least 80 per cent of lessons of each module completed", {"percent": 80}),
    ("overall", "Overall mark of at least 50", {"minimum": 50}),
]
CLASSES = [
    {"label": "Pass with distinction", "overall": 80},
    {"label": "Pass with merit", "overall": 70},
    {"label": "Pass", "overall": 0},
]
EXIT_AWARDS = [
    {
        "key": "statement",
        "label": "Statement of attainment",
        "rule": "One area with all lessons at 80 per cent and its components at least 50, on leaving the programme",
        "areas": ["A1", "A2"],
        "percent": 80,
        "minimum": 50,
    },
    {
        "key": "record",
        "label": "Record of participation",
        "rule": "Any module with all lessons completed and its quiz at least 60",
        "minimum": 60,
    },
]


class DemoRefused(RuleError):
    pass


@dataclass(frozen=True)
class Staff:
    instructor: User
    tutors: tuple[User, ...]
    administrator: User
    registrar: User


@transaction.atomic
def load_demo(*, password: str, at: datetime) -> Cohort:
    """The demo cohort. There already is the same result. Raises DemoRefused in production settings."""
    if not settings.DEMO_ALLOWED:
        raise DemoRefused("The demo has known passwords. It is refused in production settings.")
    hashed = make_password(password)
    existing = Cohort.objects.filter(code=COHORT).first()
    if existing:
        load_demo_intake(existing, hashed=hashed, at=at)
        return existing
    sync_roles()
    staff = _staff(hashed, at)
    cohort = _cohort(staff, at)
    enrolments = [_learner(number, cohort, staff, hashed, at) for number in range(1, LEARNERS + 1)]
    plan = plan_of(cohort.edition_id)
    _study(enrolments, plan, cohort)
    load_demo_works(cohort, plan, enrolments, at=at)
    load_demo_internships(cohort, enrolments, staff, at=at)
    complete_lessons(enrolments[-1], plan, at=at)
    load_demo_discussions(cohort, plan, enrolments, by=staff.instructor, at=at)
    complete_results(enrolments[-1], plan, by=staff.instructor, at=at)
    _confirm_names(enrolments[1:], at)
    _award(enrolments[-1], staff, at)
    load_demo_intake(cohort, hashed=hashed, at=at)
    return cohort


def _user(email: str, name: str, hashed: str) -> User:
    user = User.objects.create(email=email, name=name, password=hashed)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _staff(hashed: str, at: datetime) -> Staff:
    instructor = _user("instructor@demo.example", "Demo instructor", hashed)
    second = _user("instructor2@demo.example", "Demo second reader", hashed)
    tutor = _user("tutor@demo.example", "Demo tutor", hashed)
    administrator = _user("administrator@demo.example", "Demo administrator", hashed)
    registrar = _user("registrar@demo.example", "Demo registrar", hashed)
    for user, role in (
        (instructor, Role.INSTRUCTOR),
        (second, Role.INSTRUCTOR),
        (second, Role.TUTOR),
        (tutor, Role.TUTOR),
        (administrator, Role.ADMINISTRATOR),
        (registrar, Role.REGISTRAR),
    ):
        give_role(user, role)
    codes = [module.code for module in ProgrammePage.objects.get().get_children().specific()]
    for user in (instructor, second):
        assign_modules(user, codes, by=administrator, at=at)
    return Staff(instructor, (tutor, second), administrator, registrar)


def _cohort(staff: Staff, at: datetime) -> Cohort:
    programme = ProgrammePage.objects.get()
    edition = freeze(
        programme, policy=_policy(programme), label="Demo edition", by=staff.administrator, at=at
    )
    cohort = Cohort.objects.create(
        edition=edition,
        code=COHORT,
        title="Demo cohort",
        starts_on=_two_weeks_ago(at.date()),
        published_at=at,
        demo=True,
    )
    TeachingRole.objects.create(cohort=cohort, user=staff.instructor, kind=TeachingRole.Kind.INSTRUCTOR)
    second = staff.tutors[-1]  # marks too: what two persons do can be tried
    TeachingRole.objects.create(cohort=cohort, user=second, kind=TeachingRole.Kind.MARKER)
    for tutor in staff.tutors:
        TeachingRole.objects.create(cohort=cohort, user=tutor, kind=TeachingRole.Kind.TUTOR)
    quiz = plan_of(edition.pk).activity("Q1")
    if quiz:
        DateOverride.objects.create(
            cohort=cohort,
            activity_id=quiz.activity_id,
            due_at=week_ends_at(cohort, 26),
            reason="in the demo the first quiz stays open until the last week.",
        )
    return cohort


def _policy(programme: ProgrammePage) -> AwardPolicy:
    policy, made = AwardPolicy.objects.get_or_create(
        programme=programme,
        code="demo",
        defaults={
            "title": "Small policy of the demo",
            "classification": CLASSES,
            "exit_awards": EXIT_AWARDS,
        },
    )
    if made:
        for order, (key, text, parameters) in enumerate(RULES):
            AwardRule.objects.create(policy=policy, order=order, key=key, text=text, parameters=parameters)
    return policy


def _two_weeks_ago(today: date) -> date:
    return today - timedelta(days=today.weekday(), weeks=2)


def _learner(number: int, cohort: Cohort, staff: Staff, hashed: str, at: datetime) -> Enrolment:
    email = "learner@demo.example" if number == 1 else f"demo.learner.{number:02d}@demo.example"
    user = _user(email, f"Demo learner {number:02d}", hashed)
    place = number % len(COUNTRIES)
    LearnerProfile.objects.create(
        user=user,
        printed_name=user.name,
        country=COUNTRIES[place],
        organisation="Demo ministry",
        time_zone=ZONES[place],
    )
    return Enrolment.objects.create(
        user=user,
        cohort=cohort,
        enrolled_at=at,
        enrolled_by=staff.administrator,
        identity_verified_at=at,
        identity_verified_by=staff.registrar,
    )


def _study(enrolments: list[Enrolment], plan: Plan, cohort: Cohort) -> None:
    """The first learner has lessons left to try; every third of the others has finished module 1, the rest are on the way."""
    started = week_starts_at(cohort, 2) + timedelta(hours=9)
    lessons = [planned for planned in plan.modules[0].activities if planned.kind == "lesson"]
    for number, enrolment in enumerate(enrolments, start=1):
        finished = number % 3 == 0
        count = len(lessons) if finished else 3 if number == 1 else number % 7
        for place, lesson in enumerate(lessons[:count]):
            complete(enrolment, lesson, by=enrolment.user, at=started + timedelta(minutes=30 * place))
        if number == 1 and count < len(lessons):
            open_activity(enrolment, lessons[count], at=started + timedelta(hours=5))
        quiz = plan.activity("Q1")
        if finished and quiz:
            _take_quiz(enrolment, quiz, wrong=number % 5, at=started + timedelta(days=1))


def _take_quiz(enrolment: Enrolment, quiz: PlannedActivity, *, wrong: int, at: datetime) -> None:
    """Answers all questions, the first few of them wrongly."""
    attempt = start_attempt(enrolment, quiz, at=at)
    pool = frozen_pool(quiz.id)
    answers = []
    for item in attempt.items.order_by("order"):
        shown = shown_choices(attempt, pool[item.question_id])
        right = {choice.id for choice in pool[item.question_id].choices if choice.correct}
        places = [
            str(place)
            for place, choice in enumerate(shown, start=1)
            if (choice in right) == (item.order > wrong)
        ]
        raw = places if len(right) > 1 else places[:1]
        answers.append(Answer(order=item.order, raw=raw, flagged=False, sequence=1))
    save_sheet(attempt, answers, at=at + timedelta(minutes=10))
    submit_attempt(attempt, by=enrolment.user, at=at + timedelta(minutes=15))


def _confirm_names(enrolments: list[Enrolment], at: datetime) -> None:
    """All but the first learner, who can try it."""
    NameConfirmation.objects.bulk_create(
        NameConfirmation(enrolment=enrolment, name=enrolment.user.name, confirmed_at=at)
        for enrolment in enrolments
    )


def _award(enrolment: Enrolment, staff: Staff, at: datetime) -> None:
    """One certificate that can be checked at once."""
    proposal = propose_award(enrolment, by=staff.administrator, at=at)
    approve_award(proposal, by=staff.registrar, at=at)
