"""The pages that a person meets, each with who opens it and where it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from learners.admissions.models import Application
from learners.enrolment.models import Enrolment
from learners.placements.models import Host
from tests.browser.sheets import AT_ALL_KINDS, MARKED, UNMARKED
from tests.browser.visiting import Visitor
from tests.browser.world import (
    ADMINISTRATOR,
    APPLICANT,
    AT_QUIZ,
    CAREFUL,
    DRAFTING,
    FINISHED,
    HANDED_IN,
    INSTRUCTOR,
    LATE,
    LEARNER,
    QUESTIONED,
    REGISTRAR,
    REVIEWERS,
    VISITOR,
    World,
)


@dataclass(frozen=True)
class Place:
    name: str
    who: str | None
    address: str


def all_places(world: World) -> list[Place]:
    return [
        *public_places(world),
        *account_places(),
        *learner_places(world),
        *work_places(),
        *review_places(world),
        *unwritten_places(),
        *internship_places(world),
        *assessment_places(world),
        *applicant_places(),
        *staff_places(world),
        *marking_places(world),
        *admissions_places(),
        *sheet_places(world),
    ]


def tour(visit, places: list[Place], **options) -> Iterator[tuple[Place, Visitor]]:
    """Each place with the window, in which its person is signed in. One window for all, for it costs more than pages."""
    visitor, here = visit(**options), None
    for place in places:
        if place.who != here:
            visitor.become(place.who)
            here = place.who
        yield place, visitor


def public_places(world: World) -> list[Place]:
    pages = {
        "home": "/",
        "programme, public": "/programme/",
        "module, public": "/programme/m01/",
        "lesson, public": "/programme/m01/m01-l01/",
        "principles": "/principles/",
        "principle": "/principles/p1/",
        "cases": "/cases/",
        "cases, one filter": "/cases/?outcome=failure",
        "cases, none": "/cases/?region=Africa&outcome=failure&stage=nothing",
        "case": world.case,
        "compare a case": f"/cases/compare/?one={world.case.split('/')[-2]}",
        "glossary": "/glossary/",
        "glossary, a word": "/glossary/?q=data",
        "glossary, nothing": "/glossary/?q=nothing+of+it",
        "readings": "/resources/",
        "reading": "/resources/oecd-0406/",
        "open data": "/data/",
        "search": "/search/",
        "search, found": "/search/?q=data",
        "search, nothing": "/search/?q=interoperabilty",
        "help": "/help/",
        "accessibility": "/accessibility/",
        "privacy": "/privacy/",
        "not found": "/nothing/here/",
        "find a certificate": "/verify/",
        "mail when applications open": "/tell-me/",
        "confirm the address": f"/tell-me/{world.alert}/",
        "stop the mail": f"/tell-me/{world.alert}/stop/",
        "address is deleted": "/tell-me/nothing/",
        "stop planned mails": f"/mail/{world.stop_token}/stop/",
        "find a certificate, refused": "/verify/?serial=12",
    }
    pages |= {f"verify, {state}": f"/verify/{serial}/" for state, serial in world.serials.items()}
    return [Place(name, None, address) for name, address in pages.items()]


def account_places() -> list[Place]:
    strangers = {
        "sign in": "/account/login/",
        "ask for a code": "/account/login/code/",
        "forgotten password": "/account/password/reset/",
        "no own sign-up": "/account/signup/",
    }
    members = {
        "security": "/account/2fa/",
        "e-mail address": "/account/email/",
        "password": "/account/password/change/",
        "sessions": "/account/sessions/",
        "sign out": "/account/logout/",
        "authenticator set-up": "/account/2fa/totp/activate/",
    }
    careful = {
        "recovery codes": "/account/2fa/recovery-codes/",
        "new recovery codes": "/account/2fa/recovery-codes/generate/",
        "passkeys": "/account/2fa/webauthn/",
        "new passkey": "/account/2fa/webauthn/add/",
    }
    return [
        *(Place(name, None, address) for name, address in strangers.items()),
        *(Place(name, LEARNER, address) for name, address in members.items()),
        *(Place(name, CAREFUL, address) for name, address in careful.items()),
    ]


def learner_places(world: World) -> list[Place]:
    study = {
        "This week": "/learn/",
        "programme map": "/learn/programme/",
        "module": "/learn/modules/M01/",
        "lesson": "/learn/M01-L01/",
        "quiz start": "/learn/Q1/",
        "dates": "/learn/dates/",
        "more time": "/learn/dates/Q1/more-time/",
        "own data": "/learn/privacy/",
    }
    quiz = {
        "quiz question": "/learn/Q1/attempt/1/1/",
        "quiz question, no answer": "/learn/Q1/attempt/1/2/?missing=1",
        "quiz sheet": "/learn/Q1/attempt/1/",
        "quiz check": "/learn/Q1/attempt/1/check/",
    }
    return [
        *(Place(name, LEARNER, address) for name, address in study.items()),
        *(Place(name, AT_QUIZ, address) for name, address in quiz.items()),
        Place("quiz over", LATE, "/learn/Q1/attempt/1/1/"),
        Place("quiz review", FINISHED, "/learn/Q1/attempt/1/review/"),
        Place("results", FINISHED, "/learn/results/"),
        Place("own name", FINISHED, "/learn/name/"),
        Place("own exit awards", FINISHED, "/learn/exit-awards/"),
        Place("own certificate", FINISHED, "/learn/certificate/"),
        Place("certificate for a wallet", FINISHED, f"/wallet/for/{world.serials['valid']}/"),
        Place("results, no mark", LEARNER, "/learn/results/"),
        Place("transcript", FINISHED, "/learn/transcript/"),
        Place("transcript, provisional", LEARNER, "/learn/transcript/"),
        Place("integrity case", QUESTIONED, f"/learn/integrity/{world.integrity}/"),
        Place("results, withheld", QUESTIONED, "/learn/results/"),
        Place("no place", VISITOR, "/learn/"),
    ]


def work_places() -> list[Place]:
    return [
        Place("assignment", LEARNER, "/learn/AS1/"),
        Place("check an assignment", LEARNER, "/learn/AS1/work/check/"),
        Place("journal", LEARNER, "/learn/J1/"),
        Place("assignment, handed in", HANDED_IN[0], "/learn/AS1/"),
        Place("receipt", HANDED_IN[0], "/learn/AS1/work/receipt/1/"),
        Place("feedback", FINISHED, "/learn/AS3/work/feedback/"),
    ]


def review_places(world: World) -> list[Place]:
    desk, done, mark = "/learn/AS4/reviews/", "/learn/AS5/reviews/", "/staff/marking/"
    return [
        Place("reviews", REVIEWERS[0], desk),
        Place("reviews, sample first", REVIEWERS[2], desk),
        Place("review", REVIEWERS[0], f"{desk}{world.review}/"),
        Place("sample", REVIEWERS[2], f"{desk}sample/"),
        Place("sample, judged", REVIEWERS[0], f"{desk}sample/"),
        Place("reviews, over", REVIEWERS[0], done),
        Place("received reviews", REVIEWERS[0], f"{done}received/"),
        Place("This week with reviews", REVIEWERS[0], "/learn/"),
        Place("review by a tutor", INSTRUCTOR, f"{mark}review/{world.tutors}/"),
        Place("overview of reviews", INSTRUCTOR, f"{mark}demo/AS4/reviews/"),
    ]


def internship_places(world: World) -> list[Place]:
    own, link, desk = "/learn/internship/", world.supervisor, "/staff/internships/"
    one = f"{own}{world.placement}/"
    return [
        Place("internship", LEARNER, own),
        Place("internship, not begun", HANDED_IN[0], own),
        Place("hours log", LEARNER, f"{own}hours/"),
        Place("change hours", LEARNER, f"{own}hours/{world.entry}/"),
        Place("propose a host", HANDED_IN[0], f"{own}propose/"),
        Place("offers of hosts", LEARNER, f"{own}offers/"),
        Place("proposal", LEARNER, f"{one}proposal/"),
        Place("agreement", LEARNER, f"{one}agreement/"),
        Place("internship plan", LEARNER, f"{one}plan/"),
        Place("midpoint review", LEARNER, f"{one}midpoint/"),
        Place("report a problem", LEARNER, f"{one}unsafe/"),
        Place("viva", LEARNER, f"{own}viva/"),
        Place("supervisor", None, link),
        Place("evaluation", None, f"{link}evaluation/"),
        Place("link that is not known", None, "/supervisor/nothing/"),
        Place("internships", ADMINISTRATOR, desk),
        Place("internship record", ADMINISTRATOR, f"{desk}{world.placement}/"),
        Place("hosts", ADMINISTRATOR, f"{desk}hosts/"),
        Place("register a host", ADMINISTRATOR, f"{desk}hosts/new/"),
        Place("host", ADMINISTRATOR, f"{desk}hosts/{Host.objects.get().pk}/"),
        Place("sector report", ADMINISTRATOR, f"{desk}report/"),
        Place("viva cohorts", ADMINISTRATOR, f"{desk}vivas/"),
        Place("viva times", ADMINISTRATOR, f"{desk}vivas/of/demo/"),
        Place("viva record", INSTRUCTOR, f"{desk}vivas/{world.viva}/"),
        Place("vivas that somebody examines", INSTRUCTOR, f"{desk}vivas/mine/"),
        Place(
            "internship, for its examiners",
            INSTRUCTOR,
            f"{desk}vivas/{world.viva}/internship/{world.placement}/",
        ),
    ]


def assessment_places(world: World) -> list[Place]:
    one = f"/assess/{world.run}/"
    own = {
        "self-assessments": "/assess/",
        "self-assessment": one,
        "self-assessment, one principle": f"{one}P2/",
        "self-assessment, what matters": f"{one}weights/",
        "self-assessment, colleagues": f"{one}people/",
        "self-assessment, result": f"{one}result/",
        "action plan": f"{one}plan/",
    }
    return [
        *(Place(name, LEARNER, address) for name, address in own.items()),
        Place("self-assessment without an account", None, "/assess/try/P1/"),
        Place("self-assessment by a colleague", None, world.colleague),
        Place("self-assessment by a colleague, one principle", None, f"{world.colleague}P1/"),
    ]


def marking_places(world: World) -> list[Place]:
    desk = "/staff/marking/"
    return [
        Place("marking queue", INSTRUCTOR, desk),
        Place("marking screen", INSTRUCTOR, f"{desk}work/{world.to_mark}/"),
        Place("released work", INSTRUCTOR, f"{desk}work/{world.released}/"),
        Place("correction", INSTRUCTOR, f"{desk}work/{world.released}/correction/"),
        Place("marks of a work", INSTRUCTOR, f"{desk}demo/AS3/"),
        Place("marks, checks open", INSTRUCTOR, f"{desk}demo/AS1/"),
        Place("calibration", INSTRUCTOR, f"{desk}demo/AS1/calibration/"),
    ]


def staff_places(world: World) -> list[Place]:
    return [
        Place("staff home", ADMINISTRATOR, "/staff/"),
        Place("staff home of an instructor", INSTRUCTOR, "/staff/"),
        Place("coverage", INSTRUCTOR, "/staff/coverage/"),
        Place("facts to read again", INSTRUCTOR, "/staff/coverage/facts/"),
        Place("role refused", INSTRUCTOR, "/staff/awards/"),
        Place("compare editions", ADMINISTRATOR, "/staff/editions/compare/"),
        Place("newer edition", ADMINISTRATOR, "/staff/editions/move/demo/"),
        Place("editions", ADMINISTRATOR, "/staff/editions/"),
        Place("cohorts", ADMINISTRATOR, "/staff/cohorts/"),
        Place("new cohort", ADMINISTRATOR, "/staff/cohorts/new/"),
        Place("schedule of a cohort", ADMINISTRATOR, "/staff/cohorts/demo/"),
        Place("dates of an activity", ADMINISTRATOR, "/staff/cohorts/demo/dates/Q1/"),
        Place("learners", ADMINISTRATOR, "/staff/learners/"),
        Place("record of a learner", ADMINISTRATOR, f"/staff/learners/{world.issued}/"),
        Place("resits of a learner", ADMINISTRATOR, f"/staff/learners/{world.issued}/resit/"),
        Place("requests for more time", ADMINISTRATOR, "/staff/extensions/"),
        Place("requests to be erased", REGISTRAR, "/staff/privacy/"),
        Place("emergencies", REGISTRAR, "/staff/emergency/"),
        Place("integrity cases", REGISTRAR, "/staff/integrity/"),
        Place("integrity record", REGISTRAR, f"/staff/integrity/{world.integrity}/"),
        Place("flag a work", INSTRUCTOR, f"/staff/integrity/flag/{world.issued}/"),
        Place("site health", ADMINISTRATOR, "/staff/health/"),
        Place("corrected marks", REGISTRAR, "/staff/marking/corrections/"),
        Place("corrected keys", REGISTRAR, "/staff/keys/"),
        Place("correct a key", REGISTRAR, "/staff/keys/new/"),
        Place("gradebooks", INSTRUCTOR, "/staff/gradebook/"),
        Place("lessons, cohorts", INSTRUCTOR, "/staff/reading/"),
        Place("lessons of a cohort", INSTRUCTOR, "/staff/reading/demo/"),
        Place("lesson for staff", INSTRUCTOR, "/staff/reading/demo/M01-L01/"),
        Place("gradebook", INSTRUCTOR, "/staff/gradebook/demo/"),
        Place("award cohorts", ADMINISTRATOR, "/staff/awards/"),
        Place("award board", ADMINISTRATOR, "/staff/awards/demo/"),
        Place("ratify results", ADMINISTRATOR, "/staff/awards/demo/ratify/"),
        Place("award record, issued", ADMINISTRATOR, f"/staff/awards/demo/{world.issued}/"),
        Place("award record, proposed", REGISTRAR, f"/staff/awards/demo/{world.proposed}/"),
        Place("exit awards", ADMINISTRATOR, "/staff/awards/demo/exit/"),
        Place("exit award", ADMINISTRATOR, f"/staff/awards/demo/{world.issued}/exit/record-M01/"),
        Place("propose awards", ADMINISTRATOR, "/staff/awards/demo/propose/"),
        Place("approve awards", REGISTRAR, "/staff/awards/demo/approve/"),
        Place("people of a cohort", ADMINISTRATOR, "/staff/cohorts/demo/people/"),
        Place("team of a cohort", ADMINISTRATOR, "/staff/cohorts/demo/team/"),
        Place("team, for an instructor", INSTRUCTOR, "/staff/cohorts/demo/team/"),
        Place("end a role", ADMINISTRATOR, f"/staff/cohorts/demo/team/{world.role}/end/"),
        Place(
            "account of a person",
            ADMINISTRATOR,
            f"/staff/accounts/{Enrolment.objects.get(pk=world.issued).user_id}/",
        ),
        Place("enrol from a file", ADMINISTRATOR, "/staff/cohorts/demo/people/import/"),
        Place("rows to correct", ADMINISTRATOR, f"/staff/cohorts/demo/people/import/{world.roster}/"),
        Place("new rows", ADMINISTRATOR, f"/staff/cohorts/demo/people/import/{world.roster}/?show=new"),
    ]


def unwritten_places() -> list[Place]:
    """What nobody hands in, and what gets no mark."""
    seats, tasks = "/staff/observed/demo/", "/staff/tasks/demo/CPP/"
    one, other = _place(HANDED_IN[0]), _place(HANDED_IN[1])
    return [
        Place("discussion, judged", LEARNER, "/learn/D1/"),
        Place("discussion, to tell", HANDED_IN[0], "/learn/D1/"),
        Place("defence", LEARNER, "/learn/CPD/"),
        Place("webinar", LEARNER, "/learn/WB/"),
        Place("proposal", LEARNER, "/learn/CPP/"),
        Place("proposal, returned", HANDED_IN[0], "/learn/CPP/"),
        Place("discussions and defences", INSTRUCTOR, "/staff/observed/"),
        Place("learners of a discussion", INSTRUCTOR, f"{seats}D1/"),
        Place("learner to judge", INSTRUCTOR, f"{seats}D1/{one}/"),
        Place("two marks far apart", INSTRUCTOR, f"{seats}CPD/{one}/"),
        Place("release of a discussion", INSTRUCTOR, f"{seats}D1/release/"),
        Place("proposals and exercises", INSTRUCTOR, "/staff/tasks/"),
        Place("learners with a proposal", INSTRUCTOR, tasks),
        Place("proposal to answer", INSTRUCTOR, f"{tasks}{other}/"),
        Place("proposal, answered", INSTRUCTOR, f"{tasks}{one}/"),
    ]


def _place(email: str) -> int:
    return Enrolment.objects.get(user__email=email).pk


def sheet_places(world: World) -> list[Place]:
    quiz, sheets = "/learn/QK/attempt/1/", world.sheets
    return [
        *(Place(f"quiz, {kind}", AT_ALL_KINDS, f"{quiz}{order}/") for kind, order in sheets.orders.items()),
        Place("quiz sheet, all kinds", AT_ALL_KINDS, quiz),
        Place("quiz check, all kinds", AT_ALL_KINDS, f"{quiz}check/"),
        Place("quiz review, all kinds", MARKED, f"{quiz}review/"),
        Place("quiz review, being marked", UNMARKED, f"{quiz}review/"),
        Place("exam start", AT_ALL_KINDS, "/learn/EX/"),
        Place("exam, being marked", UNMARKED, "/learn/EX/attempt/1/review/"),
        Place("answers to mark", INSTRUCTOR, "/staff/marking/exams/"),
        Place("answer to mark", INSTRUCTOR, sheets.answer),
        Place("late answers", INSTRUCTOR, "/staff/marking/exams/late/"),
        Place("exam to moderate", INSTRUCTOR, sheets.moderated),
        Place("marks of an exam", INSTRUCTOR, "/staff/marking/exams/kinds/EX/marks/"),
    ]


def applicant_places() -> list[Place]:
    own = f"/apply/{_reference(DRAFTING)}/"
    tasks = (
        "tasks/",
        "tasks/about-you/",
        "tasks/work/",
        "tasks/education/",
        "tasks/motivation/",
        "tasks/host/",
    )
    offer = f"/apply/{_reference(APPLICANT)}/"
    return [
        Place("before you apply", None, "/apply/demo-intake/"),
        Place("address to apply", None, "/apply/demo-intake/account/"),
        *(
            Place(f"apply: {end}", DRAFTING, own + end)
            for end in (*tasks, "documents/", "check/", "withdraw/")
        ),
        Place("application receipt", APPLICANT, f"{offer}sent/"),
        Place("application status", APPLICANT, offer),
        Place("decline a place", APPLICANT, f"{offer}decline/"),
        Place("no application", VISITOR, "/apply/"),
        Place("start an application", VISITOR, "/apply/demo-intake/start/"),
    ]


def admissions_places() -> list[Place]:
    desk = "/staff/admissions/demo-intake/"
    fresh, read = (f"{desk}{_reference(f'demo.applicant.{number:02d}@demo.example')}/" for number in (3, 7))
    return [
        Place("intakes", ADMINISTRATOR, "/staff/admissions/"),
        Place("admissions pipeline", ADMINISTRATOR, desk),
        Place("admissions, nobody", ADMINISTRATOR, f"{desk}?state=withdrawn"),
        Place("dates and targets", ADMINISTRATOR, f"{desk}intake/"),
        Place("application to read", ADMINISTRATOR, fresh),
        Place("application that was read", ADMINISTRATOR, read),
        Place("application, registrar", REGISTRAR, read),
        Place("offer with its letter", ADMINISTRATOR, f"{read}decide/offer/"),
    ]


def _reference(email: str) -> str:
    return Application.objects.get(user__email=email).reference
