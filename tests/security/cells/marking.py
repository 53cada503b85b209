"""Rows 11 to 19 of the role table: marks, submissions, peer reviews, more time."""

from learners.attempts.models import KeyCorrection
from learners.enrolment.models import Extension
from learners.peerreviews.models import PeerReview
from learners.submissions.models import Correction, Mark
from tests.cms.staff.marking.pages import judged, levels
from tests.security.cells.stage import ADVICE, RELEASED, REVIEW, UNRELEASED, WORK_TEXT
from tests.security.cells.trying import NOBODY, PAIRS, Pair, way

DESK = "/staff/marking/work/{}/".format
NO_WORK = "/staff/marking/work/AAAAAAAA/"
BOOK, RECORD = "/staff/gradebook/2026-a/", "/staff/learners/{}/".format
SHOWN_MARK = "Ask the people who use it."


@way("read_unreleased_grade", "IN TA")
def mark_at_the_desk(stage, person):
    return person.reads(DESK(stage.work.code), ADVICE, missing=NO_WORK)


@way("read_unreleased_grade", "IN TA AU SU", rights="read_released_grade")
def gradebook(stage, person):
    return person.reads(BOOK, UNRELEASED)


@way("read_unreleased_grade", "IN TA AU SU", rights="read_released_grade")
def record(stage, person):
    return person.reads(RECORD(stage.world.learner.pk), UNRELEASED, missing=RECORD(987654))


@way("read_unreleased_grade", "IN AU SU", rights="export_cohort_data")
def gradebook_file(stage, person):
    return person.sees(f"{BOOK}export/csv/", {}, UNRELEASED)


@way("read_unreleased_grade", NOBODY)
def learners_results(stage, person):
    return person.reads("/learn/results/", UNRELEASED)


@way("read_unreleased_grade", NOBODY)
def learners_map(stage, person):
    return person.reads("/learn/programme/", UNRELEASED)


@way("read_unreleased_grade", NOBODY)
def learners_feedback(stage, person):
    return person.reads("/learn/AS2/work/feedback/", ADVICE, UNRELEASED)


@way("read_unreleased_grade", NOBODY)
def learners_work(stage, person):
    return person.reads("/learn/AS2/", ADVICE, UNRELEASED)


@way("read_unreleased_grade", NOBODY)
def transcript(stage, person):
    return person.reads("/learn/transcript/", UNRELEASED)


@way("read_unreleased_grade", NOBODY)
def own_data(stage, person):
    """The copy that the learner takes along."""
    return person.takes_along(stage.world.learner, ADVICE, UNRELEASED)


@way("read_released_grade", "LE")
def copy_of_the_own_data(stage, person):
    return person.takes_along(stage.world.learner, SHOWN_MARK)


@way("read_released_grade", "LE")
def results(stage, person):
    return person.reads("/learn/results/", RELEASED)


@way("read_released_grade", "LE")
def feedback(stage, person):
    return person.reads("/learn/AS1/work/feedback/", SHOWN_MARK)


@way("read_released_grade", "IN TA PA AU SU")
def gradebook_of_all(stage, person):
    return person.reads(BOOK, RELEASED)


@way("read_released_grade", "IN TA PA AU SU")
def record_of_one(stage, person):
    return person.reads(RECORD(stage.world.learner.pk), RELEASED)


@way("read_submission", "LE")
def receipt(stage, person):
    return person.reads("/learn/AS2/work/receipt/1/", WORK_TEXT, missing="/learn/AS2/work/receipt/7/")


@way("read_submission", "PR")
def peers_page(stage, person):
    own = "/learn/AS3/reviews/{}/".format
    return person.reads(
        own(stage.review.code), "The portal failed because nobody asked", missing=own("AAAAAAAA")
    )


@way("read_submission", "IN TA")
def marking_desk(stage, person):
    return person.reads(DESK(stage.work.code), WORK_TEXT, missing=NO_WORK)


@way("read_submission", "AU SU")
def dossier(stage, person):
    return person.fetches(f"/staff/awards/2026-a/{stage.world.learner.pk}/dossier.zip")


def _names(stage, person) -> tuple[str, ...]:
    """The own name stands on every page."""
    author = stage.world.learner.user
    return () if person.user == author else (author.name, author.email)


@way("see_anonymous_author", NOBODY)
def desk_of_the_work(stage, person):
    return person.reads(DESK(stage.work.code), *_names(stage, person))


@way("see_anonymous_author", NOBODY)
def queue(stage, person):
    return person.reads("/staff/marking/", *_names(stage, person))


@way("see_anonymous_author", NOBODY)
def marks_of_the_work(stage, person):
    return person.reads("/staff/marking/2026-a/AS2/", *_names(stage, person))


@way("see_anonymous_author", "AU SU", rights="read_submission")
def case_about_the_work(stage, person):
    return person.reads(f"/staff/integrity/{stage.case.pk}/", *_names(stage, person))


@way("see_anonymous_author", NOBODY)
def file_of_the_work(stage, person):
    """Its name, and what stands in it."""
    file = stage.work.files.get()
    response = person.browser.get(f"{DESK(stage.work.code)}files/{file.pk}/")
    told = f"{response.headers} {response.getvalue()!r}"
    return "done" if any(name in told for name in _names(stage, person)) else "refused"


def _reviewer(stage, person) -> tuple[str, ...]:
    reviewer = stage.world.ready.user
    return () if person.user == reviewer else (reviewer.name, reviewer.email)


def _send(stage) -> None:
    PeerReview.objects.filter(pk=stage.review.pk).update(sent_at=stage.review.saved_at)
    type(stage.review.round).objects.filter(pk=stage.review.round_id).update(
        released_at=stage.review.saved_at
    )


@way("see_reviewer", "PR")
def own_review(stage, person):
    own = "/learn/AS3/reviews/{}/".format
    return person.reads(own(stage.review.code), REVIEW, missing=own("AAAAAAAA"))


@way("see_reviewer", NOBODY)
def reviews_received(stage, person):
    _send(stage)
    return person.reads("/learn/AS3/reviews/received/", *_reviewer(stage, person))


@way("see_reviewer", NOBODY)
def authors_own_data(stage, person):
    _send(stage)
    return person.takes_along(stage.world.learner, *_reviewer(stage, person))


@way("see_reviewer", NOBODY)
def reviews_at_the_desk(stage, person):
    _send(stage)
    return person.reads("/staff/marking/2026-a/AS3/reviews/", *_reviewer(stage, person))


@way("see_reviewer", NOBODY)
def reviewed_work_at_the_desk(stage, person):
    _send(stage)
    return person.reads(DESK(stage.review.submission.work.code), *_reviewer(stage, person))


def _written(stage):
    return PeerReview.objects.values_list("points", "strength", "change", "sequence").get(pk=stage.review.pk)


def _page_of(stage) -> dict:
    return levels(90, 60, 75) | {"strength": "Clear.", "change": "Name an owner.", "sequence": "9"}


@way("write_peer_review", "PR")
def save_review(stage, person):
    own = "/learn/AS3/reviews/{}/".format
    return person.changes(
        own(stage.review.code), _page_of(stage), lambda: _written(stage), missing=own("AAAAAAAA")
    )


@way("write_peer_review", "PR")
def send_review(stage, person):
    data = _page_of(stage) | {"deed": "send"}
    return person.changes(f"/learn/AS3/reviews/{stage.review.code}/", data, lambda: _written(stage))


@way("write_peer_review", NOBODY)
def after_the_deadline(stage, person):
    """Not even the reviewer who has sent it."""
    _send(stage)
    PeerReview.objects.filter(pk=stage.review.pk).update(due_at=stage.review.saved_at)
    return person.changes(
        f"/learn/AS3/reviews/{stage.review.code}/", _page_of(stage), lambda: _written(stage)
    )


@way("write_peer_review", NOBODY)
def at_the_tutors_desk(stage, person):
    address = f"/staff/marking/review/{stage.review.code}/"
    return person.changes(address, _page_of(stage), lambda: _written(stage))


def _judged(stage, code: str):
    return list(Mark.objects.filter(work__code=code).values_list("points", "next_step", "completed_at"))


@way("enter_grade", "IN TA")
def mark(stage, person):
    code = stage.unmarked.code
    person.sends(f"{DESK(code)}take/")
    return person.changes(f"{DESK(code)}save/", judged(90, 60, 75, 40), lambda: _judged(stage, code))


@way("enter_grade", NOBODY)
def mark_of_a_colleague(stage, person):
    code = stage.work.code
    return person.changes(f"{DESK(code)}save/", judged(0, 0, 0, 0, sequence=1), lambda: _judged(stage, code))


@way("enter_grade", "IN TA")
def points_of_an_answer(stage, person):
    essay = stage.world.essay
    address = f"/staff/marking/exams/2026-a/Q1/{essay.question_id}/{essay.pk}/"
    page = person.browser.get(address)
    seen = page.getvalue().decode().partition('name="seen" value="')[2].partition('"')[0]
    data = {"points": "0.5", "feedback": "Half.", "seen": seen}
    return person.changes(address, data, lambda: type(essay).objects.get(pk=essay.pk).points)


def _corrections(stage):
    return Correction.objects.filter(work=stage.world.work)


PAIRS["change_released_grade"].append(
    Pair(
        propose=lambda stage, person: person.sends(
            f"{DESK(stage.world.work.code)}correction/", {"mark": "77", "reason": "Added up wrongly."}
        ),
        approve=lambda stage, person: person.sends(
            f"{DESK(stage.world.work.code)}correction/decide/", {"deed": "confirm"}
        ),
        is_proposed=lambda stage: _corrections(stage).exists(),
        is_done=lambda stage: _corrections(stage).filter(confirmed=True).exists(),
        subject=lambda stage: stage.world.learner.user,
    )
)


def _correction(stage):
    return KeyCorrection.objects.exclude(pk=stage.world.correction.pk).last()


def _propose_key(stage, person):
    asked = stage.world.learner.attempts.get(number=1).items.order_by("order")[1].question
    told = {"cohort": "2026-a", "code": asked.code, "how": "full", "reason": "Two options are right."}
    person.sends("/staff/keys/new/", told)


def _confirm_key(stage, person):
    person.sends(f"/staff/keys/{_correction(stage).pk}/confirm/")


PAIRS["change_released_grade"].append(
    Pair(
        propose=_propose_key,
        approve=_confirm_key,
        is_proposed=lambda stage: _correction(stage) is not None,
        is_done=lambda stage: bool(_correction(stage).confirmed_at),
    )
)


@way("grant_extension", "IN PA SU")
def more_days(stage, person):
    learner = stage.world.learner
    told = {"extend-what": "all", "extend-days": "3", "extend-reason": "Flood."}
    given = Extension.objects.filter(enrolment=learner, state="granted")
    record = "/staff/learners/{}/extend/".format
    return person.changes(record(learner.pk), told, given.count, missing=record(987654))


@way("grant_extension", "IN PA SU")
def extra_time(stage, person):
    learner = stage.world.learner
    address = f"/staff/learners/{learner.pk}/extra-time/"
    percent = (
        type(learner)
        .objects.filter(pk=learner.pk)
        .values_list("accommodation__extra_time_percent", flat=True)
    )
    return person.changes(address, {"extra-percent": "50", "percent": "50"}, percent.get)


@way("grant_extension", "IN PA SU")
def answer_to_a_request(stage, person):
    request = stage.world.request
    asked = Extension.objects.filter(pk=request.pk).values_list("state", flat=True)
    return person.changes(f"/staff/extensions/{request.pk}/", {"deed": "grant"}, asked.get)
