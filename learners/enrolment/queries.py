"""Whose enrolment it is, who is in a cohort, and what a file of people would do."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courses.cohorts.models import Cohort
from courses.editions.models import Edition
from learners.enrolment.models import CohortMove, Enrolment, Extension, HeldPlace, RosterImport, RosterRow
from learners.events.models import Delivery, LearningEvent

OPEN_STATES = (Enrolment.State.ACTIVE, Enrolment.State.COMPLETED)
UNFINISHED = (Enrolment.State.ACTIVE, Enrolment.State.INTERRUPTED)
TAKING_A_PLACE = (Enrolment.State.ACTIVE, Enrolment.State.INTERRUPTED, Enrolment.State.COMPLETED)


def current_enrolment(user) -> Enrolment | None:
    """The learner's latest enrolment that may still be entered, with its cohort. One query."""
    places = Enrolment.objects.filter(user=user, state__in=OPEN_STATES).select_related("cohort")
    enrolment = places.order_by("-enrolled_at", "-pk").first()
    if enrolment is not None:
        enrolment.user = user  # read already for the session; a join would read it again
    return enrolment


def last_enrolment(user) -> Enrolment | None:
    """The latest enrolment, also of somebody who has left. One query."""
    places = Enrolment.objects.filter(user=user).select_related("cohort")
    return places.order_by("-enrolled_at", "-pk").first()


def extensions_of(enrolment: Enrolment) -> list[Extension]:
    """What was asked and granted, the latest first."""
    return list(enrolment.extensions.select_related("activity", "decided_by").order_by("-asked_at", "-pk"))


def taken_places() -> tuple[dict[int, int], dict[int, int]]:
    """For each cohort: how many learners have a place, and how many places are held for offers. Two queries."""
    taken = Enrolment.objects.filter(state__in=TAKING_A_PLACE).values_list("cohort").order_by("cohort")
    held = HeldPlace.objects.values_list("cohort").order_by("cohort")
    return dict(taken.annotate(count=Count("pk"))), dict(held.annotate(count=Count("pk")))


def has_or_is_offered_a_place(user, cohort: Cohort) -> bool:
    places = Enrolment.objects.filter(cohort=cohort, user=user, state__in=TAKING_A_PLACE)
    return places.exists() or HeldPlace.objects.filter(cohort=cohort, user=user).exists()


def places_elsewhere(cohort: Cohort, users: Collection) -> dict[int, Enrolment]:
    """By user: the unfinished place in another cohort of the same programme, with its cohort. One query."""
    programme = Edition.objects.filter(pk=cohort.edition_id).values("programme")
    places = Enrolment.objects.filter(user__in=users, state__in=UNFINISHED).exclude(cohort=cohort)
    places = places.filter(cohort__edition__programme__in=programme).select_related("cohort")
    return {place.user_id: place for place in places.order_by("pk")}


def extensions_in_force() -> QuerySet[Extension]:
    """Granted, the first granted first. More time for all work of a cohort ends when the learner defers: the later dates replace it."""
    deferred = CohortMove.objects.filter(
        enrolment=OuterRef("enrolment"), kind=CohortMove.Kind.DEFERRAL, moved_at__gte=OuterRef("decided_at")
    )
    granted = Extension.objects.filter(state=Extension.State.GRANTED)
    granted = granted.exclude(Q(kind=Extension.Kind.PLAN) & Exists(deferred))
    return granted.order_by("decided_at", "pk")


def resits_of(enrolment: Enrolment) -> list[Extension]:
    """What was opened again, the first due first. One query."""
    resits = Extension.objects.filter(enrolment=enrolment, kind=Extension.Kind.RESIT)
    return list(resits.order_by("new_due_at", "pk"))


def studying(cohort: Cohort) -> int:
    """How many learners of the cohort study now."""
    return Enrolment.objects.filter(cohort=cohort, state=Enrolment.State.ACTIVE).count()


def team_history(cohort: Cohort) -> QuerySet[LearningEvent]:
    """Who came into the cohort's team and whose role ended, the latest first."""
    events = LearningEvent.objects.filter(verb__in=("team.joined", "team.left"), data__cohort=cohort.pk)
    return events.select_related("by").order_by("-at", "-pk")


def people_of(cohort: Cohort, *, name: str = "", state: str = "") -> QuerySet[Enrolment]:
    """Who has or had a place, by name; each with the account and the profile."""
    people = Enrolment.objects.filter(cohort=cohort).select_related("user__profile")
    if name:
        people = people.filter(Q(user__name__icontains=name) | Q(user__profile__printed_name__icontains=name))
    if state:
        people = people.filter(state=state)
    return people.order_by("user__name", "pk")


def enrolling_cohorts() -> QuerySet[Cohort]:
    """The latest cohorts first, each with the number of its people."""
    return Cohort.objects.annotate(people=Count("enrolments")).order_by("-starts_on", "-pk")


def open_rosters_of(cohort: Cohort) -> QuerySet[RosterImport]:
    """Files that somebody has not brought to an end."""
    states = (RosterImport.State.READING, RosterImport.State.READY, RosterImport.State.IMPORTING)
    rosters = RosterImport.objects.filter(cohort=cohort, state__in=states)
    return rosters.select_related("uploaded_by").order_by("-uploaded_at", "-pk")


@dataclass(frozen=True)
class RosterCounts:
    """How many rows of each verdict, and how far the import is."""

    new: int
    changed: int
    known: int
    bad: int
    left: int
    done: int
    refused: int
    """By the import. They do not count as new or changed any more."""

    @property
    def valid(self) -> int:
        """What the import takes."""
        return self.new + self.changed + self.refused

    @property
    def not_imported(self) -> int:
        return self.bad + self.refused

    @property
    def all(self) -> int:
        return self.valid + self.known + self.bad + self.left


def counts_of(roster: RosterImport) -> RosterCounts:
    """One query, however many rows."""
    refused = Q(state=RosterRow.State.REFUSED)
    by_verdict = {
        verdict: Count("pk", filter=Q(verdict=verdict) & ~refused) for verdict in RosterRow.Verdict.values
    }
    by_state = {state: Count("pk", filter=Q(state=state)) for state in ("done", "refused")}
    return RosterCounts(**roster.rows.aggregate(**by_verdict, **by_state))


@dataclass(frozen=True)
class MailCounts:
    """How many of an import's mails have gone out. They leave one after another, in the background."""

    all: int
    sent: int
    failed: int

    @property
    def waiting(self) -> int:
        return self.all - self.sent - self.failed


def mails_of(roster: RosterImport) -> MailCounts:
    """One query, however many rows."""
    enrolled = roster.rows.filter(state=RosterRow.State.DONE).values("enrolment")
    mails = Delivery.objects.filter(
        event__verb="enrolment.made", event__enrolment__in=enrolled, event__at__gte=roster.confirmed_at
    )
    done, parked = Q(state=Delivery.State.DONE), Q(state=Delivery.State.PARKED)
    return MailCounts(
        **mails.aggregate(all=Count("pk"), sent=Count("pk", filter=done), failed=Count("pk", filter=parked))
    )


def rows_of(roster: RosterImport, show: str) -> QuerySet[RosterRow]:
    """The rows of one verdict, or those that the import refused, in the order of the file."""
    rows = roster.rows.select_related("enrolment__user")
    if show == RosterRow.State.REFUSED:
        return rows.filter(state=show).order_by("line", "pk")
    return rows.filter(verdict=show).exclude(state=RosterRow.State.REFUSED).order_by("line", "pk")


def enrolments_in(cohort_ids: Collection[int] | None) -> QuerySet[Enrolment]:
    """Of these cohorts, or of all for None, by name."""
    places = Enrolment.objects.select_related("user", "cohort")
    if cohort_ids is not None:
        places = places.filter(cohort__in=cohort_ids)
    return places.order_by("user__name", "pk")


def matching(
    places: QuerySet[Enrolment], *, name: str = "", cohort: str = "", by_address: bool = False
) -> QuerySet[Enrolment]:
    """by_address: for those who may read addresses. Whoever finds people by a part of one has read it."""
    if cohort:
        places = places.filter(cohort__code=cohort)
    if name:
        found = Q(user__name__icontains=name)
        places = places.filter(found | Q(user__email__icontains=name) if by_address else found)
    return places


def waiting_requests(cohort_ids: Collection[int] | None) -> list[Extension]:
    """Requests for more time that nobody has decided, the oldest first."""
    waiting = Extension.objects.filter(state=Extension.State.WAITING)
    if cohort_ids is not None:
        waiting = waiting.filter(enrolment__cohort__in=cohort_ids)
    return list(
        waiting.select_related("enrolment__user", "enrolment__cohort", "activity").order_by("asked_at", "pk")
    )
