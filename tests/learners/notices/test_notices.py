from datetime import date, timedelta

import pytest
from django.core import mail

from courses.editions.plan import plan_of
from learners.admissions.models import Decision
from learners.enrolment.announcing import change_dates
from learners.enrolment.extending import ask_for_more_time, extend_by_rule, extend_plan, refuse_request
from learners.enrolment.moving import defer, withdraw
from learners.events.delivering import deliver_all_open
from learners.events.models import Delivery
from learners.events.recording import record
from learners.notices.kinds import BY_VERB, KINDS
from learners.notices.models import MailText, Notice
from learners.notices.sending import MOST_A_WEEK
from learners.notices.wording import UnknownName, require_known_names, sync_mail_texts, words_of
from learners.progress.silence import note_silence
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import IN_WEEK_1, make_cohort, make_small_programme
from tests.factories.works import make_programme_with_works, planned_work
from tests.learners.admissions.world import make_applications
from tests.learners.submissions.rows import make_handed_in

pytestmark = pytest.mark.django_db
AT = IN_WEEK_1


@pytest.fixture
def enrolment(settings):
    settings.SITE_ADDRESS = "https://campus.example.org"
    settings.SITE_NAME = "Campus"
    return make_enrolment(make_small_programme())


@pytest.fixture
def quiz(enrolment):
    return plan_of(enrolment.cohort.edition_id).activity("Q1")


@pytest.fixture
def office():
    return make_user("pa@demo.example", "Demo administrator")


def only_mail():
    deliver_all_open(at=AT)
    [message] = mail.outbox
    return message


ALONG = (
    "You have handed in work that has no mark yet: {}. Your new cohort marks it. "
    "You can replace it until its due date there, unless its marking has begun."
)


@pytest.mark.parametrize("works", [0, 1])
def test_a_move_names_the_work_that_goes_along(settings, office, works):
    settings.SITE_ADDRESS, settings.SITE_NAME = "https://campus.example.org", "Campus"
    enrolment = make_enrolment(make_programme_with_works())
    later = make_cohort(enrolment.cohort.edition, "2026-b", starts_on=date(2026, 9, 7))
    title = planned_work(later).title
    for _number in range(works):
        make_handed_in(enrolment)
    deliver_all_open(at=AT)
    mail.outbox.clear()

    defer(enrolment, later, reason="Family.", by=office, at=AT)

    lines = only_mail().body.splitlines()
    start = lines.index("Family.")
    assert lines[start + 1 : start + 2 + works] == [*[ALONG.format(title)][:works], ""]


def test_an_extension_is_told_with_its_date_in_the_readers_zone(enrolment, quiz):
    extend_by_rule(enrolment, quiz, by=enrolment.user, at=AT)

    message = only_mail()

    assert (message.to, message.subject) == ([enrolment.user.email], "You have more time: Quiz Q1")
    assert message.body.splitlines() == [
        "Dear Demo learner 07,",
        "",
        "you have more time for Quiz Q1. New due date: Thursday 19 March 2026, 14:59 (Nairobi).",
        "You have more time: 72 hours for a lost connection or power, granted by the rule.",
        "All your dates:",
        "https://campus.example.org/learn/dates/",
        "",
        "Campus",
    ]


def test_all_remaining_work_is_told_in_days(enrolment, office):
    extend_plan(enrolment, days=14, reason="Flood.", by=office, at=AT)

    assert "more time for all remaining work. New due date: 14 days later than before." in only_mail().body


def test_a_refusal_carries_the_answer(enrolment, quiz, office):
    request = ask_for_more_time(enrolment, quiz, days=3, reason="x", by=enrolment.user, at=AT)
    refuse_request(request, answer="It was announced in May.", by=office, at=AT)

    body = only_mail().body
    assert "It was announced in May." in body
    assert "The due date stays Monday 16 March 2026, 14:59 (Nairobi)." in body


def test_a_changed_date_is_told_with_its_reason(enrolment, quiz, office):
    change_dates(
        enrolment.cohort,
        quiz,
        opens_at=None,
        due_at=AT + timedelta(days=30),
        reason="A strike.",
        by=office,
        at=AT,
    )

    assert "“Quiz Q1” is now due on Friday 3 April 2026, 15:00 (Nairobi)." in only_mail().body


def test_a_withdrawal_repeats_the_reason(enrolment, office):
    withdraw(enrolment, reason="A new post.", by=office, at=AT)

    assert "your enrolment in Spring has ended." in only_mail().body
    assert "A new post." in mail.outbox[0].body


def test_silence_names_the_next_task(enrolment):
    note_silence(at=AT + timedelta(days=20))

    message = only_mail()
    assert "Your next task is “Lesson M01-L01”." in message.body


def test_delivered_twice_it_is_sent_once(enrolment, quiz):
    extend_by_rule(enrolment, quiz, by=enrolment.user, at=AT)
    deliver_all_open(at=AT)
    Delivery.objects.update(state=Delivery.State.OPEN, done_at=None)

    deliver_all_open(at=AT)

    assert len(mail.outbox) == 1


def test_more_than_three_planned_mails_a_week_are_held_back(enrolment):
    for hours in range(MOST_A_WEEK + 2):
        record("learner.silent", enrolment=enrolment, at=AT + timedelta(hours=hours), data={"days": 10})

    deliver_all_open(at=AT)

    assert len(mail.outbox) == MOST_A_WEEK
    assert Notice.objects.filter(sent_at=None).count() == 2


def test_the_institutions_own_words_go_out(enrolment, quiz):
    MailText.objects.create(
        kind="extension_granted", subject="Mehr Zeit", body="{name}: {due}\n{answer}\nEnde", edited=True
    )
    extend_by_rule(enrolment, quiz, by=enrolment.user, at=AT)

    message = only_mail()

    assert message.subject == "Mehr Zeit"
    assert message.body == "Demo learner 07: Thursday 19 March 2026, 14:59 (Nairobi)\nEnde\n"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_the_usual_words_name_only_what_is_known_and_fill_in_all(kind):
    require_known_names(kind, kind.subject)
    require_known_names(kind, kind.body)

    words = words_of(kind, kind.variables)

    assert "{" not in words.subject + words.body
    assert len(words.body.encode()) < 25_000


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(UnknownName) as refusal:
        require_known_names(BY_VERB["accommodation.granted"], "Dear {nmae}")

    assert str(refusal.value) == "There is no {nmae} in this mail. Use: {name}, {programme}, {percent}."


def test_texts_are_renewed_unless_somebody_edited_them():
    assert sync_mail_texts() == len(KINDS)
    assert sync_mail_texts() == 0
    MailText.objects.filter(kind="enrolment_made").update(subject="Old words")
    MailText.objects.filter(kind="learner_silent").update(subject="Own words", edited=True)

    assert sync_mail_texts() == 1
    assert MailText.objects.get(kind="learner_silent").subject == "Own words"


def test_a_decision_goes_out_in_the_words_of_its_letter(settings):
    settings.SITE_ADDRESS = "https://campus.example.org"
    _draft, offered = make_applications(make_user(), make_small_programme().edition)

    deliver_all_open(at=AT)

    letter = Decision.objects.filter(application=offered).latest("pk").letter
    subject = f"Your application {offered.reference}"
    assert [message.body.strip() for message in mail.outbox if message.subject == subject] == [letter.strip()]


def test_an_application_is_acknowledged_with_its_reference(settings):
    settings.SITE_ADDRESS = "https://campus.example.org"
    _draft, offered = make_applications(make_user(), make_small_programme().edition)

    deliver_all_open(at=AT)

    [message] = [each for each in mail.outbox if each.subject.startswith("We received")]
    assert message.to == [offered.user.email]
    assert f"https://campus.example.org/apply/{offered.reference}/" in message.body
