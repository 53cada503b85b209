"""Who may do what: one table of roles and actions.

Legend of the grants: A allow; O own only; M assigned, own module or own cohort only; L only inside the signed link's object;
2 with a second person, neither the same nor the subject; B break-glass: reason, fresh second factor, log, notice to the registrar.
A role that a row does not name is denied. A person with two roles has the union, except on records of the own person.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import Group
from django.utils.timezone import now

from learners.audit.emergencies import open_emergencies_of


class Role(StrEnum):
    ANONYMOUS = "AN"
    APPLICANT = "AP"
    LEARNER = "LE"
    PEER_REVIEWER = "PR"
    SUPERVISOR = "IS"
    INSTRUCTOR = "IN"
    TUTOR = "TA"
    ADMINISTRATOR = "PA"
    REGISTRAR = "AU"
    SUPERUSER = "SU"
    VERIFIER = "TV"


class Grant(StrEnum):
    ALLOW = "A"
    OWN = "O"
    ASSIGNED = "M"
    LINK = "L"
    SECOND = "2"
    BREAK_GLASS = "B"


@dataclass(frozen=True)
class Action:
    number: int
    text: str
    grants: dict[Role, Grant]


def _action(number: int, text: str, **grants: str) -> Action:
    return Action(number, text, {Role(role): Grant(grant) for role, grant in grants.items()})


ACTIONS = {
    "open_public_page": _action(
        1,
        "open a public programme page",
        AN="A",
        AP="A",
        LE="A",
        PR="A",
        IS="A",
        IN="A",
        TA="A",
        PA="A",
        AU="A",
        SU="A",
        TV="A",
    ),
    "read_released_lesson": _action(
        2, "open a released lesson", LE="O", IN="M", TA="M", PA="A", AU="A", SU="A"
    ),
    "read_unreleased_lesson": _action(
        3, "open a lesson before its release date or prerequisite", IN="M", TA="M", PA="A", AU="A", SU="A"
    ),
    "see_draft": _action(
        4, "see draft, revision, compare, history, preview of a lesson", IN="M", AU="A", SU="A"
    ),
    "edit_lesson": _action(5, "edit a lesson", IN="M", SU="A"),
    "publish_with_open_attempts": _action(
        6, "publish a lesson or question change while attempts are open", IN="2", SU="B"
    ),
    "read_questions_before_attempt": _action(
        7, "read questions before the own attempt has started", IN="M", TA="M", AU="A", SU="B"
    ),
    "read_key_before_release": _action(
        8, "read key, rubric points or model answer before release", IN="M", TA="M", AU="A", SU="B"
    ),
    "take_own_attempt": _action(9, "start, autosave, submit the own attempt inside its window", LE="O"),
    "change_closed_answer": _action(
        10, "change an answer after submit or after the deadline without extension"
    ),
    "read_unreleased_grade": _action(11, "read an unreleased grade", IN="M", TA="M", AU="A", SU="B"),
    "read_released_grade": _action(
        12, "read a released grade", LE="O", IN="M", TA="M", PA="A", AU="A", SU="B"
    ),
    "read_submission": _action(
        13, "read a submission or answers", LE="O", PR="M", IN="M", TA="M", AU="A", SU="B"
    ),
    "see_anonymous_author": _action(
        14, "see who stands behind an anonymous submission before release", PA="A", AU="A", SU="B"
    ),
    "see_reviewer": _action(
        15, "see who wrote a peer review", PR="O", IN="M", TA="M", PA="A", AU="A", SU="B"
    ),
    "write_peer_review": _action(16, "write or change a peer review (assigned, before its deadline)", PR="M"),
    "enter_grade": _action(17, "enter or change an unreleased grade", IN="M", TA="M"),
    "change_released_grade": _action(18, "change a released grade (regrade, appeal)", IN="2", AU="2"),
    "grant_extension": _action(19, "grant an extension or extra time", IN="M", PA="A", SU="B"),
    "read_accommodation_reason": _action(
        20, "read the reason of an accommodation (health data)", LE="O", PA="A", SU="B"
    ),
    "see_cohort_names": _action(21, "see names of a cohort", LE="M", IN="M", TA="M", PA="A", AU="A", SU="A"),
    "read_contact_data": _action(
        22, "read e-mail, phone, employer of a person", AP="O", LE="O", IS="L", IN="M", PA="A", AU="A", SU="B"
    ),
    "read_private_message": _action(23, "read a private message between two others", AU="B", SU="B"),
    "moderate_post": _action(24, "edit or delete a forum post of another", IN="M", TA="M", PA="A", SU="A"),
    "submit_placement_evaluation": _action(
        25, "submit or change an internship evaluation before it is locked", IS="L"
    ),
    "read_logbook": _action(26, "read an internship logbook", LE="O", IS="L", IN="M", PA="A", AU="A", SU="B"),
    "read_application": _action(27, "read an application", AP="O", PA="A", AU="A", SU="B"),
    "decide_application": _action(28, "decide an application", PA="A"),
    "enrol_learner": _action(29, "enrol or withdraw a learner", PA="A", SU="B"),
    "check_eligibility": _action(30, "run the eligibility check for awards", PA="A", AU="A"),
    "issue_certificate": _action(31, "issue (sign) a certificate", PA="2", AU="2"),
    "revoke_certificate": _action(32, "revoke, reissue, correct the name on a certificate", PA="2", AU="2"),
    "download_certificate": _action(
        33, "download a certificate PDF or credential file", LE="O", PA="A", AU="A", SU="B", TV="L"
    ),
    "verify_credential": _action(
        34,
        "verify one credential by its unguessable code",
        AN="A",
        AP="A",
        LE="A",
        PR="A",
        IS="A",
        IN="A",
        TA="A",
        PA="A",
        AU="A",
        SU="A",
        TV="A",
    ),
    "list_credentials": _action(35, "list or search credentials", PA="A", AU="A", SU="B"),
    "export_own_data": _action(
        36,
        "export the own personal data",
        AP="O",
        LE="O",
        PR="O",
        IS="L",
        IN="O",
        TA="O",
        PA="O",
        AU="O",
        SU="O",
    ),
    "export_cohort_data": _action(37, "export cohort data (CSV, XLSX)", IN="M", PA="A", AU="A", SU="B"),
    "ask_for_erasure": _action(
        38,
        "ask for erasure of the own account",
        AP="O",
        LE="O",
        PR="O",
        IS="L",
        IN="O",
        TA="O",
        PA="O",
        AU="O",
        SU="O",
    ),
    "erase_person": _action(39, "carry out erasure (award record kept)", PA="2", AU="2"),
    "act_as_user": _action(40, "log in as another user (banner, no submit, no grade, no sign)", SU="B"),
    "read_audit_log": _action(41, "read the audit log", LE="O", AU="A", SU="A"),
    "change_audit_log": _action(42, "change or delete an audit entry"),
    "import_package": _action(43, "import a course package or question bank", IN="M", SU="A"),
    "give_role": _action(44, "give or take roles below the own one, never to oneself", PA="A", SU="2"),
    "change_settings": _action(45, "change site settings, keys, mail templates", SU="A"),
    "fetch_upload": _action(
        46,
        "fetch an uploaded file or rendition by its direct URL",
        AP="O",
        LE="O",
        PR="M",
        IS="L",
        IN="M",
        TA="M",
        AU="A",
        SU="B",
    ),
    "change_state_by_get": _action(47, "cause any state change by GET, HEAD or OPTIONS"),
}

# The roles that are given to a person, each as a group. The others follow from what a person is to an object.
GROUPS = {
    Role.INSTRUCTOR: "Instructors",
    Role.TUTOR: "Tutors",
    Role.ADMINISTRATOR: "Programme administrators",
    Role.REGISTRAR: "Registrars",
}
_ROLE_OF_GROUP = {name: role for role, name in GROUPS.items()}


def roles_of(user) -> frozenset[Role]:
    """The roles that were given to the person. Costs one query a request, none for people without a staff role."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if not hasattr(user, "_campus_roles"):
        names = user.groups.values_list("name", flat=True) if user.is_staff else ()
        roles = {_ROLE_OF_GROUP[name] for name in names if name in _ROLE_OF_GROUP}
        user._campus_roles = frozenset(roles | ({Role.SUPERUSER} if user.is_superuser else set()))
    return user._campus_roles


def grants_of(user, action: str) -> frozenset[Grant]:
    """What the table grants to the person's staff roles for this action."""
    granted = ACTIONS[action].grants
    return frozenset(granted[role] for role in roles_of(user) if role in granted)


def may(user, action: str) -> bool:
    """Whether a staff role allows it outright, with the second person whom the rule itself demands, or in an emergency."""
    granted = grants_of(user, action)
    if granted & {Grant.ALLOW, Grant.SECOND}:
        return True
    return Grant.BREAK_GLASS in granted and action in _taken_in_emergency(user)


def _taken_in_emergency(user) -> frozenset[str]:
    """One query a request, and only for those whom the table lets break the glass."""
    if not hasattr(user, "_campus_emergencies"):
        taken = open_emergencies_of(user, at=now()).values_list("action", flat=True)
        user._campus_emergencies = frozenset(taken)
    return user._campus_emergencies


def is_staff_member(user) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_staff)


def give_role(user, role: Role) -> None:
    """Put the person into the role's group. It holds from the next request on."""
    user.groups.add(Group.objects.get(name=GROUPS[role]))
    type(user).objects.filter(pk=user.pk).update(is_staff=True)


def take_role(user, role: Role) -> None:
    """Out of the role's group, and no longer staff when it was the last role. It holds from the next request on."""
    user.groups.remove(Group.objects.get(name=GROUPS[role]))
    if not user.is_superuser and not user.groups.filter(name__in=GROUPS.values()).exists():
        type(user).objects.filter(pk=user.pk).update(is_staff=False)
