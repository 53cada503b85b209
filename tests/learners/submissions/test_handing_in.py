import hashlib
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils.timezone import now

from content.base.uploads import NotAccepted
from learners.enrolment.access import NotOpen
from learners.enrolment.models import Enrolment
from learners.events.delivering import deliver
from learners.events.models import Delivery, LearningEvent
from learners.progress.models import ActivityProgress
from learners.submissions.declaring import Declared, NotDeclared
from learners.submissions.handing_in import (
    FOLDER,
    UnableToHandIn,
    Written,
    attach_file,
    digest_of,
    hand_in,
    remove_file,
    save_draft,
)
from learners.submissions.models import Draft, Mark, Submission, Work, WorkFile
from tests.factories.people import make_extension, make_user
from tests.factories.works import planned_work
from tests.learners.submissions.files import docx, pdf
from tests.learners.submissions.rows import NO_TOOLS, TEXT, due, in_week_2, make_handed_in, write

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
YES = Declared(True, "A language model", "Spelling", "A few sentences")


def stored_files() -> int:
    folder = settings.DATA_FOLDER / "private" / FOLDER.name
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def test_a_hand_in_is_a_row_with_all_that_was_handed_in(learner, planned):
    at = in_week_2(learner.cohort)
    file = attach_file(
        learner, planned, name=r"C:\me\Demo learner 07.docx", data=docx("Four words in here"), at=at
    )
    draft = write(learner, declared=YES)

    submission = hand_in(learner, planned, sequence=draft.sequence, at=at)

    assert (submission.number, submission.text, submission.words) == (1, TEXT, 15)
    assert (submission.uses_tools, submission.tools, submission.purpose, submission.extent) == (
        True, "A language model", "Spelling", "A few sentences",
    )  # fmt: skip
    assert submission.handed_in_at == at
    assert submission.sha256 == digest_of(TEXT, [file], YES)
    assert list(submission.files.values_list("original_name", "sha256", "words")) == [
        ("Demo learner 07.docx", hashlib.sha256(docx("Four words in here")).hexdigest(), 4)
    ]
    assert ActivityProgress.objects.get(activity_id=planned.activity_id).completed_at == at


def test_the_receipt_is_sent_with_time_and_sum(learner, planned):
    submission = make_handed_in(learner)

    deliver(Delivery.objects.get(event__verb="work.handed_in", receiver__contains="notices").pk, at=now())

    [sent] = mail.outbox
    assert sent.to == [learner.user.email]
    assert sent.subject == "Receipt: Assignment AS1"
    assert submission.sha256 in sent.body
    assert (
        "we received “Assignment AS1” on Tuesday 10 March 2026, 03:00 (Nairobi). It has 11 words."
        in sent.body
    )


def test_the_same_content_twice_is_one_version(learner, planned):
    first = make_handed_in(learner)

    again = hand_in(learner, planned, sequence=1, at=in_week_2(learner.cohort))

    assert again == first
    assert LearningEvent.objects.filter(verb="work.handed_in").count() == 1


def test_each_version_stays_as_it_was(learner):
    make_handed_in(learner, text="First text")
    make_handed_in(learner, text="Second text", at=due(learner.cohort) + DAY)

    assert list(Submission.objects.order_by("number").values_list("number", "text")) == [
        (1, "First text"),
        (2, "Second text"),
    ]


def test_after_the_grace_a_version_is_not_replaced(learner):
    make_handed_in(learner)

    with pytest.raises(UnableToHandIn) as refusal:
        write(learner, text="Too late", at=due(learner.cohort) + DAY + SECOND)

    assert str(refusal.value) == (
        "You handed in on Tuesday 10 March, 03:00 (Nairobi). Versions could be replaced until "
        "Tuesday 17 March, 14:59 (Nairobi), so that one counts."
    )
    assert Draft.objects.get().text == TEXT


def test_an_extension_lets_a_version_be_replaced(learner, planned):
    make_handed_in(learner)
    make_extension(learner, planned, due(learner.cohort) + 5 * DAY)

    assert make_handed_in(learner, text="Better", at=due(learner.cohort) + 6 * DAY).number == 2


def test_a_first_version_is_taken_at_any_time(learner):
    assert make_handed_in(learner, at=due(learner.cohort) + 30 * DAY).number == 1


def test_once_marking_has_begun_nothing_changes(learner, cohort):
    submission = make_handed_in(learner)
    at = in_week_2(cohort)
    Mark.objects.create(
        work=submission.work,
        submission=submission,
        marker=make_user("m@demo.example"),
        lease_until=at,
        saved_at=at,
    )

    with pytest.raises(UnableToHandIn, match="marking has begun"):
        write(learner, text="Changed")


def test_an_older_saving_changes_nothing(learner, planned):
    write(learner, text="Newer", sequence=7)

    saved = save_draft(learner, planned, Written("Older", NO_TOOLS, 7), at=in_week_2(learner.cohort))

    assert (saved.kept, saved.draft.text, Draft.objects.get().text) == (False, "Newer", "Newer")


def test_the_same_saving_sent_again_is_kept(learner, planned):
    write(learner, sequence=7)

    saved = save_draft(learner, planned, Written(TEXT, NO_TOOLS, 7), at=in_week_2(learner.cohort))

    assert saved.kept


def test_what_was_not_checked_is_not_handed_in(learner, planned):
    write(learner, sequence=3)
    write(learner, text="Changed in another window", sequence=4)

    with pytest.raises(UnableToHandIn, match="The draft was changed in another window after you checked it"):
        hand_in(learner, planned, sequence=3, at=in_week_2(learner.cohort))

    assert not Submission.objects.exists()


def test_a_file_added_after_the_check_is_checked_too(learner, planned):
    at = in_week_2(learner.cohort)
    write(learner, sequence=3)
    attach_file(learner, planned, name="a.pdf", data=pdf(), at=at)

    with pytest.raises(UnableToHandIn, match="another window"):
        hand_in(learner, planned, sequence=3, at=at)


@pytest.mark.parametrize(
    "code, text, declared, says",
    [
        ("AS1", "  ", NO_TOOLS, "There is nothing to hand in yet. Write a text or add a file."),
        ("J1", "", NO_TOOLS, "There is nothing to hand in yet. Write the text."),
        ("AS1", TEXT, Declared(), "Say whether you used generative tools."),
        ("AS1", TEXT, Declared(True, "A tool"), "Name the tool, what you used it for, and how much of the work it touches."),
        ("J1", TEXT, YES, "Generative tools are not allowed in the journal. Write the entry in your own words."),
    ],
)  # fmt: skip
def test_what_is_incomplete_is_refused_in_a_sentence(learner, code, text, declared, says):
    draft = write(learner, code, text=text, declared=declared)

    with pytest.raises((UnableToHandIn, NotDeclared)) as refusal:
        hand_in(
            learner, planned_work(learner.cohort, code), sequence=draft.sequence, at=in_week_2(learner.cohort)
        )

    assert str(refusal.value) == says
    assert not Submission.objects.exists()


def test_a_megabyte_of_text_is_refused_with_the_limit(learner):
    with pytest.raises(UnableToHandIn) as refusal:
        write(learner, text="x" * 2**20)

    assert (
        str(refusal.value)
        == "The text has 1,048,576 characters. The limit is 100,000. Hand in a long text as a file."
    )
    assert not Draft.objects.exists()


def test_before_its_week_nothing_is_written(learner):
    with pytest.raises(NotOpen):
        write(learner, at=in_week_2(learner.cohort) - 2 * DAY)

    assert not Work.objects.exists()


def test_a_place_that_is_not_active_hands_in_nothing(learner):
    Enrolment.objects.update(state=Enrolment.State.COMPLETED)
    learner.refresh_from_db()

    with pytest.raises(UnableToHandIn, match="Your place in this cohort is not active"):
        write(learner)


def test_the_same_file_twice_is_one_file(learner, planned):
    at = in_week_2(learner.cohort)

    files = {attach_file(learner, planned, name=name, data=docx(), at=at) for name in ("a.docx", "b.docx")}

    assert len(files) == 1
    assert stored_files() == 2  # the file, and the copy for markers


def test_at_most_five_files(learner, planned):
    at = in_week_2(learner.cohort)
    for number in range(5):
        attach_file(learner, planned, name="a.docx", data=docx(f"Number {number}"), at=at)

    with pytest.raises(UnableToHandIn) as refusal:
        attach_file(learner, planned, name="a.docx", data=docx("Number 5"), at=at)

    assert str(refusal.value) == "You have added 5 files. Remove one before you add another."


def test_a_refused_file_leaves_nothing_behind(learner, planned):
    with pytest.raises(NotAccepted):
        attach_file(learner, planned, name="a.docx", data=b"no document", at=in_week_2(learner.cohort))

    assert (WorkFile.objects.count(), stored_files()) == (0, 0)


def test_a_journal_takes_no_files(learner):
    with pytest.raises(UnableToHandIn, match="This work is written on the page"):
        attach_file(
            learner,
            planned_work(learner.cohort, "J1"),
            name="a.docx",
            data=docx(),
            at=in_week_2(learner.cohort),
        )


def test_a_removed_file_goes_from_the_disk(learner, planned, django_capture_on_commit_callbacks):
    at = in_week_2(learner.cohort)
    file = attach_file(learner, planned, name="a.docx", data=docx(), at=at)

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(learner, planned, file, at=at)

    assert stored_files() == 0


def test_a_file_of_a_version_stays_when_it_leaves_the_draft(
    learner, planned, django_capture_on_commit_callbacks
):
    at = in_week_2(learner.cohort)
    file = attach_file(learner, planned, name="a.docx", data=docx(), at=at)
    submission = make_handed_in(learner)

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(learner, planned, file, at=at)

    assert (list(submission.files.all()), stored_files()) == ([file], 2)


def test_codes_of_works_say_nothing(learner, cohort):
    for code in ("AS1", "AS3", "J1"):
        make_handed_in(learner, code)

    codes = list(Work.objects.values_list("code", flat=True))
    assert len(set(codes)) == 3
    assert all(len(code) == 8 and str(learner.pk) not in code for code in codes)
