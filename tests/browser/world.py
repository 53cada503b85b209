"""The site that the browser visits: module 1 as it really is, the demo cohort, 25 more learners, five certificates."""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.utils.timezone import now

from cms.accounts.models import User
from cms.accounts.syncing import sync_roles
from cms.demo.loading import load_demo
from content.casestudies.models import CaseStudyPage
from courses.assessments.rubrics import Rubric
from courses.cohorts.models import Cohort, DateOverride
from courses.editions.plan import plan_of
from courses.library.loading import load_programme
from courses.library.yaml_files import read_yaml, yaml_text
from courses.programme.models import ModulePage
from learners.alerts.models import IntakeAlert
from learners.attempts.taking import start_attempt
from learners.credentials.confirming import confirm_name
from learners.credentials.issuing import approve_award, propose_award
from learners.credentials.models import Certificate
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.serials import new_serial
from learners.credentials.signing import make_signing_key
from learners.enrolment.models import Enrolment, LearnerProfile
from learners.grades.ledger import record_grade
from learners.grades.releasing import release_marks
from learners.integrity.deciding import flag, inform
from learners.notices.kinds import BY_KEY
from learners.notices.stopping import stop_address
from learners.observations.judging import Judgement, complete_observation
from learners.peerreviews.assigning import open_round
from learners.peerreviews.closing import end_round, fill_gaps
from learners.peerreviews.models import PeerCalibration, PeerReview, PeerRound
from learners.peerreviews.writing import Written, send_review
from learners.placements.logbook import HoursEntry
from learners.progress.completing import complete
from learners.selfassessment.assessing import pinned, save_sheet, start_assessment
from learners.selfassessment.inviting import invite, send_answers
from learners.selfassessment.planning import choose_practice
from learners.selfassessment.queries import owner_of, respondent_by_link
from learners.submissions.calibrating import add_script, judge_script
from learners.submissions.commenting import keep_comment
from learners.submissions.marking import claim
from learners.submissions.models import Work
from learners.submissions.replying import reply_to
from learners.submissions.standing import standing_of
from tests.browser.sheets import Sheets, make_sheets
from tests.factories.internship import make_placement_rows
from tests.factories.library import REAL
from tests.factories.works import add_work, make_assignment, make_defence, make_proposal, make_webinar
from tests.learners.enrolment.rosters import many, read
from tests.learners.submissions.rows import make_handed_in, make_released, write

PASSWORD = "campus-demo"
TOKEN = "s" * 43
LEARNER = "learner@demo.example"
ADMINISTRATOR = "administrator@demo.example"
REGISTRAR = "registrar@demo.example"
INSTRUCTOR = "instructor@demo.example"
VISITOR = "visitor@demo.example"
AT_QUIZ = "demo.learner.02@demo.example"
LATE = "demo.learner.04@demo.example"
"""Whose attempt ran out and is not closed yet."""
CAREFUL = "demo.learner.05@demo.example"
"""With an authenticator and recovery codes."""
SITTING = [f"demo.learner.{number:02d}@demo.example" for number in (7, 8, 10, 11, 13, 16, 17)]
"""Learners who have not begun their quiz."""
WITH_PASSKEY = "demo.learner.14@demo.example"
PROPOSED = "more.06@demo.example"
QUESTIONED = "more.08@demo.example"
FINISHED = "demo.learner.30@demo.example"
"""With a submitted quiz and a certificate."""
APPLICANT = "applicant@demo.example"
"""With an offer."""
DRAFTING = "demo.applicant.02@demo.example"
MORE_LEARNERS = 25
HANDED_IN = [f"demo.learner.{number:02d}@demo.example" for number in (19, 20, 22, 23)]
"""With an assignment that waits for its marker."""
REVIEWERS = [f"more.{number:02d}@demo.example" for number in (11, 12, 13, 14, 15)]
"""Who handed in AS4 and AS5. The first has sent a review, the third has not judged the sample."""
LONG = "\n\n".join(
    [
        "The portal was opened in one year, with much money and without a single visit to the offices that use it. "
        * 4
    ]
    * 6
)


@dataclass(frozen=True)
class World:
    serials: dict[str, str]
    """Of each verdict that the public page can give, one number that leads to it."""
    issued: int
    proposed: int
    """Enrolments at the award desk."""
    case: str
    """The address of a case."""
    roster: int
    """A file of people that waits for a decision."""
    integrity: int
    """A case that its learner may reply to."""
    alert: str
    """The key of somebody who wants a mail when applications open."""
    stop_token: str
    """Of the link in a planned mail."""
    to_mark: str
    """Codes of works: one that the instructor marks, one that is released."""
    released: str
    review: str
    """Codes of reviews: one that a learner writes, one that a tutor owes; both of AS4."""
    tutors: str
    sheets: Sheets
    """A quiz of all kinds of questions and an exam."""
    role: int
    """The instructor's in the demo cohort."""
    placement: int
    """Of the learner, with most of its hours confirmed."""
    entry: int
    viva: int
    supervisor: str
    """The address behind a personal link."""
    run: int
    """A self-assessment of the learner, with a colleague who agreed to be seen."""
    colleague: str
    """The address behind the link of another one."""


def make_world(folder: Path) -> World:
    at = now()
    load_programme(_module_one(folder), overwrite=False, at=at)
    call_command("update_index", verbosity=0)
    sync_roles()
    make_signing_key(at=at)
    cohort = load_demo(password=PASSWORD, at=at)
    User.objects.create_user(VISITOR, PASSWORD, name="Demo visitor")
    for number in range(1, MORE_LEARNERS + 1):
        _enrol(cohort, number, at)
    _start_quizzes(at)
    TOTP.activate(User.objects.get(email=CAREFUL), generate_totp_secret())
    RecoveryCodes.activate(User.objects.get(email=CAREFUL))
    for number in (4, 5, 6):
        make_ready(number)
    serials = _certificates(at)
    propose_award(_place(PROPOSED), by=User.objects.get(email=ADMINISTRATOR), at=at)
    works = _works(cohort, at)
    _unwritten(cohort, at)
    case = CaseStudyPage.objects.live().first().url
    alert = IntakeAlert.objects.create(email="prospect@demo.example", key="k" * 43, asked_at=at)
    stop_token = stop_address(_place(FINISHED).user, BY_KEY["learner_silent"]).split("/")[-3]
    return World(
        serials,
        _place(FINISHED).pk,
        _place(PROPOSED).pk,
        case,
        _roster(cohort),
        _integrity_case(at),
        alert.key,
        stop_token,
        *works,
        *_reviews(cohort, at),
        make_sheets(cohort, at),
        cohort.teaching_roles.get(user__email=INSTRUCTOR, module_code="").pk,
        *_internship(at),
        *_assess(at),
    )


def _internship(at) -> tuple[int, int, int, str]:
    """The learner has worked nine days of ten hours, all before this week, and one more waits for the supervisor."""
    examiners = [User.objects.get(email=email) for email in (INSTRUCTOR, ADMINISTRATOR)]
    placement, entry, _signature, viva = make_placement_rows(
        _place(LEARNER), token=TOKEN, examiners=examiners
    )
    HoursEntry.objects.bulk_create(
        HoursEntry(
            placement=placement, client_id=uuid4(), done_on=at.date() - timedelta(days=8 + day), quarters=40,
            category="task", objective=1, activity="Tested the form.", logged_at=at, state="confirmed", decided_at=at,
        )
        for day in range(9)
    )  # fmt: skip
    return placement.pk, entry.pk, viva.pk, f"/supervisor/{TOKEN}/"


def _assess(at) -> tuple[int, str]:
    run = start_assessment(User.objects.get(email=LEARNER), administration="Ministry of Health", at=at)
    people = [owner_of(run), respondent_by_link(invite(run, label="Finance", at=at), at=at)]
    for number in range(1, 6):
        sheet = pinned(run, number)
        for value, person in enumerate(people):
            answers = {each.code: (place + 2 * value) % 3 for place, each in enumerate(sheet.statements)}
            save_sheet(person, number, answers=answers, notes={}, sequence=1, at=at)
    send_answers(people[1], consent=True, at=at)
    choose_practice(run, "P1-EP1", at=at)
    return run.pk, f"/assess/with/{invite(run, label='Audit', at=at)}/"


def _integrity_case(at) -> int:
    marker, officer = User.objects.get(email=ADMINISTRATOR), User.objects.get(email=REGISTRAR)
    enrolment = _place(QUESTIONED)
    quiz = plan_of(enrolment.cohort.edition_id).activity("Q1")
    evidence = "Three answers use the words of a blog of 2021.\n\nNo source is named."
    case = flag(enrolment, activity_id=quiz.activity_id, evidence=evidence, by=marker, at=at)
    return inform(case, by=officer, at=at).pk


def _works(cohort: Cohort, at) -> tuple[str, str]:
    """Assignments that count for nothing, so that no award hangs on them: to write, to mark, released."""
    module = ModulePage.objects.get(code="M01")
    for code in ("AS1", "AS3"):
        page = make_assignment(
            module, code, title="Diagnosis of a project", component="", rubric=Rubric.objects.get(code="R-IP")
        )
        planned = add_work(cohort, page)
        DateOverride.objects.create(
            cohort=cohort,
            activity=page.activity,
            opens_at=at - timedelta(days=9),
            due_at=at + timedelta(days=3),
            reason="Demo",
        )
    for email in HANDED_IN:
        make_handed_in(_place(email), "AS1", text=LONG, at=at - timedelta(days=1))
    write(_place(LEARNER), "AS1", text=LONG, at=at)
    old = make_handed_in(_place(FINISHED), "AS3", text=LONG, at=at - timedelta(days=1)).work
    make_released(old, planned, at=at + timedelta(days=5))
    DateOverride.objects.filter(activity__code="AS1").update(due_at=at - timedelta(hours=25))
    instructor = User.objects.get(email=INSTRUCTOR)
    keep_comment("Name the source of this number.", by=instructor)
    first = Work.objects.get(enrolment=_place(HANDED_IN[0]), activity__code="AS1")
    claim(standing_of(first.code), by=instructor, at=at)
    return first.code, old.code


def _unwritten(cohort: Cohort, at) -> None:
    """A webinar, a defence with two marks far apart, two proposals: one is returned, one waits."""
    module, instructor = ModulePage.objects.get(code="M01"), User.objects.get(email=INSTRUCTOR)
    rubric = {"component": "", "rubric": Rubric.objects.get(code="R-CD")}
    for page in (make_webinar(module), make_defence(module, **rubric), make_proposal(module)):
        add_work(cohort, page)
        opens, due = at - timedelta(days=9), at + timedelta(days=3)
        DateOverride.objects.create(
            cohort=cohort, activity=page.activity, opens_at=opens, due_at=due, reason="Demo"
        )
    for email in HANDED_IN[:2]:
        make_handed_in(_place(email), "CPP", text=LONG, at=at - timedelta(days=1))
    first = Work.objects.get(enrolment=_place(HANDED_IN[0]), activity__code="CPP")
    reply_to(first, decision="returned", note="Say who decides.", seen=1, by=instructor, at=at)
    second = User.objects.get(email="instructor2@demo.example")
    defence = plan_of(cohort.edition_id).activity("CPD")
    for examiner, points in ((instructor, 60), (second, 90)):
        judgement = Judgement([points] * len(defence.rules["rubric"]["criteria"]), "Clear.")
        complete_observation(_place(HANDED_IN[0]), defence, judgement, sequence=1, by=examiner, at=at)


def _reviews(cohort: Cohort, at) -> tuple[str, str]:
    """AS4 is over and reviewed by five learners, the first of whom has sent one; one works as a sample. AS5 is released."""
    module, instructor = ModulePage.objects.get(code="M01"), User.objects.get(email=INSTRUCTOR)
    rubric = Rubric.objects.get(code="R-IP")
    for code in ("AS4", "AS5"):
        title = "Risk and privacy impact assessment"
        page = make_assignment(module, code, title=title, component="", rubric=rubric, peer_reviews=3)
        planned = add_work(cohort, page)
        opens, due = at - timedelta(days=9), at - timedelta(hours=25)
        DateOverride.objects.create(
            cohort=cohort, activity=page.activity, opens_at=opens, due_at=due, reason="Demo"
        )
        for email in REVIEWERS:
            make_handed_in(_place(email), code, text=LONG, at=at - timedelta(days=2))
        peer_round = open_round(cohort, planned, at=at)
        reviews = PeerReview.objects.filter(round=peer_round).order_by("pk")
        written = Written([75] * len(reviews[0].points), "The map is complete.", "Name who owns each risk.")
        mine = reviews.filter(reviewer=_place(REVIEWERS[0]))
        for review in mine if code == "AS4" else reviews:
            by = review.reviewer.user
            send_review(review, written, sequence=1, by=by, zone="UTC", at=at)
            if code == "AS4":
                break
    end_round(peer_round, by=None, at=at)
    first = PeerRound.objects.get(activity__code="AS4")
    fill_gaps(first, at=at)
    planned = plan_of(cohort.edition_id).activity("AS4")
    script = add_script(cohort, planned, title="Sample A", text=LONG, for_peers=True, by=instructor, at=at)
    for email in REVIEWERS[:2]:
        points = [75] * len(first.reviews.first().points)
        PeerCalibration.objects.create(script=script, enrolment=_place(email), points=points, at=at)
    judge_script(script, planned, points=[60] * (len(points) + 1), note="", by=instructor, at=at)
    open_still = first.reviews.filter(reviewer=_place(REVIEWERS[0]), sent_at=None).order_by("pk").first()
    return open_still.code, first.reviews.filter(kind="tutor").order_by("pk").first().code


def _roster(cohort: Cohort) -> int:
    by = User.objects.get(email=ADMINISTRATOR)
    return read(cohort, f"{many(60)}nobody@,Nobody,Kenia,,Nairobi\n", by=by).pk


def make_second_cohort() -> Cohort:
    """With two learners who can be awarded."""
    first = Cohort.objects.get(code="demo")
    second = Cohort.objects.create(
        edition=first.edition,
        code="second",
        title="Second cohort",
        starts_on=first.starts_on,
        published_at=first.published_at,
    )
    for number in (2, 3):
        Enrolment.objects.filter(user__email=f"more.{number:02d}@demo.example").update(cohort=second)
        make_ready(number)
    return second


def make_empty_cohort() -> Cohort:
    first = Cohort.objects.get(code="demo")
    return Cohort.objects.create(
        edition=first.edition, code="third", title="Third cohort", starts_on=first.starts_on
    )


def make_ready(number: int) -> str:
    """The name of one of the additional learners, who now meets the rules of the award."""
    enrolment, at = _place(f"more.{number:02d}@demo.example"), now()
    registrar = User.objects.get(email=REGISTRAR)
    confirm_name(enrolment, name=enrolment.user.profile.printed_name, at=at)
    Enrolment.objects.filter(pk=enrolment.pk).update(identity_verified_at=at, identity_verified_by=registrar)
    plan = plan_of(enrolment.cohort.edition_id)
    for planned in plan.activities:
        if planned.kind == "lesson":
            complete(enrolment, planned, by=enrolment.user, at=at)
    quiz, points = plan.activity("Q1"), Decimal(9)
    record_grade(
        enrolment,
        activity_id=quiz.activity_id,
        points=points,
        max_points=Decimal(10),
        reason="Quiz",
        by=None,
        at=at,
    )
    discussion = plan.activity("D1")
    words = {"max_points": Decimal(100), "reason": "Discussion", "by": registrar, "at": at}
    record_grade(enrolment, activity_id=discussion.activity_id, points=Decimal(70), **words)
    release_marks([enrolment], discussion.activity_id, by=registrar, at=at)
    return enrolment.user.name


def _place(email: str) -> Enrolment:
    return Enrolment.objects.get(user__email=email)


def _start_quizzes(at) -> None:
    for email, started in ((AT_QUIZ, at), (LATE, at - timedelta(hours=1))):
        enrolment = _place(email)
        start_attempt(enrolment, plan_of(enrolment.cohort.edition_id).activity("Q1"), at=started)


def _module_one(folder: Path) -> Path:
    """The library cut down to its first module, with its cases, so that it loads in seconds."""
    programme = dict(read_yaml(REAL / "programme.yaml"))
    [module] = programme["modules"] = programme["modules"][:1]
    named = {slug for lesson in module["lessons"] for slug in lesson["cases"]}
    cases = read_yaml(REAL / "case_studies.yaml")["case_studies"]
    files = {
        "programme.yaml": programme,
        "case_studies.yaml": {"case_studies": [case for case in cases if case["slug"] in named]},
    }
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_text(yaml_text(data, name), encoding="utf-8")
    for name in ("principles.yaml", "glossary.yaml", "resources.yaml", "self_assessment.yaml"):
        shutil.copy(REAL / name, folder)
    for name in ("lessons", "banks", "pages"):
        shutil.copytree(REAL / name, folder / name, ignore=shutil.ignore_patterns("M0[2-9]*", "M1*"))
    return folder


def _enrol(cohort: Cohort, number: int, at) -> None:
    user = User.objects.create(email=f"more.{number:02d}@demo.example", name=f"More learner {number:02d}")
    LearnerProfile.objects.create(user=user, printed_name=user.name)
    Enrolment.objects.create(user=user, cohort=cohort, enrolled_at=at)


def _certificates(at) -> dict[str, str]:
    """The demo has issued one to learner 30. Two of the additional learners get theirs."""
    valid = Certificate.objects.get()
    replaced = _award(4, at)
    _revoke(replaced, at)
    revoked = _award(4, at)
    _revoke(revoked, at)
    altered = _award(5, at)
    Certificate.objects.filter(pk=altered.pk).update(facts=altered.facts | {"name": "Somebody else"})
    certificates = {"valid": valid, "replaced": replaced, "revoked": revoked, "altered": altered}
    return {name: each.serial for name, each in certificates.items()} | {"unknown": new_serial()}


def _award(number: int, at) -> Certificate:
    enrolment = _place(f"more.{number:02d}@demo.example")
    proposal = propose_award(enrolment, by=User.objects.get(email=ADMINISTRATOR), at=at)
    return approve_award(proposal, by=User.objects.get(email=REGISTRAR), at=at)


def _revoke(certificate: Certificate, at) -> None:
    asked = ask_for_revocation(
        certificate, by=User.objects.get(email=ADMINISTRATOR), at=at, reason="The name was wrong."
    )
    confirm_revocation(asked, by=User.objects.get(email=REGISTRAR), at=at)
