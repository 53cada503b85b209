from datetime import timedelta

import pytest

from cms.accounts.roles import Role
from courses.editions.plan import frozen_page
from learners.enrolment.moving import transfer
from learners.events.models import Delivery, LearningEvent
from learners.similarity.comparing import traces
from learners.similarity.models import Fingerprint, Overlap
from learners.similarity.noting import note, note_similarity
from learners.similarity.queries import overlaps_of
from learners.similarity.reading import text_of
from learners.submissions.handing_in import attach_file, hand_in
from tests.factories.people import make_staff
from tests.factories.programme import make_cohort
from tests.factories.works import make_programme_with_works, planned_work
from tests.learners.submissions.files import docx, odt, pdf
from tests.learners.submissions.rows import in_week_2, make_handed_in, make_learner, write

pytestmark = pytest.mark.django_db
PASSAGE = "After two years four of ten citizens had used the portal once and nobody asked why"
FIRST = f"The ministry opened a portal. {PASSAGE}. Staff in the districts printed every form."
SECOND = f"My own agency is small. {PASSAGE}. We learned to visit the counters first of all."
APART = "Registers are kept on paper in every village, so clerks travel for days to bring numbers to town."


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def cohort():
    return make_programme_with_works()


def handed_in(cohort, number, text, code="AS1"):
    """With the note that its event brings."""
    submission = make_handed_in(make_learner(cohort, number), code, text=text)
    event = LearningEvent.objects.filter(verb="work.handed_in").latest("pk")
    note_similarity(event, at=event.at)
    return submission


def found(submission):
    return [(row.other, row.percent, row.passages) for row in overlaps_of(submission)]


def test_both_works_get_the_note(cohort):
    first, second, apart = (
        handed_in(cohort, number, text) for number, text in enumerate((FIRST, SECOND, APART), start=1)
    )

    assert found(first) == [(second, 100 * 16 // 28, [PASSAGE])]
    assert found(second) == [(first, 100 * 16 // 30, [PASSAGE])]
    assert found(apart) == []


def test_the_outbox_brings_it_about(cohort):
    make_handed_in(make_learner(cohort), text=FIRST)

    receivers = set(Delivery.objects.filter(event__verb="work.handed_in").values_list("receiver", flat=True))
    assert receivers == {
        "learners.notices.sending.send_notice",
        "learners.similarity.noting.note_similarity",
    }


def test_the_words_of_the_brief_count_for_nobody(cohort):
    brief = frozen_page(planned_work(cohort).revision_id).brief
    texts = [f"{brief} Mine was about land titles.", f"{brief} Ours concerned school meals."]

    first, second = (handed_in(cohort, number, text) for number, text in enumerate(texts, start=1))

    assert len(traces(brief)) > 1
    assert (found(first), found(second)) == ([], [])


def test_a_new_version_is_compared_and_the_old_one_no_more(cohort):
    learner = make_learner(cohort, 1)
    old = make_handed_in(learner, text=FIRST)
    note(old, at=old.handed_in_at)
    new = make_handed_in(learner, text=APART, at=in_week_2(cohort) + timedelta(hours=1))
    note(new, at=new.handed_in_at)

    second = handed_in(cohort, 2, SECOND)

    assert found(second) == []


def test_nobody_is_compared_with_the_own_earlier_work(cohort):
    learner = make_learner(cohort, 1)
    first = make_handed_in(learner, text=FIRST)
    again = make_handed_in(learner, text=f"{FIRST} And more.", at=in_week_2(cohort) + timedelta(hours=1))

    assert [note(each, at=each.handed_in_at) for each in (first, again)] == [[], []]


def test_works_of_an_earlier_cohort_are_found(cohort):
    mover = make_learner(cohort, 1)
    first = make_handed_in(mover, text=FIRST)
    note(first, at=first.handed_in_at)
    later = make_cohort(cohort.edition, "2026-b")
    transfer(mover, later, reason="Moved.", by=make_staff(Role.ADMINISTRATOR), at=in_week_2(cohort))

    second = handed_in(cohort, 2, SECOND)

    assert [row[0] for row in found(second)] == [first]


def test_journals_are_compared_with_nothing(cohort):
    handed_in(cohort, 1, FIRST, code="J1")
    handed_in(cohort, 2, FIRST, code="J1")

    assert (Overlap.objects.count(), Fingerprint.objects.count()) == (0, 0)


def test_noting_twice_is_the_same(cohort):
    handed_in(cohort, 1, FIRST)
    second = handed_in(cohort, 2, SECOND)

    note(second, at=second.handed_in_at)

    assert (Overlap.objects.count(), Fingerprint.objects.count()) == (2, 2)


@pytest.mark.parametrize("name, make", [("work.docx", docx), ("work.odt", odt)])
def test_the_words_of_files_are_read(cohort, name, make):
    learner, planned, at = make_learner(cohort), planned_work(cohort), in_week_2(cohort)
    draft = write(learner, text="See the file.", at=at)
    attach_file(learner, planned, name=name, data=make(PASSAGE), at=at)

    draft.refresh_from_db()
    submission = hand_in(learner, planned, sequence=draft.sequence, at=at)

    assert " ".join(text_of(submission).split()) == f"See the file. {PASSAGE}"


def test_a_file_without_words_and_one_that_is_gone_give_none(cohort, settings):
    learner, planned, at = make_learner(cohort), planned_work(cohort), in_week_2(cohort)
    draft = write(learner, text="See the file.", at=at)
    attach_file(learner, planned, name="scan.pdf", data=pdf(), at=at)
    draft.refresh_from_db()
    submission = hand_in(learner, planned, sequence=draft.sequence, at=at)
    before = text_of(submission).strip()

    settings.DATA_FOLDER = settings.DATA_FOLDER / "elsewhere"

    assert (before, text_of(submission).strip()) == ("See the file.", "See the file.")
