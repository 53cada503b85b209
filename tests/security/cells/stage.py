"""The shared world with everybody whom the role table names: in the own place, and as a twin elsewhere."""

import time
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from allauth.account.internal.flows import login
from django.core.management import call_command
from django.utils.timezone import now
from wagtail.log_actions import log

from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.accounts.syncing import assign_modules, sync_roles
from courses.cohorts.models import Cohort, DateOverride
from courses.editions.models import Edition, EditionActivity
from courses.editions.plan import plan_of
from courses.lessons.models import LessonPage
from courses.programme.models import ModulePage
from learners.admissions.applying import start_application, submit_application
from learners.admissions.models import Application, Intake
from learners.admissions.reviewing import score
from learners.audit.looking import note_look
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.wallets.handing_over import offer_of
from learners.enrolment.models import Accommodation, Enrolment
from learners.grades.ledger import record_grade
from learners.integrity.deciding import flag
from learners.integrity.models import IntegrityCase
from learners.notices.wording import sync_mail_texts
from learners.peerreviews.models import PeerCalibration, PeerReview
from learners.placements.agreeing import FOLDER as AGREEMENTS
from learners.placements.linking import hash_of, make_link
from learners.placements.logbook import SupervisorLink
from learners.placements.models import Internship, Placement
from learners.placements.papers import Agreement
from learners.privacy.copying import FOLDER
from learners.privacy.models import DataCopy, ErasureRequest
from learners.submissions.handing_in import FOLDER as WORK_FILES
from learners.submissions.handing_in import attach_file
from learners.submissions.models import Work, WorkFile
from tests.factories.people import make_staff, make_user
from tests.factories.programme import make_module
from tests.factories.works import add_work, make_assignment, teach
from tests.learners.admissions.rows import SCORES
from tests.learners.admissions.world import fill_in
from tests.learners.credentials.rows import administrator, make_eligible, registrar
from tests.learners.submissions.files import pdf
from tests.learners.submissions.rows import make_handed_in, make_marker, mark
from tests.security.asking import Browser
from tests.security.cells.probes import Probe
from tests.security.cells.trying import Person
from tests.security.world import World

DAY = timedelta(days=1)
REASON = "The office is closed and a learner waits for help."
WORK_TEXT = "Permits wait in nine drawers."
ADVICE = "Name one owner of each drawer."
UNRELEASED, RELEASED = "73.4", "81.7"
HEALTH = "A sight of one tenth."
REVIEW = "The list of drawers is complete."
LOOKED_AT = "M01-SEEN"
LOGGED = "Log line 7731"


@dataclass
class Stage:
    world: World
    people: dict[str, Person]
    """Those of the table, by their sign."""
    twins: dict[str, Person]
    """Of the same role: for another cohort, another module, or just somebody else."""
    lesson: LessonPage
    work: Work
    """Of the learner, without a name: marked, not released."""
    unmarked: Work
    case: IntegrityCase
    """About the second of the two."""
    review: PeerReview
    """Written by the reviewer, of a work of the learner."""
    draft: Application
    sent: Application
    """Both of the applicant."""
    eligible: Enrolment
    leaver: ErasureRequest
    """Of somebody who holds no place."""
    links: dict[str, str]
    """The tokens of supervisors: own, foreign, expired, revoked."""
    other_placement: Placement
    keys: dict[str, str]
    """Of links that hand a certificate over, by the same four names."""

    def person(self, probe: Probe) -> Person:
        person = self._person(probe)
        if probe.case == "revoked":
            self.revoke_certificate()
        if probe.action == "read_released_lesson" and probe.case in ("twin", "denied"):
            # A lesson is everybody's who has a place. Here are those who had one.
            Enrolment.objects.filter(user=person.user).update(state=Enrolment.State.WITHDRAWN)
        return person

    def _person(self, probe: Probe) -> Person:
        own = self.people[probe.role]
        if probe.case == "twin":
            return Person(self.twins[probe.role].browser, self.twins[probe.role].user, own.user)
        if probe.case in self.links:
            return Person(own.browser, own.user, own.user, self.links[probe.case], self.keys[probe.case])
        return own

    def revoke_certificate(self) -> None:
        request = ask_for_revocation(self.world.certificate, by=administrator(), at=now(), reason="Copied.")
        confirm_revocation(request, by=registrar(), at=now())

    def second(self) -> Person:
        """Of two persons the one who is not on trial."""
        return signed_in(registrar())

    def break_glass(self, person: Person, action: str):
        """Through its page, with a second factor that was given just now."""
        prove(person.browser)
        return person.browser.post(f"/staff/emergency/{action}/", {"reason": REASON})

    def copy_of(self, person: Person) -> int:
        """Of whom it is about: without anybody, of the learner."""
        subject = person.subject or self.world.learner.user
        return DataCopy.objects.filter(user=subject, state="ready").latest("pk").pk


def prove(browser: Browser) -> None:
    session = browser.session
    given = {"method": "mfa", "at": time.time(), "type": "totp", "reauthenticated": True}
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [given]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session.save()


def signed_in(user: User) -> Person:
    browser = Browser(raise_request_exception=False)
    browser.force_login(user)
    return Person(browser, user, user)


def _somebody() -> Person:
    return Person(Browser(raise_request_exception=False))


def make_stage(world: World) -> Stage:
    cohort = world.learner.cohort
    make_module(ModulePage.objects.get(code="M01").get_parent().specific, "M02")
    sync_roles()
    sync_mail_texts()
    people, twins = _people(world)
    work, unmarked = _works(world, people["IN"].user)
    _marks(world, work)
    _lesson_of_next_week(cohort)
    draft, sent = _applications(people["AP"].user)
    other = _other_placement(world)
    _traces(world)
    for person in (*people.values(), *twins.values()):
        if person.user:
            _data_copy(person.user)
    call_command("update_index", verbosity=0)
    leaver = make_user("leaver@demo.example", "Demo leaver")
    lesson = LessonPage.objects.get(activity__code="M01-L01")
    return Stage(
        world=world,
        people=people,
        twins=twins,
        lesson=lesson,
        work=work,
        unmarked=unmarked,
        case=flag(
            world.learner, activity_id=unmarked.activity_id, evidence="Copied.", by=administrator(), at=now()
        ),
        review=_review(world),
        draft=draft,
        sent=sent,
        eligible=make_eligible(cohort, "Demo learner 05"),
        leaver=ErasureRequest.objects.create(user=leaver, asked_by=leaver, asked_at=now()),
        links=_links(world, other),
        other_placement=other,
        keys=_keys(world),
    )


def _people(world: World) -> tuple[dict[str, Person], dict[str, Person]]:
    """Tutors mark too, as the table's M says."""
    cohort, twin_cohort = world.learner.cohort, world.twin.cohort
    teachers = [make_staff(Role.INSTRUCTOR, f"teacher.{number}@demo.example") for number in (1, 2)]
    tutors = [make_staff(Role.TUTOR, f"tutor.{number}@demo.example") for number in (1, 2)]
    for place, where in enumerate((cohort, twin_cohort)):
        teach(where, teachers[place])
        assign_modules(teachers[place], [("M01", "M02")[place]], by=None, at=now())
        for kind in ("marker", "tutor"):
            teach(where, tutors[place], kind)
    staff = world.people
    own = {
        "AP": make_user("applicant@demo.example", "Demo applicant 01"),
        "LE": world.learner.user,
        "PR": world.ready.user,
        "IN": teachers[0],
        "TA": tutors[0],
        "PA": staff["administrator"],
        "AU": staff["registrar"],
        "SU": staff["superuser"],
    }
    others = {
        "AP": make_user("applicant.2@demo.example", "Demo applicant 01"),
        "LE": world.twin.user,
        "PR": world.proposed.user,
        "IN": teachers[1],
        "TA": tutors[1],
        "PA": administrator(),
        "AU": registrar(),
        "SU": User.objects.create_superuser("root.2@demo.example", "a long pass phrase", name="Root"),
    }
    people = {role: signed_in(user) for role, user in own.items()}
    people |= {role: _somebody() for role in ("AN", "IS", "TV")}
    return people, {role: signed_in(user) for role, user in others.items()}


def _works(world: World, teacher: User) -> tuple[Work, Work]:
    module, learner, at = ModulePage.objects.get(code="M01"), world.learner, now()
    works = []
    for code in ("AS2", "AS4"):
        planned = add_work(learner.cohort, make_assignment(module, code, component=""))
        DateOverride.objects.create(
            cohort=learner.cohort,
            activity_id=planned.activity_id,
            opens_at=at - 9 * DAY,
            due_at=at - 3 * DAY,
            reason="Test run",
        )
        attach_file(learner, planned, name="work.pdf", data=pdf(), at=at - 5 * DAY)
        works.append(make_handed_in(learner, code, text=WORK_TEXT, at=at - 5 * DAY).work)
    mark(works[0].code, make_marker(learner.cohort, 84), 90, 60, 75, 40, next_step=ADVICE, at=at - DAY)
    return works[0], works[1]


def _marks(world: World, work: Work) -> None:
    """In the ledger: one that waits for its release, and one that the learner sees."""
    for code, activity_id, points in (
        ("TU", work.activity_id, UNRELEASED),
        ("TR", world.work.activity_id, RELEASED),
    ):
        _count(world.learner.cohort, code, activity_id)
        record_grade(
            world.learner,
            activity_id=activity_id,
            points=Decimal(points),
            max_points=Decimal(100),
            reason="Marked",
            by=None,
            at=now(),
        )


def _count(cohort: Cohort, code: str, activity_id: int) -> None:
    """From now on the work stands in the lists of marks, in a component that changes no award."""
    edition = cohort.edition
    line = edition.scheme[0] | {"code": code, "title": f"Component {code}", "weight": 0, "must_pass": False}
    edition.scheme = [*edition.scheme, line]
    Edition.objects.filter(pk=edition.pk).update(scheme=edition.scheme)
    EditionActivity.objects.filter(edition=edition, activity_id=activity_id).update(component=code)
    plan_of.cache_clear()


def _lesson_of_next_week(cohort: Cohort) -> None:
    planned = plan_of(cohort.edition_id).activity("M01-L02")
    DateOverride.objects.create(
        cohort=cohort,
        activity_id=planned.activity_id,
        opens_at=now() + 7 * DAY,
        due_at=now() + 9 * DAY,
        reason="Later",
    )


def _review(world: World) -> PeerReview:
    review = PeerReview.objects.get(author=world.learner, reviewer=world.ready)
    _add_file(review)
    sample = PeerCalibration.objects.get(enrolment=world.learner)
    PeerCalibration.objects.create(
        script=sample.script, enrolment=world.ready, points=sample.points, at=now()
    )
    PeerReview.objects.filter(pk=review.pk).update(
        points=[60, 60, 60], strength=REVIEW, change="Name an owner.", sequence=1, saved_at=now()
    )
    review.refresh_from_db()
    return review


def _add_file(review: PeerReview) -> None:
    """The learner handed in a text alone; the work that the learner reviews has a file."""
    file = WorkFile.objects.get(work__enrolment=review.reviewer, work__activity=review.round.activity_id)
    file.pk, file.work = None, review.submission.work
    file.stored_name, file.plain_name = (WORK_FILES.keep(pdf()) for _copy in range(2))
    file.save()
    review.submission.files.add(file)


def _applications(applicant: User) -> tuple[Application, Application]:
    """One is sent and read by two persons, one is still a draft."""
    intakes = {intake.cohort.code: intake for intake in Intake.objects.select_related("cohort")}
    sent = fill_in(start_application(applicant, intakes["2031-a"], at=now()))
    submit_application(sent, consent=True, at=now())
    for reader in User.objects.filter(
        email__in=("administrator@demo.example", "administrator2@demo.example")
    ):
        score(sent, SCORES, by=reader, at=now())
    sent.refresh_from_db()
    return fill_in(start_application(applicant, intakes["2031-b"], at=now())), sent


def _other_placement(world: World) -> Placement:
    """Of another learner, with papers and a supervisor of its own."""
    other = Placement.objects.get(pk=world.placement.pk)
    agreement = Agreement.objects.get(placement=world.placement)
    other.pk, other.internship = None, Internship.objects.create(enrolment=world.ready, started_at=now())
    other.supervisor_email = "other@host.example"
    other.save()
    agreement.pk, agreement.placement = None, other
    agreement.stored_name = AGREEMENTS.keep(b"%PDF-1.7 another one")
    agreement.save()
    return other


def _links(world: World, other: Placement) -> dict[str, str]:
    placement, at = world.placement, now()
    tokens = {
        "own": make_link(placement, at=at),
        "foreign": make_link(other, at=at),
        "expired": make_link(placement, at=at - 50 * DAY),
        "revoked": make_link(placement, at=at),
    }
    SupervisorLink.objects.filter(token_hash=hash_of(tokens["revoked"])).update(revoked_at=at)
    return tokens


def _keys(world: World) -> dict[str, str]:
    """A link is revoked with its certificate: here with that of somebody else, whose revocation waits."""
    own, foreign = world.certificate, world.doubted.certificates.order_by("pk").first()
    return {
        "own": _key(own, now()),
        "foreign": _key(foreign, now()),
        "expired": _key(own, now() - DAY),
        "revoked": _key(own, now()),
    }


def _key(certificate, at) -> str:
    return offer_of(certificate, at=at).address.split("/")[-2]


def _traces(world: World) -> None:
    learner = world.learner
    Accommodation.objects.create(
        enrolment=learner, extra_time_percent=25, reason=HEALTH, granted_at=now(), granted_by=administrator()
    )
    note_look(learner.user_id, by=administrator(), roles="PA", what="record", about=LOOKED_AT, at=now())
    log(instance=learner, action="campus.extended", user=administrator(), title=LOGGED)


def _data_copy(user: User) -> None:
    name = FOLDER.keep(b"PK")
    DataCopy.objects.create(user=user, asked_at=now(), made_at=now(), state="ready", stored_name=name)
