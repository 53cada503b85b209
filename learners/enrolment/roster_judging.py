"""What each line of a file would do here: enrol somebody, change a profile, nothing, or nothing before it is corrected."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from courses.cohorts.models import Cohort
from learners.enrolment.models import Enrolment, LearnerProfile, RosterImport, RosterRow
from learners.enrolment.names import NotPrintable, tidy_name
from learners.enrolment.queries import TAKING_A_PLACE, places_elsewhere
from learners.enrolment.roster_checking import Checked, Problem, shown, tidy, visible
from learners.enrolment.roster_columns import FIELDS
from learners.enrolment.roster_tables import LONGEST_CELL

PROFILE_FIELDS = {
    "name": "printed_name",
    "country": "country",
    "organisation": "organisation",
    "time_zone": "time_zone",
}
Verdict = RosterRow.Verdict


@dataclass(frozen=True)
class Account:
    """What is known of one address. Nothing may be."""

    user: Any = None
    profile: LearnerProfile | None = None
    enrolment: Enrolment | None = None
    is_own: bool = False
    """Of the person who uploads."""
    elsewhere: str = ""
    """The code of the cohort of this programme in which the person studies."""
    teaches: bool = False
    """In this very cohort."""

    @property
    def is_verified(self) -> bool:
        return self.enrolment is not None and self.enrolment.identity_verified_at is not None

    @property
    def has_a_place(self) -> bool:
        return self.enrolment is not None and self.enrolment.state in TAKING_A_PLACE


def judge(roster: RosterImport, lines: Sequence[Checked]) -> list[RosterRow]:
    """The rows of some lines, not saved yet. Six queries, however many lines."""
    emails = {checked.values.get("email", "") for checked in lines} - {""}
    accounts = accounts_of(roster.cohort, emails)
    earlier = roster.rows.filter(email__in=emails).order_by("-line").values_list("email", "line")
    first_lines = dict(earlier)
    rows = []
    for checked in lines:
        email = checked.values.get("email", "")
        _note_repetition(checked, first_lines.get(email))
        if email:
            first_lines.setdefault(email, checked.line.number)
        account = accounts.get(email, Account())
        if account.user is not None and account.user.pk == roster.uploaded_by_id:
            account = replace(account, is_own=True)
        rows.append(_row(roster, checked, account))
    return rows


def accounts_of(cohort: Cohort, emails: set[str]) -> dict[str, Account]:
    """By address in lower case. Four queries."""
    people = get_user_model()._default_manager.annotate(folded=Lower("email")).filter(folded__in=emails)
    users = {user.email.lower(): user for user in people.select_related("profile").order_by("pk")}
    enrolments = Enrolment.objects.filter(cohort=cohort, user__in=[user.pk for user in users.values()])
    places = {enrolment.user_id: enrolment for enrolment in enrolments.order_by("pk")}
    elsewhere = places_elsewhere(cohort, list(users.values()))
    teachers = set(cohort.teaching_roles.filter(user__in=list(users.values())).values_list("user", flat=True))
    return {
        email: Account(
            user,
            getattr(user, "profile", None),
            places.get(user.pk),
            elsewhere=elsewhere[user.pk].cohort.code if user.pk in elsewhere else "",
            teaches=user.pk in teachers,
        )
        for email, user in users.items()
    }


def _note_repetition(checked: Checked, first: int | None) -> None:
    if first is not None and "email" not in checked.problems:
        says = _("“%(email)s” stands in line %(line)s already.")
        values = {"email": checked.values["email"], "line": first}
        checked.problems["email"] = Problem(
            str(FIELDS["email"]), says % values, _("Keep one of the two lines.")
        )


def _row(roster: RosterImport, checked: Checked, account: Account) -> RosterRow:
    _accept_what_stands(checked, account)
    changes = _changes(checked, account)
    _note_what_cannot_be(checked, account, changes)
    return RosterRow(
        roster=roster,
        line=checked.line.number,
        cells=[visible(cell[:LONGEST_CELL]) for cell in checked.line.cells],
        **{field: checked.values.get(field, "") for field in ("email", *PROFILE_FIELDS)},
        verdict=_verdict(checked, account, changes),
        problems=checked.as_json,
        changes=changes,
        enrolment=account.enrolment,
    )


def _verdict(checked: Checked, account: Account, changes: list[dict]) -> str:
    if checked.problems:
        return Verdict.BAD
    if changes and account.has_a_place:
        return Verdict.CHANGED
    if account.has_a_place or _stays_away(checked, account):
        return Verdict.KNOWN
    return Verdict.NEW


def _stays_away(checked: Checked, account: Account) -> bool:
    """Our own export says that this person withdrew, and so it is."""
    return account.enrolment is not None and _is_state_of(checked.values.get("state", ""), account.enrolment)


def _is_state_of(text: str, enrolment: Enrolment) -> bool:
    return text.casefold() in (enrolment.state, str(enrolment.get_state_display()).casefold())


def _accept_what_stands(checked: Checked, account: Account) -> None:
    """What the profile says already is no mistake, even if we would not take it today."""
    if account.profile is None:
        return
    raw = checked.raw
    for field, column in PROFILE_FIELDS.items():
        stored = getattr(account.profile, column)
        if field in checked.values and tidy(raw.get(field, "")) == tidy(stored):
            checked.problems.pop(field, None)
            checked.values[field] = stored


def _changes(checked: Checked, account: Account) -> list[dict]:
    """Of the profile of somebody who has one. An empty cell changes nothing."""
    if account.profile is None:
        return []
    found = []
    for field, column in PROFILE_FIELDS.items():
        old, new = getattr(account.profile, column), checked.values.get(field, "")
        if new and new != old and not _same_name(field, old, new):
            found.append({"field": field, "cell": str(FIELDS[field]), "old": old, "new": new})
    return found


def _same_name(field: str, old: str, new: str) -> bool:
    """Whether they differ only in what tidying takes away."""
    if field != "name":
        return False
    try:
        return tidy_name(old.strip()) == new
    except NotPrintable:
        return False


def _note_what_cannot_be(checked: Checked, account: Account, changes: list[dict]) -> None:
    if checked.problems:
        return
    for note in (_about_the_account, _about_other_places, _about_the_name, _about_the_state):
        problem = note(checked, account, changes)
        if problem:
            field, says, fix = problem
            checked.problems[field] = Problem(str(FIELDS[field]), says, fix)
            return


def _about_the_account(checked: Checked, account: Account, _changed) -> tuple[str, str, str] | None:
    if account.is_own and not account.has_a_place:
        return "email", _("Nobody enrols themselves."), _("Ask a colleague, and leave the row out.")
    if account.user is None or account.user.is_active:
        return None
    says = _("The account “%s” is closed.") % checked.values["email"]
    return "email", says, _("Open the account first, or leave the row out.")


def _about_other_places(checked: Checked, account: Account, _changed) -> tuple[str, str, str] | None:
    if account.has_a_place:
        return None
    if account.teaches:
        return "email", _("This person teaches in this cohort."), _("Leave the row out.")
    if account.elsewhere:
        says = _("This person studies in cohort %s.") % account.elsewhere
        return "email", says, _("Leave the row out. Move the person on the learner's record.")
    return None


def _about_the_name(checked: Checked, account: Account, changes) -> tuple[str, str, str] | None:
    if account.user is None and not checked.values.get("name"):
        return "name", _("The name is missing."), _("Enter the name as it will be printed.")
    if account.is_verified and any(change["field"] == "name" for change in changes):
        says = _("The identity was verified as “%s”.") % account.profile.printed_name  # type: ignore[union-attr]  # a change has one
        return "name", says, _("Write the verified name, or leave the cell empty.")
    return None


def _about_the_state(checked: Checked, account: Account, _changed) -> tuple[str, str, str] | None:
    """An import enrols. It never withdraws, interrupts or completes."""
    text = checked.values.get("state", "")
    if not text or (account.enrolment and _is_state_of(text, account.enrolment)):
        return None
    if _is_state_of(text, Enrolment(state=Enrolment.State.ACTIVE)) and not account.has_a_place:
        return None
    says = _("“%s” is not the state of this person here.") % shown(text)
    return "state", says, _("Leave the cell empty. States are changed one by one, with a reason.")
