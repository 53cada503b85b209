"""Two cohorts with twins in them, a certificate, a proposal, an open attempt, and each kind of person."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import now

from cms.accounts.models import User
from cms.accounts.roles import Role
from courses.cohorts.models import Cohort
from courses.cohorts.schedule import Holiday
from courses.cohorts.scheduling import add_holiday
from courses.editions.models import EditionQuestion
from courses.editions.plan import plan_of
from courses.editions.questions import frozen_pool
from courses.programme.models import ModulePage
from courses.questions.models import QuestionBank
from learners.admissions.models import Application
from learners.alerts.models import IntakeAlert
from learners.attempts.closing import submit_attempt
from learners.attempts.lateness import keep_late
from learners.attempts.models import AttemptItem, KeyCorrection, LateAnswer
from learners.attempts.regrading import propose_correction
from learners.attempts.taking import start_attempt
from learners.credentials.confirming import ask_for_correction
from learners.credentials.exit_issuing import approve_exit_award, propose_exit_award
from learners.credentials.issuing import propose_award
from learners.credentials.models import Certificate, IssuingRun
from learners.credentials.ratifying import ratify
from learners.credentials.revoking import ask_for_revocation
from learners.credentials.serials import new_serial
from learners.credentials.signing import make_signing_key
from learners.credentials.wallets.handing_over import offer_of
from learners.enrolment.extending import ask_for_more_time
from learners.enrolment.models import Enrolment, Extension, RosterImport
from learners.enrolment.outstanding import enter_outstanding
from learners.integrity.deciding import flag, inform
from learners.integrity.models import IntegrityCase
from learners.notices.kinds import BY_KEY
from learners.notices.stopping import stop_address
from learners.peerreviews.assigning import open_round
from learners.peerreviews.closing import fill_gaps
from learners.peerreviews.models import PeerCalibration, PeerReview
from learners.placements.logbook import HoursEntry
from learners.placements.models import Placement
from learners.placements.papers import Signature
from learners.placements.vivas import Viva
from learners.privacy.asking import ask_for_erasure
from learners.privacy.copying import FOLDER
from learners.privacy.models import DataCopy, ErasureRequest
from learners.progress.completing import open_activity
from learners.selfassessment.assessing import start_assessment
from learners.selfassessment.inviting import invite
from learners.selfassessment.models import ActionItem, Assessment
from learners.selfassessment.planning import choose_practice
from learners.submissions.calibrating import add_script
from learners.submissions.handing_in import attach_file
from learners.submissions.models import Work
from tests.factories.cases import make_library_case
from tests.factories.internship import make_placement_rows
from tests.factories.knowledge import make_reading
from tests.factories.maturity import make_sheet
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_cohort, make_question_of, make_small_programme
from tests.factories.works import (
    add_work,
    make_assignment,
    make_discussion,
    make_own_assessment,
    make_proposal,
    make_webinar,
)
from tests.learners.admissions.world import make_applications
from tests.learners.attempts.sheets import open_now
from tests.learners.credentials.rows import (
    AT,
    LATER,
    administrator,
    make_certificate,
    make_eligible,
    registrar,
)
from tests.learners.enrolment.rosters import many, read
from tests.learners.submissions.files import pdf
from tests.learners.submissions.rows import make_handed_in, make_released

HOLIDAY = "2031-05-01"


@dataclass(frozen=True)
class World:
    people: dict[str, User | None]
    learner: Enrolment
    """Has a certificate, a submitted attempt and an open one."""
    twin: Enrolment
    work: Work
    """What the learner handed in, with one file; marked and released."""
    proposed: Enrolment
    ready: Enrolment
    doubted: Enrolment
    """Somebody has asked to revoke the certificate."""
    certificate: Certificate
    unknown_serial: str
    draft: Application
    offered: Application
    """Two applications of the learner, for later cohorts."""
    roster: RosterImport
    """A file of people that waits for a decision."""
    roster_to_drop: RosterImport
    request: Extension
    """The learner asked for more time."""
    essay: AttemptItem
    """A written answer of the learner that waits for its marker."""
    late: LateAnswer
    """To the same question."""
    holiday: str
    """The first day of a holiday of the cohort."""
    case: IntegrityCase
    """About the learner's quiz; the learner was told of it."""
    correction: KeyCorrection
    """Of a question that the learner has answered; it waits for a second person."""
    alert: IntakeAlert
    """Somebody without an account wants a mail when applications open."""
    stop_token: str
    """Of the link in a planned mail to the learner."""
    review: PeerReview
    """The learner's task: a work with one file."""
    tutors: PeerReview
    """The same work, for a tutor."""
    placement: Placement
    """The learner's, where hours are worked."""
    entry: HoursEntry
    """Of the learner's hours, with evidence."""
    signature: Signature
    """On an uploaded page."""
    viva: Viva
    """That the learner has booked."""
    run: Assessment
    """How the learner sees an administration; a colleague has a link."""
    later_run: Assessment
    assess_token: str
    action: ActionItem
    copy: DataCopy
    """Of the learner's data, ready."""
    erasure: ErasureRequest
    """The learner asks to be erased."""

    @property
    def wallet_key(self) -> str:
        """Of the link by which a wallet fetches the certificate."""
        return offer_of(self.certificate, at=now()).address.split("/")[-2]


def _hand_in(learner: Enrolment) -> Work:
    """An assignment that counts for nothing, so that no award hangs on it."""
    page = make_assignment(ModulePage.objects.get(code="M01"), component="")
    planned = add_work(learner.cohort, page)
    open_now(learner.cohort, planned)
    attach_file(learner, planned, name="work.pdf", data=pdf(), at=now())
    work = make_handed_in(learner, at=now()).work
    return make_released(work, planned, at=now() + timedelta(days=5))


def _without_mark(*cohorts: Cohort) -> None:
    """A discussion that counts for nothing, a proposal, a webinar and a self-assessment, all of them open."""
    module = ModulePage.objects.get(code="M01")
    pages = [make_discussion(module, component=""), make_proposal(module), make_webinar(module)]
    for page in (*pages, make_own_assessment(module)):
        planned = add_work(cohorts[0], page)
        for cohort in cohorts:
            open_now(cohort, planned)


def _reviews(learner: Enrolment, author: Enrolment) -> tuple[PeerReview, PeerReview]:
    """Two learners review each other; the learner has judged the sample."""
    page = make_assignment(ModulePage.objects.get(code="M01"), "AS3", component="", peer_reviews=3)
    planned = add_work(learner.cohort, page)
    open_now(learner.cohort, planned)
    attach_file(author, planned, name="work.pdf", data=pdf(), at=now())
    for enrolment in (learner, author):
        make_handed_in(enrolment, "AS3", at=now())
    at = now() + timedelta(days=4, hours=1)
    script = add_script(
        learner.cohort, planned, title="Sample", text="A text.", for_peers=True, by=administrator(), at=at
    )
    peer_round = open_round(learner.cohort, planned, at=at)
    PeerCalibration.objects.create(script=script, enrolment=learner, points=[60, 60, 60], at=at)
    fill_gaps(peer_round, at=at)
    reviews = PeerReview.objects.filter(author=author).select_related("author")
    return reviews.get(kind="assigned"), reviews.get(kind="tutor")


def make_world() -> World:
    cohort = make_small_programme()
    quiz = plan_of(cohort.edition_id).activity("Q1")
    lesson = plan_of(cohort.edition_id).activity("M01-L01")
    make_signing_key(at=AT)
    for slug in ("a-portal", "a-register"):
        make_library_case(slug, principles=(1,))
    make_reading()
    person = make_user("learner-0@demo.example", "Demo learner 01")
    draft, offered = make_applications(
        person, cohort.edition
    )  # before the enrolment: then nothing is offered
    learner = make_eligible(cohort, user=person)
    twin = make_enrolment(
        make_cohort(cohort.edition, "2026-b"), make_user("twin@demo.example", "Demo learner 01")
    )
    proposed, ready = make_eligible(cohort, "Demo learner 02"), make_eligible(cohort, "Demo learner 03")
    doubted = make_eligible(cohort, "Demo learner 04")
    staff = {
        role.name.lower(): make_staff(role, f"second.{role.name.lower()}@demo.example")
        for role in (Role.INSTRUCTOR, Role.TUTOR, Role.ADMINISTRATOR, Role.REGISTRAR)
    }
    root = User.objects.create_superuser("root@demo.example", "a long pass phrase", name="Root")
    certificate = make_certificate(learner)
    propose_award(proposed, by=administrator(), at=AT)
    ask_for_revocation(make_certificate(doubted), by=administrator(), at=LATER, reason="A doubt.")
    since = AT.date() - timedelta(days=9)
    enter_outstanding(learner, kind="fee", what="Fee", since_on=since, by=administrator(), at=AT)
    record = {"kind": "record", "scope": "M01"}
    propose_exit_award(proposed, **record, by=administrator(), at=AT)
    attested = approve_exit_award(
        propose_exit_award(doubted, **record, by=administrator(), at=AT), by=registrar(), at=LATER
    )
    ask_for_revocation(attested, by=administrator(), at=LATER, reason="A doubt.")
    ask_for_correction(ready, wanted="Demo learner three", evidence="Passport", at=AT)
    ratify(cohort, held_on=AT.date(), present="Demo chair", note="", by=administrator(), at=AT)
    IssuingRun.objects.create(cohort=cohort, asked_at=AT, asked_by=registrar(), finished_at=AT)
    work = _hand_in(learner)
    for enrolment in (learner, twin):
        open_now(enrolment.cohort, quiz)
        open_activity(enrolment, lesson, at=now())
        open_activity(enrolment, quiz, at=now())
    submit_attempt(start_attempt(learner, quiz, at=now()), by=learner.user, at=now())
    start_attempt(learner, quiz, at=now())
    essay = _essay(learner)
    late = keep_late(essay, response="A later text.", sequence=5, at=now())
    rosters = [read(cohort, many(2)) for _file in range(2)]
    request = ask_for_more_time(learner, quiz, days=3, reason="Illness.", by=learner.user, at=now())
    add_holiday(cohort, Holiday(date.fromisoformat(HOLIDAY), date.fromisoformat(HOLIDAY), "Feast"), at=now())
    case = flag(learner, activity_id=quiz.activity_id, evidence="Copied.", by=administrator(), at=now())
    case = inform(case, by=registrar(), at=now())
    people = {"stranger": None, "visitor": make_user("visitor@demo.example"), "learner": learner.user}
    people |= {"twin": twin.user, **staff, "superuser": root}
    _without_mark(learner.cohort, twin.cohort)
    return World(
        people,
        learner,
        twin,
        work,
        proposed,
        ready,
        doubted,
        certificate,
        new_serial(),
        draft,
        offered,
        *rosters,
        request,
        essay,
        late,
        HOLIDAY,
        case,
        _correction(learner),
        IntakeAlert.objects.create(email="prospect@demo.example", key="k" * 43, asked_at=now()),
        stop_address(learner.user, BY_KEY["learner_silent"]).split("/")[-3],
        *_reviews(learner, ready),
        *make_placement_rows(learner, token="s" * 43, examiners=(administrator(), registrar())),
        *_runs(person),
        *_own_data(learner.user),
    )


def _own_data(user: User) -> tuple[DataCopy, ErasureRequest]:
    at = now()
    copy = DataCopy.objects.create(
        user=user, asked_at=at, made_at=at, state="ready", stored_name=FOLDER.keep(b"PK")
    )
    return copy, ask_for_erasure(user, by=user, words="I leave.", at=at)


def _runs(person: User) -> tuple[Assessment, Assessment, str, ActionItem]:
    make_sheet(1)
    run, later = (start_assessment(person, administration="Ministry", at=now()) for _number in range(2))
    return run, later, invite(run, label="Finance", at=now()), choose_practice(run, "P1-EP1", at=now())


def _correction(learner: Enrolment) -> KeyCorrection:
    item = learner.attempts.get(number=1).items.order_by("order").first()
    words = {"corrected": None, "may_lower": False, "reason": "Unusable."}
    return propose_correction(item.question, learner.cohort, **words, by=administrator(), at=now())


def _essay(learner: Enrolment) -> AttemptItem:
    """A question that a person marks, added to the submitted attempt."""
    attempt = learner.attempts.get(number=1)
    bank = QuestionBank.objects.create(code="M01-E", title="Essays")
    question = make_question_of("essay", bank, "M01-E-Q01")
    EditionQuestion.objects.create(edition_activity=attempt.edition_activity, question=question)
    frozen_pool.cache_clear()
    return attempt.items.create(
        question=question, order=9, response="My view.", closed_at=attempt.submitted_at, sequence=1
    )
