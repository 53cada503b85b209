"""Rows 1 to 10 of the role table: lessons, questions, answers."""

from datetime import timedelta

from wagtail.models import Revision

from courses.lessons.models import LessonPage
from courses.questions.editing import fingerprint
from courses.questions.models import Question
from learners.attempts.models import AttemptItem, QuizAttempt
from learners.attempts.tokens import token_of
from learners.submissions.models import Draft
from tests.cms.editor import lesson_form
from tests.cms.viewsets.test_assessment import _form as question_form
from tests.security.cells.trying import NOBODY, way

EVERYBODY = "AN AP LE PR IS IN TA PA AU SU TV"
LESSON = "A deputy director asks why so few people use the portal."


@way("open_public_page", EVERYBODY)
def page(stage, person):
    return person.reads("/", "Lead digital government")


@way("read_released_lesson", "LE")
def learners_page(stage, person):
    return person.reads("/learn/M01-L01/", LESSON)


@way("read_released_lesson", "IN SU")
def preview(stage, person):
    return person.reads(f"/admin/pages/{stage.lesson.pk}/view_draft/", LESSON)


@way("read_released_lesson", "IN TA PA AU SU")
def reading_along(stage, person):
    return person.reads("/staff/reading/2026-a/M01-L01/", LESSON)


@way("read_released_lesson", NOBODY)
def public_page(stage, person):
    """Of a lesson that is not in open access."""
    return person.reads(stage.lesson.url, LESSON)


@way("read_released_lesson", "LE")
def search(stage, person):
    return person.reads("/search/?q=deputy", "Lesson M01-L01")


@way("read_unreleased_lesson", NOBODY)
def learners_page_before(stage, person):
    return person.reads("/learn/M01-L02/", LESSON)


@way("read_unreleased_lesson", NOBODY)
def search_before(stage, person):
    return person.reads("/search/?q=deputy", "Lesson M01-L02")


@way("read_unreleased_lesson", NOBODY)
def completing_before(stage, person):
    done = stage.world.learner.progress.filter(activity__code="M01-L02", completed_at__isnull=False)
    return person.changes("/learn/M01-L02/complete/", {}, done.count)


@way("read_unreleased_lesson", "IN SU")
def preview_before(stage, person):
    later = LessonPage.objects.get(activity__code="M01-L02")
    return person.reads(f"/admin/pages/{later.pk}/view_draft/", LESSON)


@way("read_unreleased_lesson", "IN TA PA AU SU")
def reading_ahead(stage, person):
    return person.reads("/staff/reading/2026-a/M01-L02/", LESSON)


@way("see_draft", "IN SU")
def draft(stage, person):
    return person.reads(f"/admin/pages/{stage.lesson.pk}/view_draft/", LESSON)


@way("see_draft", "IN SU")
def history(stage, person):
    return person.reads(f"/admin/pages/{stage.lesson.pk}/history/", "Lesson M01-L01")


@way("see_draft", "IN SU")
def revision(stage, person):
    number = stage.lesson.latest_revision_id
    return person.reads(f"/admin/pages/{stage.lesson.pk}/revisions/{number}/view/", LESSON)


@way("see_draft", "IN SU")
def comparison(stage, person):
    address = f"/admin/pages/{stage.lesson.pk}/revisions/compare/earliest...latest/"
    return person.reads(address, "Lesson M01-L01")


@way("see_draft", NOBODY)
def admin_api(stage, person):
    """It tells titles, and no text of a lesson."""
    return person.reads(f"/admin/api/main/pages/{stage.lesson.pk}/?fields=*", LESSON)


@way("edit_lesson", "IN SU")
def editor(stage, person):
    revisions = Revision.objects.filter(object_id=str(stage.lesson.pk))
    form = lesson_form(stage.lesson, title="Another title")
    return person.changes(f"/admin/pages/{stage.lesson.pk}/edit/", form, revisions.count)


def _question(stage) -> Question:
    return stage.world.learner.attempts.get(number=2).items.order_by("order").first().question


def new_version(stage, person):
    """Of a question that an open attempt asks."""
    asked = _question(stage)
    form = question_form(asked.bank, asked.code, stem="Another stem?", seen=fingerprint(asked))
    return person.sends(f"/admin/question/edit/{asked.pk}/", form)


def new_text(stage, person):
    """Of a lesson, published at once."""
    form = lesson_form(stage.lesson, title="Another title", **{"action-publish": "1"})
    return person.sends(f"/admin/pages/{stage.lesson.pk}/edit/", form)


@way("publish_with_open_attempts", NOBODY)
def question_of_an_open_attempt(stage, person):
    new_version(stage, person)
    return stage.people["LE"].reads("/learn/Q1/attempt/2/1/", "Another stem?")


@way("publish_with_open_attempts", NOBODY)
def lesson_of_a_running_cohort(stage, person):
    new_text(stage, person)
    return stage.people["LE"].reads("/learn/M01-L01/", "Another title")


@way("read_questions_before_attempt", "IN SU", rights="read_key_before_release")
def question_bank(stage, person):
    asked = _question(stage)
    return person.reads(
        f"/admin/question/preview/{asked.pk}/", asked.stem, missing="/admin/question/preview/987654/"
    )


@way("read_questions_before_attempt", "IN SU", rights="read_key_before_release")
def list_of_questions(stage, person):
    return person.reads("/admin/question/", _question(stage).stem)


@way("read_questions_before_attempt", NOBODY)
def start_page(stage, person):
    stage.world.learner.attempts.all().delete()
    return person.reads("/learn/Q1/", "Stem of M01-Q0")


@way("read_questions_before_attempt", NOBODY)
def attempt_to_come(stage, person):
    return person.reads("/learn/Q1/attempt/7/1/", "Stem of M01-Q0")


@way("read_key_before_release", "IN SU")
def key_in_the_bank(stage, person):
    asked = _question(stage)
    return person.reads(f"/admin/question/inspect/{asked.pk}/", asked.explanation)


@way("read_key_before_release", NOBODY)
def open_attempt(stage, person):
    return person.reads("/learn/Q1/attempt/2/1/", "Remember M01-Q0", "Why M01-Q0")


@way("read_key_before_release", NOBODY)
def review_of_open_attempt(stage, person):
    return person.reads("/learn/Q1/attempt/2/review/", "Remember M01-Q0", "Why M01-Q0")


@way("read_key_before_release", NOBODY)
def notes_beside_the_work(stage, person):
    return person.reads("/learn/AS4/", "Look for a cause")


@way("read_key_before_release", "IN TA")
def notes_at_the_desk(stage, person):
    return person.reads(f"/staff/marking/work/{stage.unmarked.code}/", "Look for a cause")


def _answers(attempt: QuizAttempt):
    return list(attempt.items.order_by("pk").values_list("response", "sequence", "flagged"))


def _answer(attempt: QuizAttempt) -> dict:
    return {"answer-1": "1", "sequence-1": "50", "flagged-1": "on", "attempt": token_of(attempt)}


def _sheet(attempt: QuizAttempt) -> dict:
    """Several answers at once go another way than one."""
    return _answer(attempt) | {"answer-2": "1", "sequence-2": "51", "flagged-2": "on"}


@way("take_own_attempt", "LE")
def autosave(stage, person):
    attempt = stage.world.learner.attempts.get(number=2)
    address = "/learn/Q1/attempt/{}/save/".format
    return person.changes(address(2), _answer(attempt), lambda: _answers(attempt), missing=address(7))


@way("take_own_attempt", "LE")
def autosave_of_a_sheet(stage, person):
    attempt = stage.world.learner.attempts.get(number=2)
    return person.changes("/learn/Q1/attempt/2/save/", _sheet(attempt), lambda: _answers(attempt))


@way("take_own_attempt", "LE")
def submit(stage, person):
    attempts = stage.world.learner.attempts.exclude(submitted_at=None)
    return person.changes(
        "/learn/Q1/attempt/2/submit/", {}, attempts.count, missing="/learn/Q1/attempt/7/submit/"
    )


@way("take_own_attempt", "LE")
def start(stage, person):
    stage.world.learner.attempts.filter(number=2).delete()
    return person.changes("/learn/Q1/attempt/", {}, stage.world.learner.attempts.count)


@way("change_closed_answer", NOBODY)
def save_after_submit(stage, person):
    attempt = stage.world.learner.attempts.get(number=1)
    return person.changes("/learn/Q1/attempt/1/save/", _answer(attempt), lambda: _answers(attempt))


@way("change_closed_answer", NOBODY)
def sheet_after_submit(stage, person):
    attempt = stage.world.learner.attempts.get(number=1)
    return person.changes("/learn/Q1/attempt/1/save/", _sheet(attempt), lambda: _answers(attempt))


@way("change_closed_answer", NOBODY)
def save_after_the_deadline(stage, person):
    attempt = stage.world.learner.attempts.get(number=2)
    begun = attempt.started_at - timedelta(hours=2)
    QuizAttempt.objects.filter(pk=attempt.pk).update(started_at=begun, deadline_at=begun + timedelta(hours=1))
    return person.changes("/learn/Q1/attempt/2/save/", _answer(attempt), lambda: _answers(attempt))


@way("change_closed_answer", NOBODY)
def draft_after_marking(stage, person):
    drafts = Draft.objects.filter(work=stage.work)
    sent = {"text": "Better.", "sequence": "99", "uses_tools": "no"}
    return person.changes("/learn/AS2/work/save/", sent, lambda: list(drafts.values_list("text", flat=True)))


@way("change_closed_answer", NOBODY)
def another_version(stage, person):
    return person.changes("/learn/AS2/work/check/", {"sequence": "99"}, stage.work.submissions.count)


@way("change_closed_answer", NOBODY)
def marked_answer(stage, person):
    """Markers write points and words beside it, never the answer."""
    essay = stage.world.essay
    address = f"/staff/marking/exams/2026-a/Q1/{essay.question_id}/{essay.pk}/"
    stored = AttemptItem.objects.filter(pk=essay.pk)
    return person.changes(address, {"response": "Other."}, lambda: stored.get().response)
