"""The table of all addresses: what each is for in the role table, and who therefore meets which answer."""

from dataclasses import dataclass, field

from django.urls import URLPattern, get_resolver

from cms.accounts.roles import ACTIONS, Grant, Role

# Wagtail's, allauth's and Django's own places. The last one gives pages of the site to everybody.
NOT_OURS = ("admin/", "account/", "documents/", "^media/", "_util/", "^((?:")

ROLES = {"instructor": Role.INSTRUCTOR, "tutor": Role.TUTOR, "administrator": Role.ADMINISTRATOR}
ROLES |= {"registrar": Role.REGISTRAR, "superuser": Role.SUPERUSER}
PEOPLE = ("stranger", "visitor", "learner", "twin", *ROLES)
"""Nobody signed in, somebody without a place, a learner, a learner of another cohort, and each kind of staff."""

OPENED, SIGN_IN, REFUSED, ABSENT, NOT_ALLOWED = "opened", "sign in", "refused", "absent", "not allowed"


@dataclass(frozen=True)
class Door:
    """One address. `action` is a key of the role table, or public, place, own, answer, holder, staff or nobody."""

    route: str
    action: str
    address: str
    """A real one, with the objects of the learner of the cohort."""
    method: str = "get"
    data: dict = field(default_factory=dict)
    missing: str = ""
    """The same address of an object that does not exist."""

    def answer_to(self, person: str) -> str:
        if self.action == "nobody":
            return ABSENT
        if self.action == "public":
            return OPENED
        if person == "stranger":
            return SIGN_IN
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
        granted = ACTIONS[self.action].grants.get(ROLES[person])
        return OPENED if granted in (Grant.ALLOW, Grant.SECOND) else REFUSED


def kind_of_answer(response) -> str:
    if response.status_code == 302:
        return SIGN_IN if response["Location"].startswith("/account/login/") else OPENED
    return {200: OPENED, 422: OPENED, 403: REFUSED, 404: ABSENT, 405: NOT_ALLOWED}[response.status_code]


def our_routes() -> list[str]:
    return [route for route in _walk(get_resolver().url_patterns) if not route.startswith(NOT_OURS)]


def _walk(patterns, before: str = ""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _walk(pattern.url_patterns, route)


CODE = "^(?P<code>[A-Z][A-Z0-9-]{0,18})/"
QUIZ = "learn/<slug:code>/attempt/"
AWARD = "staff/awards/<slug:code>/<int:enrolment_id>/"


def doors(world) -> list[Door]:
    return [
        *_public(world),
        *_learners(world),
        *_quiz(world),
        *_staff(world),
        *_award(world),
        *_people(world),
    ]


def _public(world) -> list[Door]:
    serial, unknown = world.certificate.serial, world.unknown_serial
    return [
        Door("health/live", "public", "/health/live"),
        Door("health/ready", "public", "/health/ready"),
        Door("verify/", "public", "/verify/"),
        Door("verify/<str:serial>/", "public", f"/verify/{serial}/"),
        Door(
            "verify/<str:serial>/certificate.pdf",
            "holder",
            f"/verify/{serial}/certificate.pdf",
            missing=f"/verify/{unknown}/certificate.pdf",
        ),
    ]


def _learners(world) -> list[Door]:
    return [
        Door("learn/", "place", "/learn/"),
        Door("learn/programme/", "place", "/learn/programme/"),
        Door("learn/results/", "place", "/learn/results/"),
        Door("learn/^modules/(?P<code>[A-Z][A-Z0-9-]{0,18})/$", "place", "/learn/modules/M01/"),
        Door(f"learn/{CODE}$", "place", "/learn/M01-L01/", missing="/learn/M01-L77/"),
        Door(f"learn/{CODE}complete/$", "place", "/learn/M01-L01/complete/", "post"),
    ]


def _quiz(world) -> list[Door]:
    own, missing = "/learn/Q1/attempt/2/", "/learn/Q1/attempt/7/"
    answer = {"answer-1": "1", "sequence-1": "5"}
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


def _staff(world) -> list[Door]:
    board = "staff/awards/<slug:code>/"
    chosen = {"who": str(world.ready.pk)}
    return [
        Door("staff/", "staff", "/staff/"),
        Door("staff/design/", "nobody", "/staff/design/"),
        Door("staff/awards/", "check_eligibility", "/staff/awards/"),
        Door(board, "check_eligibility", "/staff/awards/2026-a/", missing="/staff/awards/2026-x/"),
        Door(f"{board}propose/", "issue_certificate", "/staff/awards/2026-a/propose/", "post", chosen),
        Door(f"{board}approve/", "issue_certificate", "/staff/awards/2026-a/approve/", "post", chosen),
    ]


def _award(world) -> list[Door]:
    holder = f"/staff/awards/2026-a/{world.learner.pk}/"
    proposed = f"/staff/awards/2026-a/{world.proposed.pk}/"
    doubted = f"/staff/awards/2026-a/{world.doubted.pk}/"
    none = "/staff/awards/2026-a/987654/"
    reason = {"revocation-reason": "The work was copied."}
    return [
        Door(AWARD, "check_eligibility", holder, missing=none),
        Door(
            f"{AWARD}decline/", "issue_certificate", f"{proposed}decline/", "post", {"decline-reason": "No."}
        ),
        Door(f"{AWARD}revocation/", "revoke_certificate", f"{holder}revocation/", "post", reason),
        Door(f"{AWARD}revocation/confirm/", "revoke_certificate", f"{doubted}revocation/confirm/", "post"),
        Door(f"{AWARD}certificate.pdf", "download_certificate", f"{holder}certificate.pdf"),
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
