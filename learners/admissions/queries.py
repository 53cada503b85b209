"""Reads of admissions: intakes, the pipeline, the balance, what one applicant sees."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Avg, Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.cohorts.models import Cohort
from learners.admissions.countries import Group, Region
from learners.admissions.models import Application, Intake, Review
from learners.admissions.scoring import WEIGHTS, WIDE_SPREAD, mean, spread, totals
from learners.enrolment.enrolling import places_left
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import TAKING_A_PLACE

State = Application.State
TO_READ = (State.SUBMITTED, State.UNDER_REVIEW, State.INTERVIEW)
_OFFERED = (State.ACCEPTED, State.OFFER_ACCEPTED)
ON_FILE_PERCENT = 20
"""Of the places of a cohort, at most, for people without a degree (specification 1.2)."""


def _has_a_place(path: str = "") -> Q:
    """Offered, or enrolled and not gone since. The path leads to the application; beside intakes it ends in “__”."""
    places = Enrolment.objects.filter(state__in=TAKING_A_PLACE)
    cohort = "cohort" if path else "intake__cohort"
    still_there = Exists(places.filter(user=OuterRef(f"{path}user"), cohort=OuterRef(cohort)))
    return Q(**{f"{path}state__in": _OFFERED}) | Q(still_there, **{f"{path}state": State.ENROLLED})


def open_intakes(*, at: datetime) -> QuerySet[Intake]:
    """The one that closes first is the first. One query."""
    intakes = Intake.objects.filter(opens_at__lte=at, closes_at__gt=at).select_related("cohort")
    return intakes.order_by("closes_at", "pk")


def open_intake(*, at: datetime) -> Intake | None:
    """The one that closes first of those that are open. One query."""
    return open_intakes(at=at).first()


def next_intake(*, at: datetime) -> Intake | None:
    """The one that opens next. One query."""
    return Intake.objects.filter(opens_at__gt=at).select_related("cohort").order_by("opens_at", "pk").first()


def applications_of(user) -> list[Application]:
    """Of this person, the latest first."""
    rows = Application.objects.filter(user=user).select_related("intake__cohort")
    return list(rows.order_by("-created_at", "-pk"))


def staff_intakes() -> QuerySet[Intake]:
    """All intakes with their counts, the latest first. One query."""
    sent = ~Q(applications__state=State.DRAFT)
    return (
        Intake.objects.select_related("cohort")
        .annotate(
            sent=Count("applications", filter=sent),
            to_read=Count("applications", filter=Q(applications__state__in=TO_READ)),
            with_a_place=Count("applications", filter=_has_a_place("applications__")),
        )
        .order_by("-closes_at", "-pk")
    )


def applications_to_read() -> int:
    return Application.objects.filter(state__in=TO_READ).count()


def has_intake(cohort: Cohort) -> bool:
    return Intake.objects.filter(cohort=cohort).exists()


def cohorts_without_intake(*, at: datetime) -> QuerySet[Cohort]:
    return Cohort.objects.filter(intake=None, starts_on__gt=at.date()).order_by("starts_on", "pk")


@dataclass(frozen=True)
class Tab:
    state: str
    label: str | Promise
    count: int


@dataclass(frozen=True)
class Line:
    """One application in the pipeline."""

    application: Application
    readers: int
    mean: Decimal | None
    spread: Decimal | None
    own: Review | None
    """What the person who looks has written. Without it the others' scores are not shown."""

    @property
    def wide(self) -> bool:
        return self.spread is not None and self.spread >= WIDE_SPREAD

    @property
    def scores_shown(self) -> bool:
        return self.own is not None or self.application.state not in TO_READ


@dataclass(frozen=True)
class Share:
    """One group of people: how many of it applied and got a place, against the wanted share."""

    label: str | Promise
    applied: int
    placed: int
    target: int | None
    """Per cent of the places."""
    wanted: int | None
    """Places that the target comes to."""

    @property
    def missing(self) -> int:
        return max((self.wanted or 0) - self.placed, 0)

    @property
    def beyond(self) -> int:
        return max(self.placed - self.wanted, 0) if self.wanted is not None else 0


@dataclass(frozen=True)
class Balance:
    title: str | Promise
    shares: list[Share]


def tabs(intake: Intake) -> list[Tab]:
    """Everything that was sent, then each state. One query."""
    rows = intake.applications.order_by().values_list("state").annotate(count=Count("pk"))
    counts = Counter(dict(rows))
    sent = sum(count for state, count in counts.items() if state != State.DRAFT)
    shown = [state for state in State if state != State.OFFER_ACCEPTED or counts[state]]
    return [Tab("", _("All sent"), sent), *(Tab(state.value, state.label, counts[state]) for state in shown)]


def pipeline(
    intake: Intake, *, viewer, state: str = "", find: str = "", order: str = "", **groups: str
) -> QuerySet[Application]:
    """Applications of the intake, first sent first or, with the order “score”, the best first. Drafts only when asked for."""
    rows = intake.applications.select_related("user").prefetch_related("reviews")
    rows = rows.filter(state=state) if state else rows.exclude(state=State.DRAFT)
    if find:
        rows = rows.filter(
            Q(reference__icontains=find)
            | Q(printed_name__icontains=find)
            | Q(user__email__icontains=find)
            | Q(organisation__icontains=find)
        )
    rows = rows.filter(**{name: value for name, value in groups.items() if value})
    if order == "score":
        return _best_first(rows, viewer)
    return rows.order_by("submitted_at", "pk")


def _best_first(rows: QuerySet[Application], viewer) -> QuerySet[Application]:
    """What the viewer has not scored yet comes last: its place would tell what others think."""
    given = sum((F(f"reviews__{name}") * weight for name, weight in WEIGHTS.items()), Value(0))
    own = Review.objects.filter(application=OuterRef("pk"), reader=viewer)
    # Readers with a conflict gave no scores, so the mean leaves them out.
    rows = rows.annotate(mean_score=Case(When(Exists(own), then=Avg(given))))
    return rows.order_by(F("mean_score").desc(nulls_last=True), "submitted_at", "pk")


def lines(applications: Iterable[Application], *, viewer) -> list[Line]:
    """Reads nothing more when the reviews were fetched with the applications."""
    made = []
    for application in applications:
        reviews = list(application.reviews.all())
        own = next((review for review in reviews if review.reader_id == viewer.pk), None)
        made.append(Line(application, len(totals(reviews)), mean(reviews), spread(reviews), own))
    return made


def next_to_read(intake: Intake, *, viewer, after: int = 0) -> Application | None:
    """The one that was sent first of those that this person has not scored."""
    rows = intake.applications.filter(state__in=TO_READ).exclude(reviews__reader=viewer).exclude(user=viewer)
    return rows.exclude(pk=after).order_by("submitted_at", "pk").first()


_PARTS = (
    ("region", _("Region"), Region),
    ("sector", _("Sector"), Application.Sector),
    ("country_group", _("Country group"), Group),
)


def balance(intake: Intake) -> list[Balance]:
    """By region, sector and country group. One query."""
    rows: list = list(
        intake.applications.exclude(state=State.DRAFT)
        .order_by()
        .values("region", "sector", "country_group")
        .annotate(count=Count("pk"), placed=Count("pk", filter=_has_a_place()))
    )
    return [
        Balance(title, [_share(intake, rows, name, choice) for choice in choices])
        for name, title, choices in _PARTS
    ]


def _share(intake: Intake, rows: list, name: str, choice) -> Share:
    inside = [row for row in rows if row[name] == choice.value]
    target = intake.targets.get(name, {}).get(choice.value)
    return Share(
        label=choice.label,
        applied=sum(row["count"] for row in inside),
        placed=sum(row["placed"] for row in inside),
        target=target,
        wanted=round(intake.cohort.capacity * target / 100) if target is not None else None,
    )


@dataclass(frozen=True)
class Places:
    capacity: int
    left: int

    @property
    def used(self) -> int:
        return self.capacity - self.left


def places(intake: Intake) -> Places:
    """Two queries."""
    return Places(intake.cohort.capacity, places_left(intake.cohort))


def is_full(intake: Intake) -> bool:
    """Whether all places are taken or held for offers: then whoever is suitable comes on the waiting list. Two queries."""
    return places(intake).left < 1


def on_file_places(intake: Intake) -> Places:
    """Of people without a degree: how many of the cohort there may be, and how many more. One query."""
    most = intake.cohort.capacity * ON_FILE_PERCENT // 100
    given = intake.applications.filter(_has_a_place(), degree=Application.Degree.ON_FILE).count()
    return Places(most, max(most - given, 0))


@dataclass(frozen=True)
class Reading:
    """Everything that the page of one application shows to a reader."""

    application: Application
    line: Line
    reviews: list[Review]
    """Only the own one until it is written."""
    hidden: int
    """How many scores of others wait for the own."""


def reading(application: Application, *, viewer) -> Reading:
    reviews = list(application.reviews.select_related("reader").order_by("at", "pk"))
    own = next((review for review in reviews if review.reader_id == viewer.pk), None)
    line = Line(application, len(totals(reviews)), mean(reviews), spread(reviews), own)
    shown = reviews if line.scores_shown else []
    return Reading(application, line, shown, len(reviews) - len(shown))


def overview(intake: Intake) -> dict:
    """What stands around the list of the pipeline. Five queries."""
    return {
        "tabs": tabs(intake),
        "places": places(intake),
        "on_file": on_file_places(intake),
        "balance": balance(intake),
    }
