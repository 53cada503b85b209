from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from learners.admissions import storing
from learners.admissions.applying import (
    UnableToApply,
    attach_document,
    remove_document,
    save_task,
    start_application,
    submit_application,
)
from learners.admissions.deciding import withdraw
from learners.admissions.models import Application, Document
from learners.admissions.tasklist import Task, task_list
from learners.enrolment.names import NotPrintable
from learners.events.models import LearningEvent
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_cohort
from tests.learners.admissions.rows import (
    AT,
    CLOSES,
    LATER,
    OPENS,
    PDF,
    decided,
    make_applicant,
    make_draft,
    make_scored,
    make_sent,
    picture,
)

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(LearningEvent.objects.order_by("pk").values_list("verb", flat=True))


def second_intake(intake, code="2026-b"):
    cohort = make_cohort(intake.cohort.edition, code)
    return type(intake).objects.create(cohort=cohort, opens_at=OPENS, closes_at=CLOSES)


def test_start_makes_a_draft_with_a_reference(intake):
    application = start_application(make_applicant(), intake, at=AT)

    assert (application.state, application.reference) == ("draft", "A-2026-0001")
    assert verbs() == ["application.started"]


def test_start_twice_is_one_application(intake):
    user = make_applicant()

    assert start_application(user, intake, at=AT) == start_application(user, intake, at=LATER)
    assert Application.objects.count() == 1


def test_references_run_through_the_intakes_of_a_year(intake):
    other = second_intake(intake)

    references = [
        start_application(make_applicant(number), each, at=AT).reference
        for number, each in enumerate((intake, other, intake), start=1)
    ]

    assert references == ["A-2026-0001", "A-2026-0002", "A-2026-0003"]


@pytest.mark.parametrize(
    "at, sentence",
    [
        (OPENS - timedelta(seconds=1), "Applications for this cohort are not open yet."),
        (CLOSES, "The time to apply is over. Your text is kept, but it cannot be sent."),
    ],
)
def test_start_outside_the_intake_is_refused(intake, at, sentence):
    with pytest.raises(UnableToApply) as refusal:
        start_application(make_applicant(), intake, at=at)

    assert str(refusal.value) == sentence
    assert not Application.objects.exists()


def test_start_with_a_place_already_is_refused(intake):
    enrolment = make_enrolment(intake.cohort)

    with pytest.raises(UnableToApply) as refusal:
        start_application(enrolment.user, intake, at=AT)

    assert str(refusal.value) == "You have a place in this cohort already."


def test_apply_again_after_withdrawing_keeps_the_answers_but_not_the_text(intake):
    first = withdraw(make_draft(intake), at=AT)

    second = start_application(first.user, intake, at=LATER)

    assert (second.pk != first.pk, second.state) == (True, "draft")
    assert (second.printed_name, second.region, second.role, second.motivation) == (
        "Demo applicant 01",
        "africa",
        "Head of digital services",
        "",
    )
    assert not second.documents.exists()


def test_apply_again_after_a_refusal_only_to_another_intake(intake):
    application = make_scored(intake)
    decided(application, "reject")
    other = second_intake(intake)

    with pytest.raises(UnableToApply) as refusal:
        start_application(application.user, intake, at=LATER)

    assert str(refusal.value) == (
        "Your application for this cohort was decided. You can apply again to the next intake."
    )
    assert start_application(application.user, other, at=LATER).state == "draft"


def test_two_live_applications_of_one_person_are_refused_by_the_database(intake):
    application = make_draft(intake)

    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(
            user=application.user, intake=intake, reference="A-2026-0009", created_at=AT, saved_at=AT
        )


def test_saved_answers_give_region_and_group(intake):
    application = start_application(make_applicant(), intake, at=AT)

    application = save_task(application, Task.ABOUT, {"country": "UG"}, at=LATER)

    assert (application.region, application.country_group, application.saved_at) == (
        "africa",
        "least_developed",
        LATER,
    )


def test_half_a_task_is_kept(intake):
    application = start_application(make_applicant(), intake, at=AT)

    save_task(application, Task.WORK, {"organisation": "Demo ministry"}, at=AT)
    save_task(application, Task.MOTIVATION, {"motivation": "A first sentence."}, at=AT)

    application.refresh_from_db()
    lists = {each.task: (each.state, each.missing) for each in task_list(application, [])}
    assert (application.organisation, application.years_experience) == ("Demo ministry", None)
    assert lists[Task.WORK] == (
        "current",
        [
            "Sector",
            "Level of government",
            "Your role",
            "Years of work experience",
            "Years with responsibility for people, budget or projects",
            "What you are responsible for",
        ],
    )
    assert lists[Task.MOTIVATION] == ("current", ["Your text has 3 words. Write 400 to 600 words."])
    assert lists[Task.HOST] == ("todo", ["Host for the internship"])


def test_name_gives_a_new_account_its_name_and_leaves_another(intake):
    new = make_user("new@demo.example", name="")
    for user in (new, make_applicant()):
        application = start_application(user, intake, at=AT)
        save_task(application, Task.ABOUT, {"printed_name": "Demo  name"}, at=AT)
        user.refresh_from_db()

    assert (new.name, user.name) == ("Demo name", "Demo applicant 01")


def test_name_that_deceives_is_refused(intake):
    application = start_application(make_applicant(), intake, at=AT)

    with pytest.raises(NotPrintable):
        save_task(application, Task.ABOUT, {"printed_name": "Demo \u202enam"}, at=AT)


def test_document_is_kept_in_private_under_a_name_made_here(intake, settings):
    application = make_draft(intake)

    document = attach_document(application, kind="scholarship", name="../x.pdf", data=PDF, at=AT)

    assert storing.read(document.stored_name) == PDF
    assert (document.original_name, document.content_type, document.size) == (
        "x.pdf",
        "application/pdf",
        len(PDF),
    )
    assert (settings.DATA_FOLDER / "private" / "admissions" / document.stored_name).is_file()


def test_same_file_twice_is_one_document(intake):
    application = make_draft(intake)

    first, second = [
        attach_document(application, kind="cv", name="cv.png", data=picture(), at=AT) for _time in range(2)
    ]

    assert first == second


def test_fourth_file_of_a_kind_is_refused(intake):
    application = make_draft(intake)
    for number in (1, 2):
        attach_document(application, kind="cv", name="cv.pdf", data=PDF + bytes([number]), at=AT)

    with pytest.raises(UnableToApply) as refusal:
        attach_document(application, kind="cv", name="cv.pdf", data=PDF + b"4", at=AT)

    assert str(refusal.value) == ("You have added 3 files of this kind. Remove one before you add another.")


def test_removed_document_loses_its_file_and_keeps_its_row(intake, django_capture_on_commit_callbacks):
    document = make_draft(intake).documents.get(kind="cv")

    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document, by=document.application.user, at=LATER)

    document.refresh_from_db()
    assert (document.deleted_at, document.deleted_by) == (LATER, document.application.user)
    assert not storing.has(document.stored_name)


def test_file_stays_when_the_removal_is_taken_back(intake, django_capture_on_commit_callbacks):
    document = make_draft(intake).documents.get(kind="cv")

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        remove_document(document, by=document.application.user, at=LATER)
        transaction.set_rollback(True)

    assert storing.has(document.stored_name)


def test_submit(intake):
    application = make_sent(intake)

    assert (application.state, application.submitted_at, application.consent_at) == ("submitted", AT, AT)
    assert verbs() == ["application.started", "application.submitted"]


def test_submit_twice_is_one_sending(intake):
    application = make_sent(intake)

    assert submit_application(application, consent=True, at=LATER).submitted_at == AT
    assert verbs().count("application.submitted") == 1


def test_submit_without_consent_is_refused(intake):
    with pytest.raises(UnableToApply) as refusal:
        submit_application(make_draft(intake), consent=False, at=AT)

    assert str(refusal.value) == "Confirm that we may use your data to decide on your application."


def test_submit_what_is_not_complete_is_refused_with_what_is_missing(intake):
    application = make_draft(intake, host="", motivation="Short.")
    for document in Document.objects.filter(kind="cv"):
        remove_document(document, by=application.user, at=AT)

    with pytest.raises(UnableToApply) as refusal:
        submit_application(application, consent=True, at=AT)

    assert str(refusal.value) == (
        "Complete these tasks before you send: Why you apply, Host for the internship, Documents."
    )


def test_submit_in_the_last_second(intake):
    application = make_draft(intake)

    assert (
        submit_application(application, consent=True, at=CLOSES - timedelta(seconds=1)).state == "submitted"
    )


def test_submit_a_second_later_is_refused_and_the_draft_stays(intake):
    application = make_draft(intake)

    with pytest.raises(UnableToApply) as refusal:
        submit_application(application, consent=True, at=CLOSES)

    assert str(refusal.value) == "The time to apply is over. Your text is kept, but it cannot be sent."
    assert Application.objects.get().state == "draft"


def test_interview_instead_of_a_language_certificate(intake):
    application = make_sent(intake, english="interview")

    assert "language" not in application.documents.values_list("kind", flat=True)


@pytest.mark.parametrize("deed", ["save", "attach", "remove"])
def test_what_was_sent_cannot_be_changed(intake, deed):
    application = make_sent(intake)
    document = application.documents.get(kind="cv")

    with pytest.raises(UnableToApply) as refusal:
        {
            "save": lambda: save_task(application, Task.HOST, {"host": "match"}, at=LATER),
            "attach": lambda: attach_document(application, kind="cv", name="x", data=PDF, at=LATER),
            "remove": lambda: remove_document(document, by=application.user, at=LATER),
        }[deed]()

    assert str(refusal.value) == "The application was sent. It cannot be changed any more."


def test_request_for_more_is_answered_after_the_intake_has_closed(intake):
    application = make_scored(intake)
    decided(application, "ask_more")
    after = CLOSES + timedelta(days=3)
    attach_document(application, kind="reference", name="second.pdf", data=PDF + b"2", at=after)

    application = submit_application(application, consent=True, at=after)

    assert (application.state, application.submitted_at) == ("submitted", AT)
    assert verbs()[-2:] == ["application.more_asked", "application.completed"]
