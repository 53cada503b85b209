"""The table of all addresses: what each is for in the role table, and who therefore meets which answer."""

from dataclasses import dataclass, field

from django.urls import URLPattern, get_resolver

from cms.accounts.roles import ACTIONS, Grant, Role
from learners.attempts.tokens import token_of
from learners.calendar.feed import calendar_token

# Wagtail's, allauth's and Django's own places. The last one gives pages of the site to everybody.
NOT_OURS = ("admin/", "account/", "documents/", "media/", "_util/", "^((?:")

ROLES = {"instructor": Role.INSTRUCTOR, "tutor": Role.TUTOR, "administrator": Role.ADMINISTRATOR}
ROLES |= {"registrar": Role.REGISTRAR, "superuser": Role.SUPERUSER}
PEOPLE = ("stranger", "visitor", "learner", "twin", *ROLES)
"""Nobody signed in, somebody without a place, a learner, a learner of another cohort, and each kind of staff."""

OPENED, SIGN_IN, REFUSED, ABSENT, NOT_ALLOWED = "opened", "sign in", "refused", "absent", "not allowed"


@dataclass(frozen=True)
class Door:
    """One address. `action` is a key of the role table, or public, member, place, own, answer, holder, staff, operator or nobody."""

    route: str
    action: str
    address: str
    """A real one, with the objects of the learner of the cohort."""
    method: str = "get"
    data: dict = field(default_factory=dict)
    missing: str = ""
    """The same address of an object that does not exist."""
    own_only: str = ""
    """What somebody with the table's M meets who teaches nobody here: an empty `list`, or no such `object`."""

    @property
    def is_by_link(self) -> bool:
        """Whoever holds the address may read: it is the secret."""
        return any(part in self.route for part in ("<str:token>", "<str:serial>", "<str:key>"))

    def answer_to(self, person: str) -> str:
        if self.action == "nobody":
            return ABSENT
        if self.action == "public":
            return OPENED
        if person == "stranger":
            return SIGN_IN
        if self.action == "member":  # everybody who is signed in
            return OPENED
        if self.action == "holder":
            return OPENED if person == "learner" else ABSENT
        if self.action in ("place", "own", "answer"):
            return self._answer_to_learner(person)
        return self._answer_to_staff(person)

    def _answer_to_learner(self, person: str) -> str:
        """`place`: what every learner has in the own cohort. `own`: what belongs to one learner.

        `answer`: the same, behind the one door that asks for the answer's row at once and for no place.
        """
        if person == "learner":
            return OPENED
        if person == "twin":
            return OPENED if self.action == "place" else ABSENT
        return ABSENT if self.action == "answer" else REFUSED

    def _answer_to_staff(self, person: str) -> str:
        if person not in ROLES:
            return ABSENT
        if self.action == "staff":
            return OPENED
        if self.action == "operator":
            return OPENED if person in ("administrator", "superuser") else REFUSED
        if self.action == "emergency":
            return OPENED if person == "superuser" else REFUSED
        granted = ACTIONS[self.action].grants.get(ROLES[person])
        if granted == Grant.SECOND and person == "superuser":
            return REFUSED  # no page of ours has the second person that the row demands
        # With the table's 2 an instructor corrects the own marks only; a registrar those of all.
        assigned = granted == Grant.ASSIGNED or (granted == Grant.SECOND and person == "instructor")
        if assigned and self.own_only:
            return OPENED if self.own_only == "list" else ABSENT
        return OPENED if granted in (Grant.ALLOW, Grant.SECOND) else REFUSED


_KINDS = {200: OPENED, 422: OPENED, 403: REFUSED, 404: ABSENT, 405: NOT_ALLOWED}


def kind_of_answer(response) -> str:
    if response.status_code == 302:
        return SIGN_IN if response["Location"].startswith("/account/login/") else OPENED
    return _KINDS.get(response.status_code, f"status {response.status_code}")


def our_routes() -> list[str]:
    return [route for route in walk(get_resolver().url_patterns) if not route.startswith(NOT_OURS)]


def walk(patterns, before: str = ""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from walk(pattern.url_patterns, route)


CODE = "^(?P<code>[A-Z][A-Z0-9-]{0,18})/"
QUIZ = "learn/<slug:code>/attempt/"
SUPERVISOR_TOKEN = "s" * 43
AWARD = "staff/awards/<slug:code>/<int:enrolment_id>/"


def _assessments(world) -> list[Door]:
    one, link = "assess/<int:assessment_id>/", "assess/with/<str:token>/"
    here, none, given = f"/assess/{world.run.pk}/", "/assess/987654/", f"/assess/with/{world.assess_token}/"
    other, action = f"compare/{world.later_run.pk}/", f"plan/{world.action.pk}/"
    colleague = f"people/{world.run.respondents.exclude(token_hash=None).get().pk}/take-back/"
    pages = {
        "": "", "P<int:number>/": "P1/", "weights/": "weights/", "people/": "people/", "result/": "result/", "result.pdf": "result.pdf", "plan/": "plan/",
        "plan.ics": "plan.ics", "compare/<int:other_id>/": other, "plan/<int:item_id>/": action,
    }  # fmt: skip
    deeds = {
        "submit/": "submit/",
        "plan/choose/": "plan/choose/",
        "people/<int:respondent_id>/take-back/": colleague,
    }
    return [
        Door("assess/", "public", "/assess/"),
        Door("assess/start/<slug:code>/", "place", "/assess/start/S1/", "post", missing="/assess/start/S7/"),
        Door("assess/try/P<int:number>/", "public", "/assess/try/P1/"),
        Door("assess/try/result/", "public", "/assess/try/result/"),
        Door("assess/try/keep/", "member", "/assess/try/keep/", "post"),
        *(Door(one + end, "holder", here + at, missing=none + at) for end, at in pages.items()),
        *(Door(one + end, "holder", here + at, "post", missing=none + at) for end, at in deeds.items()),
        Door(link, "public", given),
        Door(f"{link}P<int:number>/", "public", f"{given}P1/"),
        Door(f"{link}send/", "public", f"{given}send/", "post"),
    ]


def _privacy(world) -> list[Door]:
    """The own data, the desk that erases, and rights that are taken in emergencies."""
    own, desk, one = "/learn/privacy/", "/staff/privacy/", "staff/privacy/<int:request_id>/"
    here, none = f"{desk}{world.erasure.pk}/", f"{desk}987654/"
    return [
        Door("learn/privacy/", "member", own),
        Door("learn/privacy/copy/", "member", f"{own}copy/", "post"),
        Door(
            "learn/privacy/copy/<int:copy_id>/",
            "holder",
            f"{own}copy/{world.copy.pk}/",
            missing=f"{own}copy/987654/",
        ),
        Door(
            "learn/privacy/consent/<slug:kind>/withdraw/",
            "member",
            f"{own}consent/application/withdraw/",
            "post",
        ),
        Door("learn/privacy/erase/", "member", f"{own}erase/", "post"),
        Door("learn/privacy/erase/withdraw/", "member", f"{own}erase/withdraw/", "post"),
        Door("staff/privacy/", "erase_person", desk),
        Door("staff/privacy/enter/", "erase_person", f"{desk}enter/", "post"),
        Door(one, "erase_person", here, missing=none),
        *(
            Door(
                f"{one}{deed}/",
                "erase_person",
                f"{here}{deed}/",
                "post",
                {"reason": "A reason."},
                missing=f"{none}{deed}/",
            )
            for deed in ("propose", "approve", "refuse")
        ),
        Door("staff/emergency/", "read_audit_log", "/staff/emergency/"),
        Door("staff/emergency/<slug:action>/", "emergency", "/staff/emergency/read_application/"),
        Door(
            "staff/emergency/<slug:action>/end/",
            "emergency",
            "/staff/emergency/read_application/end/",
            "post",
        ),
    ]


def _public(world) -> list[Door]:
    serial, unknown = world.certificate.serial, world.unknown_serial
    return [
        Door("health/live", "public", "/health/live"),
        Door("health/ready", "public", "/health/ready"),
        Door("metrics", "nobody", "/metrics"),
        Door("verify/", "public", "/verify/"),
        Door("verify/<str:serial>/", "public", f"/verify/{serial}/"),
        Door("verify/file/", "public", "/verify/file/", "post"),
        Door("verify/offline.html", "public", "/verify/offline.html"),
        Door("verify/status/1", "public", "/verify/status/1"),
        Door(".well-known/did.json", "public", "/.well-known/did.json"),
        *(
            Door(
                f"verify/<str:serial>/credential.{kind}",
                "holder",
                f"/verify/{serial}/credential.{kind}",
                missing=f"/verify/{unknown}/credential.{kind}",
            )
            for kind in ("json", "jwt")
        ),
        Door(
            "verify/<str:serial>/badge.svg",
            "holder",
            f"/verify/{serial}/badge.svg",
            missing=f"/verify/{unknown}/badge.svg",
        ),
        Door(
            "verify/<str:serial>/badge.png",
            "holder",
            f"/verify/{serial}/badge.png",
            missing=f"/verify/{unknown}/badge.png",
        ),
        Door(
            "wallet/for/<str:serial>/", "holder", f"/wallet/for/{serial}/", missing=f"/wallet/for/{unknown}/"
        ),
        Door("wallet/<str:key>/", "public", f"/wallet/{world.wallet_key}/"),
        Door("wallet/<str:key>/exchange/", "public", f"/wallet/{world.wallet_key}/exchange/", "post"),
        Door("tell-me/", "public", "/tell-me/"),
        Door("tell-me/<str:key>/", "public", f"/tell-me/{world.alert.key}/"),
        Door("tell-me/<str:key>/stop/", "public", f"/tell-me/{world.alert.key}/stop/"),
        Door("mail/<str:token>/stop/", "public", f"/mail/{world.stop_token}/stop/"),
        Door(
            "verify/<str:serial>/certificate.pdf",
            "holder",
            f"/verify/{serial}/certificate.pdf",
            missing=f"/verify/{unknown}/certificate.pdf",
        ),
    ]


def _knowledge(world) -> list[Door]:
    return [
        Door("oai", "public", "/oai?verb=Identify"),
        Door("feed.atom", "public", "/feed.atom"),
        Door("sitemap.xml", "public", "/sitemap.xml"),
        Door("data/", "public", "/data/"),
        Door("data/catalogue.jsonld", "public", "/data/catalogue.jsonld"),
        Door("data/<slug:slug>.<slug:form>", "public", "/data/cases.csv"),
        Door("staff/coverage/", "edit_lesson", "/staff/coverage/", own_only="list"),
        Door("staff/coverage/facts/", "edit_lesson", "/staff/coverage/facts/", own_only="list"),
        Door("search/", "public", "/search/?q=register"),
        Door("glossary/", "public", "/glossary/"),
        Door("resources/", "public", "/resources/"),
        Door("resources/<slug:code>/", "public", "/resources/a-report/"),
        Door("cases/compare/", "public", "/cases/compare/?one=a-portal&two=a-register"),
        Door("cases/<slug:slug>/cite.<slug:form>", "public", "/cases/a-portal/cite.bib"),
    ]


def _learners(world) -> list[Door]:
    return [
        Door("learn/", "place", "/learn/"),
        Door("learn/programme/", "place", "/learn/programme/"),
        Door("learn/results/", "place", "/learn/results/"),
        Door("learn/certificate/", "own", "/learn/certificate/"),
        Door("learn/certificate/page/", "own", "/learn/certificate/page/", "post", {"page": "closed"}),
        Door("learn/exit-awards/", "place", "/learn/exit-awards/"),
        Door(
            "learn/exit-awards/<str:serial>/page/",
            "holder",
            f"/learn/exit-awards/{world.certificate.serial}/page/",
            "post",
            missing=f"/learn/exit-awards/{world.unknown_serial}/page/",
        ),
        Door("learn/name/", "place", "/learn/name/"),
        Door("learn/name/confirm/", "place", "/learn/name/confirm/", "post"),
        Door("learn/name/correct/", "place", "/learn/name/correct/", "post"),
        Door("learn/transcript/", "place", "/learn/transcript/"),
        Door("learn/transcript/transcript.pdf", "place", "/learn/transcript/transcript.pdf"),
        Door("learn/^modules/(?P<code>[A-Z][A-Z0-9-]{0,18})/$", "place", "/learn/modules/M01/"),
        Door(f"learn/{CODE}$", "place", "/learn/M01-L01/", missing="/learn/M01-L77/"),
        Door(f"learn/{CODE}complete/$", "place", "/learn/M01-L01/complete/", "post"),
    ]


def _quiz(world) -> list[Door]:
    own, missing = "/learn/Q1/attempt/2/", "/learn/Q1/attempt/7/"
    attempt = world.learner.attempts.get(number=2)
    answer = {"answer-1": "1", "sequence-1": "5", "attempt": token_of(attempt)}
    pages = {"<int:order>/": "1/", "check/": "check/", "review/": "review/"}
    return [
        Door(QUIZ, "place", "/learn/Q1/attempt/", "post"),
        Door(f"{QUIZ}<int:number>/", "own", own, missing=missing),
        *(
            Door(f"{QUIZ}<int:number>/{end}", "own", own + place, missing=missing + place)
            for end, place in pages.items()
        ),
        Door(f"{QUIZ}<int:number>/save/", "answer", f"{own}save/", "post", answer, f"{missing}save/"),
        Door(f"{QUIZ}<int:number>/submit/", "own", f"{own}submit/", "post", missing=f"{missing}submit/"),
    ]


def _work(world) -> list[Door]:
    own, route = "/learn/AS1/work/", "learn/<slug:code>/work/"
    file, none = f"files/{world.work.files.get().pk}/", "files/987654/"
    draft = {"text": "A text", "sequence": "9", "uses_tools": "no"}
    nowhere = "/learn/AS7/work/"
    return [
        Door(f"{route}save/", "place", f"{own}save/", "post", draft, f"{nowhere}save/"),
        Door(f"{route}check/", "place", f"{own}check/", missing=f"{nowhere}check/"),
        Door(f"{route}feedback/", "place", f"{own}feedback/", missing=f"{nowhere}feedback/"),
        Door(f"{route}receipt/<int:number>/", "own", f"{own}receipt/1/", missing=f"{own}receipt/7/"),
        Door(f"{route}files/<int:file_id>/", "own", own + file, missing=own + none),
        Door(
            f"{route}files/<int:file_id>/remove/",
            "own",
            f"{own}{file}remove/",
            "post",
            missing=f"{own}{none}remove/",
        ),
    ]


def _peer_reviews(world) -> list[Door]:
    """The learner's own tasks, and the review of the same work that a tutor owes."""
    route, one = "learn/<slug:code>/reviews/", "learn/<slug:code>/reviews/<slug:review_code>/"
    own, none, nowhere = "/learn/AS3/reviews/", "/learn/AS3/reviews/AAAAAAAA/", "/learn/AS7/reviews/"
    review, place = f"{own}{world.review.code}/", "files/<int:place>/"
    desk, marks = "staff/marking/review/<slug:code>/", "enter_grade"
    tutors, nobodys = f"/staff/marking/review/{world.tutors.code}/", "/staff/marking/review/AAAAAAAA/"
    module = "staff/marking/<slug:cohort_code>/<slug:code>/reviews/"
    here, elsewhere = "/staff/marking/2026-a/AS3/reviews/", "/staff/marking/2026-a/AS7/reviews/"
    return [
        Door(route, "place", own, missing=nowhere),
        Door(f"{route}spare/", "place", f"{own}spare/", "post", missing=f"{nowhere}spare/"),
        Door(f"{route}received/", "place", f"{own}received/", missing=f"{nowhere}received/"),
        Door(f"{route}sample/", "own", f"{own}sample/", missing=f"{nowhere}sample/"),
        Door(one, "own", review, missing=none),
        Door(one + place, "own", f"{review}files/1/", missing=f"{review}files/7/"),
        Door(desk, marks, tutors, missing=nobodys, own_only="object"),
        Door(desk + place, marks, f"{tutors}files/1/", missing=f"{nobodys}files/1/", own_only="object"),
        Door(module, marks, here, missing=elsewhere, own_only="object"),
        Door(
            f"{module}more-time/",
            marks,
            f"{here}more-time/",
            "post",
            {"work": "x", "days": "3", "reason": "Flood."},
            missing=f"{elsewhere}more-time/",
            own_only="object",
        ),
        Door(f"{module}end/", marks, f"{here}end/", "post", missing=f"{elsewhere}end/", own_only="object"),
    ]


def _observed(world) -> list[Door]:
    """A discussion and a webinar of the learner's cohort, and the desk that judges the discussion."""
    desk, marks, learn = "staff/observed/", "enter_grade", "learn/<slug:code>/"
    work, here = f"{desk}<slug:cohort_code>/<slug:code>/", f"/{desk}2026-a/D1/"
    one, place = f"{work}<int:enrolment_id>/", f"{here}{world.learner.pk}/"
    nowhere, nobody = f"/{desk}2026-a/D7/", f"{here}987654/"
    return [
        Door(f"{learn}contribution/", "place", "/learn/D1/contribution/", "post", {"text": "One post."}, "/learn/D7/contribution/"),
        Door(f"{learn}attendance/", "place", "/learn/WB/attendance/", "post", {"way": "live"}, "/learn/WX/attendance/"),
        Door(desk, marks, f"/{desk}", own_only="list"),
        Door(work, marks, here, missing=nowhere, own_only="object"),
        Door(f"{work}release/", marks, f"{here}release/", missing=f"{nowhere}release/", own_only="object"),
        Door(one, marks, place, missing=nobody, own_only="object"),
        Door(f"{one}agree/", marks, f"{place}agree/", "post", {}, f"{nobody}agree/", own_only="object"),
    ]  # fmt: skip


def _tasks(world) -> list[Door]:
    desk, marks = "staff/tasks/", "enter_grade"
    work, here = f"{desk}<slug:cohort_code>/<slug:code>/", f"/{desk}2026-a/CPP/"
    one, place, nobody = f"{work}<int:enrolment_id>/", f"{here}{world.learner.pk}/", f"{here}987654/"
    return [
        Door(desk, marks, f"/{desk}", own_only="list"),
        Door(work, marks, here, missing=f"/{desk}2026-a/CPX/", own_only="object"),
        Door(one, marks, place, missing=nobody, own_only="object"),
        Door(f"{one}waive/", marks, f"{place}waive/", "post", {}, f"{nobody}waive/", own_only="object"),
        Door(
            f"{one}files/<int:file_id>/",
            marks,
            f"{place}files/1/",
            missing=f"{nobody}files/1/",
            own_only="object",
        ),
    ]


def _staff(world) -> list[Door]:
    board = "staff/awards/<slug:code>/"
    chosen = {"who": str(world.ready.pk)}
    meeting = world.learner.cohort.board_meetings.get().pk
    run = world.learner.cohort.issuing_runs.get().pk
    return [
        Door("staff/", "staff", "/staff/"),
        Door("staff/design/", "nobody", "/staff/design/"),
        Door("staff/awards/", "check_eligibility", "/staff/awards/"),
        Door("staff/awards/register.csv", "list_credentials", "/staff/awards/register.csv"),
        Door(board, "check_eligibility", "/staff/awards/2026-a/", missing="/staff/awards/2026-x/"),
        Door(f"{board}ratify/", "issue_certificate", "/staff/awards/2026-a/ratify/"),
        Door(
            f"{board}minutes/<int:meeting_id>.csv",
            "check_eligibility",
            f"/staff/awards/2026-a/minutes/{meeting}.csv",
            missing="/staff/awards/2026-a/minutes/987654.csv",
        ),
        Door(
            f"{board}runs/<int:run_id>/",
            "check_eligibility",
            f"/staff/awards/2026-a/runs/{run}/",
            missing="/staff/awards/2026-a/runs/987654/",
        ),
        Door(f"{board}propose/", "issue_certificate", "/staff/awards/2026-a/propose/", "post", chosen),
        Door(f"{board}approve/", "issue_certificate", "/staff/awards/2026-a/approve/", "post", chosen),
    ]


def _marking(world) -> list[Door]:
    """Instructors and tutors of the table's M teach nobody in this world, so for them no work is there."""
    desk, marks = "staff/marking/", "enter_grade"
    one, here, none = f"{desk}work/<slug:code>/", f"/{desk}work/{world.work.code}/", f"/{desk}work/AAAAAAAA/"
    module, work, nowhere = (
        f"{desk}<slug:cohort_code>/<slug:code>/",
        f"/{desk}2026-a/AS1/",
        f"/{desk}2026-a/AS7/",
    )
    file = f"files/{world.work.files.get().pk}/"
    deeds = ["save/", "take/", "give-back/", "flag/", "discussion/", "moderation/"]
    return [
        Door(desk, marks, f"/{desk}", own_only="list"),
        Door(f"{desk}next/", marks, f"/{desk}next/", "post", own_only="list"),
        Door(f"{desk}keys/", marks, f"/{desk}keys/", "post", own_only="list"),
        Door(f"{desk}corrections/", "change_released_grade", f"/{desk}corrections/", own_only="list"),
        Door(f"{desk}comments/", marks, f"/{desk}comments/", "post", {"comment": "Good."}, own_only="list"),
        Door(
            f"{desk}comments/<int:comment_id>/remove/", marks, f"/{desk}comments/1/remove/", "post", own_only="list"
        ),
        Door(one, marks, here, missing=none, own_only="object"),
        *(Door(one + end, marks, here + end, "post", {}, none + end, own_only="object") for end in deeds),
        Door(f"{one}files/<int:file_id>/", marks, here + file, missing=none + file, own_only="object"),
        Door(f"{one}correction/", "change_released_grade", f"{here}correction/", missing=f"{none}correction/", own_only="object"),
        Door(
            f"{one}correction/decide/", "change_released_grade", f"{here}correction/decide/", "post",
            missing=f"{none}correction/decide/", own_only="object",
        ),
        Door(module, marks, work, missing=nowhere, own_only="object"),
        Door(f"{module}release/", marks, f"{work}release/", "post", missing=f"{nowhere}release/", own_only="object"),
        Door(f"{module}calibration/", marks, f"{work}calibration/", missing=f"{nowhere}calibration/", own_only="object"),
        Door(
            f"{module}calibration/add/", marks, f"{work}calibration/add/", "post",
            missing=f"{nowhere}calibration/add/", own_only="object",
        ),
        Door(
            f"{module}calibration/<int:script_id>/", marks, f"{work}calibration/1/",
            missing=f"{nowhere}calibration/1/", own_only="object",
        ),
    ]  # fmt: skip


def _award(world) -> list[Door]:
    holder = f"/staff/awards/2026-a/{world.learner.pk}/"
    proposed = f"/staff/awards/2026-a/{world.proposed.pk}/"
    doubted = f"/staff/awards/2026-a/{world.doubted.pk}/"
    asked = f"/staff/awards/2026-a/{world.ready.pk}/"
    none = "/staff/awards/2026-a/987654/"
    reason = {"revocation-reason": "The work was copied."}
    return [
        Door(AWARD, "check_eligibility", holder, missing=none),
        Door(
            f"{AWARD}decline/", "issue_certificate", f"{proposed}decline/", "post", {"decline-reason": "No."}
        ),
        Door(f"{AWARD}name/correct/", "revoke_certificate", f"{asked}name/correct/", "post"),
        Door(
            f"{AWARD}name/refuse/",
            "revoke_certificate",
            f"{asked}name/refuse/",
            "post",
            {"name-reason": "No."},
        ),
        Door(f"{AWARD}revocation/", "revoke_certificate", f"{holder}revocation/", "post", reason),
        Door(
            f"{AWARD}replacement/",
            "revoke_certificate",
            f"{holder}replacement/",
            "post",
            {"replacement-reason": "Name."},
            f"{none}replacement/",
        ),
        Door(f"{AWARD}revocation/confirm/", "revoke_certificate", f"{doubted}revocation/confirm/", "post"),
        Door(f"{AWARD}dossier.zip", "read_submission", f"{holder}dossier.zip"),
        Door(f"{AWARD}certificate.pdf", "download_certificate", f"{holder}certificate.pdf"),
    ]


def _exits(world) -> list[Door]:
    """Statements and records. A record of the module waits for a second person, another one for its revocation."""
    one = f"{AWARD}exit/<slug:key>/"
    ready = f"/staff/awards/2026-a/{world.ready.pk}/exit/record-M01/"
    proposed = f"/staff/awards/2026-a/{world.proposed.pk}/exit/record-M01/"
    doubted = f"/staff/awards/2026-a/{world.doubted.pk}/exit/record-M01/"
    none = "/staff/awards/2026-a/987654/exit/record-M01/"
    reason = {"decline-reason": "No.", "revocation-reason": "No."}
    return [
        Door(
            "staff/awards/<slug:code>/exit/", "check_eligibility", "/staff/awards/2026-a/exit/",
            missing="/staff/awards/2026-x/exit/",
        ),
        *(
            Door(
                f"staff/awards/<slug:code>/exit/{deed}/", "issue_certificate", f"/staff/awards/2026-a/exit/{deed}/",
                missing=f"/staff/awards/2026-x/exit/{deed}/",
            )
            for deed in ("propose", "approve")
        ),
        Door(one, "check_eligibility", ready, missing=none),
        Door(f"{one}propose/", "issue_certificate", f"{ready}propose/", "post", missing=f"{none}propose/"),
        Door(f"{one}approve/", "issue_certificate", f"{proposed}approve/", "post", missing=f"{none}approve/"),
        Door(f"{one}decline/", "issue_certificate", f"{proposed}decline/", "post", reason, f"{none}decline/"),
        Door(f"{one}revoke/", "revoke_certificate", f"{doubted}revoke/", "post", reason, f"{none}revoke/"),
        Door(f"{one}confirm/", "revoke_certificate", f"{doubted}confirm/", "post", missing=f"{none}confirm/"),
    ]  # fmt: skip


def _applying(world) -> list[Door]:
    own, one = "apply/<reference:reference>/", "<slug:key>/"
    draft, offered = f"/apply/{world.draft.reference}/", f"/apply/{world.offered.reference}/"
    file = world.draft.documents.order_by("pk").first().stored_name
    none = "/apply/A-1999-0001/"
    pages = {"tasks/": draft, "documents/": draft, "check/": draft, "sent/": offered, "decline/": offered}
    pages |= {"withdraw/": draft, "": offered}
    return [
        Door("apply/", "member", "/apply/"),
        Door("apply/<slug:code>/", "public", "/apply/2031-a/"),
        Door("apply/<slug:code>/account/", "public", "/apply/2031-a/account/"),
        Door("apply/<slug:code>/start/", "member", "/apply/2031-a/start/", "post"),
        *(Door(own + end, "holder", at + end, missing=none + end) for end, at in pages.items()),
        Door(
            f"{own}tasks/<slug:key>/", "holder", f"{draft}tasks/host/", "post", {"host": "own"},
            missing=f"{none}tasks/host/",
        ),
        Door(f"{own}accept/", "holder", f"{offered}accept/", "post", missing=f"{none}accept/"),
        Door(f"{own}documents/{one}", "holder", f"{draft}documents/{file}/", missing=f"{none}documents/{file}/"),
        Door(
            f"{own}documents/{one}remove/", "holder", f"{draft}documents/{file}/remove/", "post",
            missing=f"{none}documents/{file}/remove/",
        ),
    ]  # fmt: skip


def _admissions(world) -> list[Door]:
    desk, one = "staff/admissions/<slug:code>/", "staff/admissions/<slug:code>/<reference:reference>/"
    at, none = "/staff/admissions/2031-a/", "/staff/admissions/1999-x/"
    offered, nobody = f"{at}{world.offered.reference}/", f"{at}A-1999-0001/"
    file = f"documents/{world.offered.documents.order_by('pk').first().stored_name}/"
    reads, decides = "read_application", "decide_application"
    return [
        Door("staff/admissions/", reads, "/staff/admissions/"),
        Door("staff/admissions/new/", decides, "/staff/admissions/new/"),
        Door(desk, reads, at, missing=none),
        Door(f"{desk}intake/", decides, f"{at}intake/", missing=f"{none}intake/"),
        Door(f"{desk}next/", decides, f"{at}next/", missing=f"{none}next/"),
        Door(one, reads, offered, missing=nobody),
        Door(f"{one}documents/<slug:key>/", reads, offered + file, missing=nobody + file),
        Door(
            f"{one}decide/<slug:outcome>/",
            decides,
            f"{offered}decide/reject/",
            missing=f"{nobody}decide/reject/",
        ),
        Door(f"{one}scores/", decides, f"{offered}scores/", "post", missing=f"{nobody}scores/"),
        Door(f"{one}conflict/", decides, f"{offered}conflict/", "post", missing=f"{nobody}conflict/"),
        Door(f"{one}identity/", reads, f"{offered}identity/", "post", missing=f"{nobody}identity/"),
    ]


HERE = "staff/cohorts/<slug:code>/people/"


def _people(world) -> list[Door]:
    here, nowhere = "/staff/cohorts/2026-a/people/", "/staff/cohorts/2026-x/people/"
    file, none = f"{here}import/{world.roster.pk}/", f"{here}import/987654/"
    begun = f"{here}import/{world.roster_to_drop.pk}/"
    enrols, chosen = "enrol_learner", {"line": "2"}
    return [
        Door(HERE, "see_cohort_names", here, missing=nowhere),
        Door(
            f"{HERE}export/<slug:form>/",
            "export_cohort_data",
            f"{here}export/csv/",
            "post",
            missing=f"{nowhere}export/csv/",
        ),
        Door(f"{HERE}import/", enrols, f"{here}import/", "post", {"rows": ""}, f"{nowhere}import/"),
        Door(f"{HERE}import/template.csv", enrols, f"{here}import/template.csv"),
        Door(f"{HERE}import/<int:roster_id>/", enrols, file, missing=none),
        Door(
            f"{HERE}import/<int:roster_id>/confirm/",
            enrols,
            f"{file}confirm/",
            "post",
            {},
            f"{none}confirm/",
        ),
        Door(f"{HERE}import/<int:roster_id>/drop/", enrols, f"{begun}drop/", "post", {}, f"{none}drop/"),
        Door(
            f"{HERE}import/<int:roster_id>/leave-out/",
            enrols,
            f"{file}leave-out/",
            "post",
            chosen,
            f"{none}leave-out/",
        ),
        Door(
            f"{HERE}import/<int:roster_id>/rows-to-correct.csv",
            enrols,
            f"{file}rows-to-correct.csv",
            missing=f"{none}rows-to-correct.csv",
        ),
    ]


def _team(world) -> list[Door]:
    """The roles of the markers of the learner's work stand here."""
    route, here, nowhere = (
        f"{at}team/"
        for at in ("staff/cohorts/<slug:code>/", "/staff/cohorts/2026-a/", "/staff/cohorts/2026-x/")
    )
    role = world.learner.cohort.teaching_roles.order_by("pk").first().pk
    person = {"person-email": "new@demo.example", "person-name": "Demo tutor", "person-kind": "tutor"}
    return [
        Door(route, "see_cohort_names", here, missing=nowhere),
        Door(f"{route}add/", "give_role", f"{here}add/", "post", person, f"{nowhere}add/"),
        Door(
            f"{route}<int:role_id>/end/", "give_role", f"{here}{role}/end/", "post", {}, f"{here}987654/end/"
        ),
    ]


def _accounts(world) -> list[Door]:
    route, here, nowhere = (
        "staff/accounts/<int:user_id>/",
        f"/staff/accounts/{world.learner.user_id}/",
        "/staff/accounts/987654/",
    )
    return [
        Door(route, "give_role", here, missing=nowhere),
        Door(
            f"{route}sign-out/",
            "give_role",
            f"{here}sign-out/",
            "post",
            {"sessions-reason": "Lost."},
            f"{nowhere}sign-out/",
        ),
        Door(
            f"{route}second-step/",
            "give_role",
            f"{here}second-step/",
            "post",
            {"step-reason": "Lost."},
            f"{nowhere}second-step/",
        ),
    ]


def _gradebook(world) -> list[Door]:
    here, nowhere = "/staff/gradebook/2026-a/", "/staff/gradebook/2026-x/"
    desk = "staff/gradebook/<slug:code>/"
    return [
        Door("staff/gradebook/", "read_released_grade", "/staff/gradebook/", own_only="list"),
        Door(desk, "read_released_grade", here, missing=nowhere),
        Door(
            f"{desk}export/<slug:form>/",
            "export_cohort_data",
            f"{here}export/csv/",
            "post",
            missing=f"{nowhere}export/csv/",
        ),
    ]


def _reading(world) -> list[Door]:
    right, here, nowhere = "read_unreleased_lesson", "/staff/reading/2026-a/", "/staff/reading/2026-x/"
    desk = "staff/reading/<slug:code>/"
    return [
        Door("staff/reading/", right, "/staff/reading/", own_only="list"),
        Door(desk, right, here, missing=nowhere),
        Door(f"{desk}<slug:lesson_code>/", right, f"{here}M01-L01/", missing=f"{nowhere}M01-L01/"),
    ]


def _health(world) -> list[Door]:
    desk, kind = "staff/health/", "operator"
    return [
        Door(desk, kind, f"/{desk}"),
        Door(f"{desk}retry/", kind, f"/{desk}retry/", "post"),
        Door(f"{desk}retry/<int:delivery_id>/", kind, f"/{desk}retry/987654/", "post"),
    ]


def _keys(world) -> list[Door]:
    """Instructors of the table's 2 teach nobody in this world, so for them nothing is there."""
    desk, one = "/staff/keys/", f"/staff/keys/{world.correction.pk}/"
    none, right = "/staff/keys/987654/", "change_released_grade"
    return [
        Door("staff/keys/", right, desk, own_only="list"),
        Door("staff/keys/new/", right, f"{desk}new/", own_only="list"),
        *(
            Door(f"staff/keys/<int:correction_id>/{end}", right, one + end, method, {}, none + end, "object")
            for end, method in (("", "get"), ("confirm/", "post"), ("drop/", "post"))
        ),
    ]


def _integrity(world) -> list[Door]:
    own, none = f"/learn/integrity/{world.case.pk}/", "/learn/integrity/987654/"
    desk, case, nobody = "/staff/integrity/", f"/staff/integrity/{world.case.pk}/", "/staff/integrity/987654/"
    here, text = f"{desk}flag/{world.learner.pk}/", {"text": "I cited it."}
    one, reads = "integrity/<int:case_id>/", "read_submission"
    return [
        Door(f"learn/{one}", "holder", own, missing=none),
        Door(f"learn/{one}reply/", "holder", f"{own}reply/", "post", text, f"{none}reply/"),
        Door(f"learn/{one}appeal/", "holder", f"{own}appeal/", "post", text, f"{none}appeal/"),
        Door("staff/integrity/", reads, desk, own_only="list"),
        Door(
            "staff/integrity/flag/<int:enrolment_id>/",
            "enter_grade",
            here,
            missing=f"{desk}flag/987654/",
            own_only="object",
        ),
        Door(f"staff/{one}", reads, case, missing=nobody, own_only="object"),
        Door(f"staff/{one}<slug:step>/", reads, f"{case}decide/", "post", {}, f"{nobody}decide/", "object"),
    ]


def _dates(world) -> list[Door]:
    more = "learn/dates/^(?P<code>[A-Z][A-Z0-9-]{0,18})/more-time/"
    asked = {"days": "3", "reason": "Illness."}
    token = calendar_token(world.learner)
    return [
        Door("learn/dates/", "place", "/learn/dates/"),
        Door("learn/dates/calendar.ics", "place", "/learn/dates/calendar.ics"),
        Door("learn/dates/address/", "place", "/learn/dates/address/", "post"),
        Door(f"{more}$", "place", "/learn/dates/Q1/more-time/", "post", asked, "/learn/dates/Q7/more-time/"),
        Door(f"{more}72-hours/$", "place", "/learn/dates/Q1/more-time/72-hours/", "post"),
        # Whoever holds the address reads the dates: a calendar program signs in nowhere.
        Door("calendar/<str:token>.ics", "public", f"/calendar/{token}.ics"),
    ]


def _cohorts(world) -> list[Door]:
    one, here, none = "staff/cohorts/<slug:code>/", "/staff/cohorts/2026-a/", "/staff/cohorts/2026-x/"
    enrols = "enrol_learner"
    holiday = {"holiday-title": "Feast", "holiday-first_on": "2031-01-01"}
    own = {"due_on": "2031-01-01", "reason": "A strike."}
    dates = f"{one}dates/<slug:activity_code>/"
    return [
        Door("staff/editions/", enrols, "/staff/editions/"),
        Door("staff/editions/compare/", enrols, "/staff/editions/compare/"),
        Door(
            "staff/editions/move/<slug:code>/",
            enrols,
            "/staff/editions/move/2026-a/",
            missing="/staff/editions/move/2026-x/",
        ),
        Door("staff/cohorts/", enrols, "/staff/cohorts/"),
        Door("staff/cohorts/new/", enrols, "/staff/cohorts/new/", "post", {"title": "Autumn"}),
        Door(one, enrols, here, missing=none),
        Door(
            f"{one}start/",
            enrols,
            f"{here}start/",
            "post",
            {"start-starts_on": "2031-01-06"},
            f"{none}start/",
        ),
        Door(
            f"{one}room/",
            enrols,
            f"{here}room/",
            "post",
            {"room-room_url": "https://forum.example/a"},
            f"{none}room/",
        ),
        Door(f"{one}places/", enrols, f"{here}places/", "post", {"places-capacity": "70"}, f"{none}places/"),
        Door(f"{one}publish/", enrols, f"{here}publish/", "post", missing=f"{none}publish/"),
        Door(f"{one}holidays/", enrols, f"{here}holidays/", "post", holiday, f"{none}holidays/"),
        Door(
            f"{one}holidays/remove/",
            enrols,
            f"{here}holidays/remove/",
            "post",
            {"first_on": world.holiday},
            f"{none}holidays/remove/",
        ),
        Door(dates, enrols, f"{here}dates/Q1/", "post", own, f"{none}dates/Q1/"),
        Door(f"{dates}rule/", enrols, f"{here}dates/Q1/rule/", "post", missing=f"{none}dates/Q1/rule/"),
    ]


def _records(world) -> list[Door]:
    """Instructors and tutors of the table's M teach nobody in this world, so for them nobody is there."""
    one, here = "staff/learners/<int:enrolment_id>/", f"/staff/learners/{world.learner.pk}/"
    none = "/staff/learners/987654/"
    more = {"extend-what": "all", "extend-days": "3", "extend-reason": "Flood."}
    left = {"leave-reason": "Family."}
    deeds = [
        ("extend/", "grant_extension", more),
        ("extra-time/", "grant_extension", {"extra-percent": "25"}),
        ("withdraw/", "enrol_learner", left),
        ("interrupt/", "enrol_learner", left),
        ("resume/", "enrol_learner", left),
        ("identity/", "enrol_learner", {"identity-seen": "Passport."}),
        ("move/", "enrol_learner", {"move-cohort": "2026-b", "move-reason": "Family."}),
    ]
    return [
        Door("staff/learners/", "see_cohort_names", "/staff/learners/", own_only="list"),
        Door(one, "see_cohort_names", here, missing=none, own_only="object"),
        Door(
            f"{one}transcript.pdf",
            "download_certificate",
            f"{here}transcript.pdf",
            missing=f"{none}transcript.pdf",
        ),
        Door(f"{one}resit/", "grant_extension", f"{here}resit/", missing=f"{none}resit/", own_only="object"),
        *(
            Door(one + end, action, here + end, "post", data, none + end, own_only="object")
            for end, action, data in deeds
        ),
        Door(
            f"{one}outstanding/",
            "check_eligibility",
            f"{here}outstanding/",
            "post",
            {"owed-kind": "fee", "owed-what": "Fee", "owed-since_on": "2026-03-02"},
            f"{none}outstanding/",
        ),
        Door(
            f"{one}outstanding/<int:outstanding_id>/settle/",
            "check_eligibility",
            f"{here}outstanding/{world.learner.outstanding.get().pk}/settle/",
            "post",
            {"note": "Paid", "settled_on": "2026-03-03"},
            f"{none}outstanding/987654/settle/",
        ),
        Door("staff/extensions/", "grant_extension", "/staff/extensions/", own_only="list"),
        Door(
            "staff/extensions/<int:extension_id>/",
            "grant_extension",
            f"/staff/extensions/{world.request.pk}/",
            "post",
            {"deed": "grant"},
            "/staff/extensions/987654/",
            own_only="object",
        ),
    ]


def _answers(world) -> list[Door]:
    desk = "staff/marking/exams/"
    pile = f"{desk}<slug:cohort_code>/<slug:activity_code>/<int:question_id>/"
    here = f"/staff/marking/exams/2026-a/Q1/{world.essay.question_id}/"
    none, late = "/staff/marking/exams/2026-a/Q1/987654/", "/staff/marking/exams/late/"
    marks, reason = "enter_grade", {"reason": "Power cut."}
    return [
        Door(desk, marks, "/staff/marking/exams/", own_only="list"),
        *(
            Door(
                f"{desk}<slug:cohort_code>/<slug:code>/{end}/",
                marks,
                f"/{desk}2026-a/Q1/{end}/",
                method,
                missing=f"/{desk}2026-x/Q1/{end}/",
                own_only="object",
            )
            for end, method in (("marks", "get"), ("release", "post"))
        ),
        Door(
            f"{desk}<slug:cohort_code>/<slug:code>/sittings/<int:attempt_id>/",
            marks,
            f"/{desk}2026-a/Q1/sittings/{world.essay.attempt_id}/",
            missing=f"/{desk}2026-x/Q1/sittings/{world.essay.attempt_id}/",
            own_only="object",
        ),
        Door(
            f"{desk}<slug:cohort_code>/<slug:code>/correct/<int:attempt_id>/",
            marks,
            f"/{desk}2026-a/Q1/correct/{world.essay.attempt_id}/",
            "post",
            missing=f"/{desk}2026-x/Q1/correct/{world.essay.attempt_id}/",
            own_only="object",
        ),
        Door(pile, marks, here, missing=none, own_only="object"),
        Door(
            f"{pile}<int:item_id>/", marks, f"{here}{world.essay.pk}/", missing=f"{none}1/", own_only="object"
        ),
        Door(f"{desk}late/", marks, late, own_only="list"),
        Door(
            f"{desk}late/<int:late_id>/accept/",
            marks,
            f"{late}{world.late.pk}/accept/",
            "post",
            reason,
            f"{late}987654/accept/",
            own_only="object",
        ),
    ]


def _internship(world) -> list[Door]:
    """The learner's pages, and those of the supervisor behind a personal link."""
    route, own = "learn/internship/", "/learn/internship/"
    one, here, none = f"{route}<int:placement_id>/", f"{own}{world.placement.pk}/", f"{own}987654/"
    entry, gone = f"{own}hours/{world.entry.pk}/", f"{own}hours/987654/"
    link, desk = "supervisor/<str:token>/", f"/supervisor/{SUPERVISOR_TOKEN}/"
    pages = ("proposal/", "agreement/", "plan/", "midpoint/", "unsafe/")
    of_supervisor = ("", "evaluation/", "check/", "receipt/", "new-link/")
    return [
        *(Door(route + end, "place", own + end) for end in ("", "offers/", "propose/", "viva/", "hours/")),
        *(Door(one + end, "own", here + end, missing=none + end) for end in pages),
        Door(f"{one}withdraw/", "own", f"{here}withdraw/", "post", missing=f"{none}withdraw/"),
        Door(
            f"{one}agreement/<int:number>.pdf",
            "own",
            f"{here}agreement/1.pdf",
            missing=f"{here}agreement/7.pdf",
        ),
        Door(f"{route}hours/<int:entry_id>/", "own", entry, missing=gone),
        Door(
            f"{route}hours/<int:entry_id>/withdraw/",
            "own",
            f"{entry}withdraw/",
            "post",
            missing=f"{gone}withdraw/",
        ),
        Door(
            f"{route}hours/<int:entry_id>/evidence/", "own", f"{entry}evidence/", missing=f"{gone}evidence/"
        ),
        *(Door(link + end, "public", desk + end) for end in of_supervisor),
        Door(f"{link}agreement/<int:number>.pdf", "public", f"{desk}agreement/1.pdf"),
    ]


def _internships(world) -> list[Door]:
    """Whoever has the table's M teaches nobody in this world."""
    desk, at = "staff/internships/", "/staff/internships/"
    one, here, none = f"{desk}<int:placement_id>/", f"{at}{world.placement.pk}/", f"{at}987654/"
    host, its, other = (
        f"{desk}hosts/<int:host_id>/",
        f"{at}hosts/{world.placement.host_id}/",
        f"{at}hosts/987654/",
    )
    reads, decides, marks = "read_logbook", "grant_extension", "enter_grade"
    signed = f"signed/{world.signature.pk}/"
    slots, of, nowhere = f"{desk}vivas/of/<slug:code>/", f"{at}vivas/of/2026-a/", f"{at}vivas/of/2026-x/"
    viva, held, unknown = f"{desk}vivas/<int:viva_id>/", f"{at}vivas/{world.viva.pk}/", f"{at}vivas/987654/"
    offer = world.placement.offer_id
    mine = {"own_only": "object"}
    return [
        *(Door(desk + end, reads, at + end, own_only="list") for end in ("", "report/", "hosts/", "vivas/")),
        Door(f"{desk}hosts/new/", decides, f"{at}hosts/new/", **mine),
        Door(host, decides, its, missing=other, **mine),
        Door(f"{host}merge/", decides, f"{its}merge/", "post", missing=f"{other}merge/", **mine),
        Door(f"{host}offers/", decides, f"{its}offers/", "post", missing=f"{other}offers/", **mine),
        Door(
            f"{host}offers/<int:offer_id>/close/", decides, f"{its}offers/{offer}/close/", "post",
            missing=f"{its}offers/987654/close/", **mine,
        ),
        Door(one, reads, here, missing=none, **mine),
        Door(f"{one}agreement/<int:number>.pdf", reads, f"{here}agreement/1.pdf", missing=f"{none}agreement/1.pdf", **mine),
        Door(f"{one}signed/<int:signature_id>/", reads, here + signed, missing=none + signed, **mine),
        Door(
            f"{one}hours/<int:entry_id>/", reads, f"{here}hours/{world.entry.pk}/", missing=f"{here}hours/987654/", **mine
        ),
        Door(f"{one}<slug:step>/", decides, f"{here}interrupt/", "post", {"interrupt-reason": "Illness."}, f"{none}interrupt/", **mine),
        Door(slots, reads, of, missing=nowhere),
        Door(f"{slots}<int:slot_id>/withdraw/", decides, f"{of}{world.viva.slot_id}/withdraw/", "post", missing=f"{of}987654/withdraw/"),
        Door(f"{desk}vivas/mine/", marks, f"{at}vivas/mine/", own_only="list"),
        Door(viva, marks, held, missing=unknown, **mine),
        Door(f"{viva}release/", marks, f"{held}release/", "post", missing=f"{unknown}release/", **mine),
        Door(f"{viva}portfolio/", marks, f"{held}portfolio/", missing=f"{unknown}portfolio/", **mine),
        Door(f"{viva}portfolio/<int:file_id>/", marks, f"{held}portfolio/1/", missing=f"{unknown}portfolio/1/", **mine),
        Door(
            f"{viva}internship/<int:placement_id>/", marks, f"{held}internship/{world.placement.pk}/",
            missing=f"{unknown}internship/{world.placement.pk}/", **mine,
        ),
    ]  # fmt: skip


AREAS = {
    "public": _public,
    "knowledge": _knowledge,
    "learners": _learners,
    "quiz": _quiz,
    "work": _work,
    "peer_reviews": _peer_reviews,
    "observed": _observed,
    "tasks": _tasks,
    "staff": _staff,
    "award": _award,
    "exits": _exits,
    "marking": _marking,
    "applying": _applying,
    "admissions": _admissions,
    "people": _people,
    "team": _team,
    "accounts": _accounts,
    "dates": _dates,
    "cohorts": _cohorts,
    "records": _records,
    "gradebook": _gradebook,
    "reading": _reading,
    "keys": _keys,
    "health": _health,
    "integrity": _integrity,
    "internship": _internship,
    "internships": _internships,
    "answers": _answers,
    "assessments": _assessments,
    "privacy": _privacy,
}
"""The table in parts, so that the parts are asked side by side."""


def doors(world) -> list[Door]:
    return [door for doors_of in AREAS.values() for door in doors_of(world)]
