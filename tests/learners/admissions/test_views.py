import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from cms.accounts.models import User
from cms.accounts.opening import forget_unused_accounts
from courses.cohorts.models import Cohort
from learners.admissions.applying import start_application, submit_application
from learners.admissions.models import Application, Document, Intake
from learners.admissions.queries import next_intake, open_intake
from learners.enrolment.models import Enrolment
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_edition_of_one_lesson
from tests.learners.admissions.rows import (
    ANSWERS,
    PDF,
    decided,
    make_applicant,
    picture,
    second_reader,
)
from tests.learners.admissions.world import fill_in, make_open_intake
from tests.pages import text_of

pytestmark = pytest.mark.django_db
TASKS = {
    "about-you": {"printed_name": "Demo applicant 01", "country": "KE", "time_zone": "Africa/Nairobi"},
    "work": ANSWERS["work"],
    "education": ANSWERS["education"],
    "motivation": ANSWERS["motivation"],
    "host": {"host": "match"},
}


@pytest.fixture
def intake():
    return make_open_intake(make_edition_of_one_lesson(open_access=True), capacity=2)


@pytest.fixture
def applicant(client):
    user = make_applicant()
    client.force_login(user)
    return user


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def draft_of(user, intake) -> Application:
    return fill_in(start_application(user, intake, at=now()))


def sent_of(user, intake) -> Application:
    return submit_application(draft_of(user, intake), consent=True, at=now())


def offered_to(user, intake) -> Application:
    application = sent_of(user, intake)
    decided(application, "offer", by=second_reader(), at=now(), reason="Alone in the test.")
    return application


def shift(intake, **days) -> None:
    at = now()
    opens, closes = at + timedelta(days=days["opens"]), at + timedelta(days=days["closes"])
    Intake.objects.filter(pk=intake.pk).update(opens_at=opens, closes_at=closes)


def code_in(mail) -> str:
    return re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", mail.body, re.MULTILINE)[1]


# The way in.


def test_programme_page_has_the_open_intake_with_its_date(client, intake):
    until = intake.closes_at.strftime("%-d %B %Y")

    page = text_of(client.get("/programme/"))

    assert f'<a class="button" href="/apply/2031-a/">Apply until {until}</a>' in page
    assert "Cohort 2031-a starts on 3 March 2031." in page


@pytest.mark.parametrize(
    "opens, closes, sentence",
    [
        (3, 9, "Applications open on {opens}."),
        (-9, -3, "Applications are closed. The next intake is not planned yet."),
    ],
)
def test_programme_page_without_an_open_intake_says_when(client, intake, opens, closes, sentence):
    shift(intake, opens=opens, closes=closes)
    intake.refresh_from_db()

    page = text_of(client.get("/programme/"))

    assert sentence.format(opens=intake.opens_at.strftime("%-d %B %Y")) in page
    assert "/apply/" not in page


def test_every_open_intake_has_a_way_in_and_the_front_page_leads_to_the_first(client, intake):
    later = make_open_intake(intake.cohort.edition, "2031-b")
    shift(later, opens=-3, closes=40)

    programme, front = text_of(client.get("/programme/")), text_of(client.get("/"))

    ways = ["/apply/2031-a/", "/apply/2031-b/"]
    assert [way in programme for way in ways] == [True, True]
    assert programme.index(ways[0]) < programme.index(ways[1])
    assert [way in front for way in ways] == [True, False]


def test_open_and_next_intake(intake):
    assert (open_intake(at=now()), next_intake(at=now())) == (intake, None)

    shift(intake, opens=3, closes=9)

    assert (open_intake(at=now()), next_intake(at=now())) == (None, intake)


def test_new_person_comes_in_by_a_code_and_starts(client, intake, mailoutbox):
    asked = client.post("/apply/2031-a/account/", {"email": "New.Person@demo.example"}, follow=True)
    confirmed = client.post(asked.redirect_chain[-1][0], {"code": code_in(mailoutbox[0])})
    begin = client.get(confirmed["Location"])
    started = client.post("/apply/2031-a/start/", follow=True)

    user = User.objects.get(email="new.person@demo.example")
    assert (mailoutbox[0].to, confirmed["Location"]) == ([user.email], "/apply/2031-a/start/")
    assert "You are signed in as new.person@demo.example." in text_of(begin)
    assert [address for address, _status in started.redirect_chain] == [
        "/apply/A-2031-0001/",
        "/apply/A-2031-0001/tasks/",
    ]
    assert (user.has_usable_password(), EmailAddress.objects.get(user=user).verified) == (False, True)


def plain(response, email: str) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return page.replace(email, "X")


def test_known_new_and_closed_addresses_get_the_same_page(intake, mailoutbox):
    known = make_user("known@demo.example")
    closed = make_user("closed@demo.example", is_active=False)
    pages = []
    for email in (known.email, "new@demo.example", closed.email):
        response = Client().post("/apply/2031-a/account/", {"email": email}, follow=True)
        pages.append((response.status_code, response.redirect_chain, plain(response, email)))

    assert pages[0] == pages[1] == pages[2]
    assert [mail.subject for mail in mailoutbox][:2] == ["Your code to sign in"] * 2
    assert User.objects.filter(email__endswith="@demo.example").count() == 3


def test_mail_goes_to_the_stored_address_only(intake, client, mailoutbox):
    make_user("mike@demo.example")

    client.post("/apply/2031-a/account/", {"email": "MIKE@Demo.example"})

    assert [mail.to for mail in mailoutbox] == [["mike@demo.example"]]
    assert User.objects.count() == 1


@pytest.mark.parametrize("email", ["", "x", "a@b.example\nBcc: c@d.example", "a@b.example,c@d.example"])
def test_address_that_is_none_makes_no_account_and_sends_nothing(intake, client, mailoutbox, email):
    response = client.post("/apply/2031-a/account/", {"email": email})

    assert (response.status_code, len(mailoutbox), User.objects.count()) == (422, 0, 0)
    assert "There is a problem" in text_of(response)


def test_many_codes_for_one_address_are_stopped(intake, client, mailoutbox):
    for _try in range(6):
        Client().post("/apply/2031-a/account/", {"email": "new@demo.example"})

    assert len(mailoutbox) < 6


def test_nobody_opens_an_account_when_no_intake_is_open(client, intake):
    shift(intake, opens=-9, closes=-1)

    assert client.post("/apply/2031-a/account/", {"email": "new@demo.example"}).status_code == 404
    assert not User.objects.exists()


def test_accounts_that_were_never_entered_are_forgotten_after_a_week(client, intake):
    client.post("/apply/2031-a/account/", {"email": "new@demo.example"})
    make_applicant()

    early, late = (forget_unused_accounts(at=now() + timedelta(days=days)) for days in (6, 8))

    assert (early, late, User.objects.get().email) == (0, 1, "applicant.01@demo.example")


@pytest.mark.parametrize(
    "opens, closes, sentence",
    [(3, 9, "Applications open on"), (-9, -3, "Applications closed on")],
)
def test_before_you_start_outside_the_intake(client, intake, opens, closes, sentence):
    shift(intake, opens=opens, closes=closes)

    page = text_of(client.get("/apply/2031-a/"))

    assert sentence in page
    assert "Start now" not in page


FULL = "If no place is free when we decide, suitable applications come on the waiting list."
ORDER = "with equal scores, to the application that was sent first."


@pytest.mark.parametrize("places, told", [(1, True), (2, False)])
def test_before_you_start_it_says_that_all_places_are_taken(client, intake, applicant, places, told):
    Cohort.objects.filter(pk=intake.cohort_id).update(capacity=places)
    make_enrolment(intake.cohort, make_user("first@demo.example"))

    pages = [text_of(client.get("/apply/2031-a/")), text_of(client.get("/apply/2031-a/start/"))]

    assert [(FULL in page, ORDER in page) for page in pages] == [(told, told)] * 2


TAKEN = "ll 2 places are taken at present. You can still apply, for the waiting list."


@pytest.mark.parametrize("people, says", [(2, True), (1, False)])
def test_each_way_in_says_that_all_places_are_taken(client, intake, people, says):
    for number in range(people):
        make_enrolment(intake.cohort, make_user(f"{number}@demo.example"))

    pages = [text_of(client.get(address)) for address in ("/", "/programme/", "/tell-me/")]
    client.force_login(make_applicant())
    pages.append(text_of(client.get("/apply/")))

    assert [TAKEN in page for page in pages] == [says] * 4


def test_the_waiting_list_is_said_of_the_intake_that_is_full(client, intake):
    later = make_open_intake(intake.cohort.edition, "2031-b", capacity=2)
    shift(later, opens=-3, closes=40)
    for number in range(2):
        make_enrolment(later.cohort, make_user(f"{number}@demo.example"))

    programme, front = text_of(client.get("/programme/")), text_of(client.get("/"))

    assert f"Cohort 2031-b: a{TAKEN}" in programme
    assert (programme.count(TAKEN), TAKEN in front) == (1, False)


def test_of_an_intake_that_is_shut_it_does_not_say_that_places_are_taken(client, intake):
    shift(intake, opens=3, closes=9)
    Cohort.objects.filter(pk=intake.cohort_id).update(capacity=1)
    make_enrolment(intake.cohort, make_user("first@demo.example"))

    assert "All places are taken" not in text_of(client.get("/apply/2031-a/"))


def test_start_after_the_intake_has_closed_is_a_sentence(client, intake, applicant):
    shift(intake, opens=-9, closes=-3)

    response = client.post("/apply/2031-a/start/", follow=True)

    assert told(response) == ["The time to apply is over. Your text is kept, but it cannot be sent."]


def test_home_leads_to_the_only_application_or_says_how_to_apply(client, intake, applicant):
    assert "You can apply for Cohort 2031-a until" in text_of(client.get("/apply/"))

    start_application(applicant, intake, at=now())

    assert client.get("/apply/")["Location"] == "/apply/A-2031-0001/"


# The tasks.


def test_whole_way_from_the_start_to_the_receipt(client, intake, applicant):
    client.post("/apply/2031-a/start/")
    at = "/apply/A-2031-0001/"
    for key, data in TASKS.items():
        assert client.post(f"{at}tasks/{key}/", data)["Location"] == f"{at}tasks/"
    for kind in ("cv", "degree", "identity", "reference", "language"):
        file = SimpleUploadedFile(f"{kind}.pdf", PDF + kind.encode())
        client.post(f"{at}documents/", {"kind": kind, "file": file})
    sent = client.post(f"{at}check/", {"consent": "on"}, follow=True)

    application = Application.objects.get()
    assert sent.redirect_chain == [(f"{at}sent/", 302)]
    assert 'Your reference: <strong class="code">A-2031-0001</strong>' in text_of(sent)
    assert (application.state, application.region) == ("submitted", "africa")


def test_task_with_errors_keeps_what_was_typed(client, intake, applicant):
    start_application(applicant, intake, at=now())

    response = client.post("/apply/A-2031-0001/tasks/work/", {"role": "Head", "years_experience": "many"})

    page = text_of(response)
    assert response.status_code == 422
    assert "Organisation: Enter the name of your organisation." in page
    assert "Years of work experience: Enter a whole number of years, for example 8." in page
    assert 'value="Head"' in page
    assert Application.objects.get().role == ""


def test_task_is_kept_half_done_for_another_day(client, intake, applicant):
    start_application(applicant, intake, at=now())

    response = client.post("/apply/A-2031-0001/tasks/motivation/", {"motivation": "Begun.", "later": "1"})

    assert response["Location"] == "/apply/A-2031-0001/tasks/"
    assert Application.objects.get().motivation == "Begun."
    assert "Missing: Your text has 1 words. Write 400 to 600 words." in text_of(
        client.get("/apply/A-2031-0001/tasks/")
    )


def test_name_with_a_hidden_character_is_refused_at_entry(client, intake, applicant):
    start_application(applicant, intake, at=now())
    data = TASKS["about-you"] | {"printed_name": "Demo \u202eapplicant"}

    response = client.post("/apply/A-2031-0001/tasks/about-you/", data)

    assert response.status_code == 422
    assert "The name has a hidden character (U+202E). Enter the name again without it." in text_of(response)


def test_change_from_the_last_look_leads_back_to_it(client, intake, applicant):
    draft_of(applicant, intake)

    response = client.post("/apply/A-2031-0001/tasks/host/?to=check", TASKS["host"])

    assert response["Location"] == "/apply/A-2031-0001/check/"


@pytest.mark.parametrize("key", ["documents", "nothing"])
def test_unknown_task_is_404(client, intake, applicant, key):
    start_application(applicant, intake, at=now())

    assert client.get(f"/apply/A-2031-0001/tasks/{key}/").status_code == 404


def test_check_shows_the_printed_name_and_what_is_open(client, intake, applicant):
    application = draft_of(applicant, intake)
    Application.objects.filter(pk=application.pk).update(host="", years_experience=3)

    page = text_of(client.get("/apply/A-2031-0001/check/"))

    assert "<strong><bdi>Demo applicant 01</bdi></strong>" in page
    assert "5 years of experience are asked for; it is 3." in page
    assert "These tasks are not complete" in page
    assert "Send application" not in page


def test_send_without_consent_is_422(client, intake, applicant):
    draft_of(applicant, intake)

    response = client.post("/apply/A-2031-0001/check/")

    assert response.status_code == 422
    assert "Confirm this to send your application." in text_of(response)
    assert Application.objects.get().state == "draft"


def test_send_after_the_end_is_a_sentence_and_nothing_is_lost(client, intake, applicant):
    draft_of(applicant, intake)
    shift(intake, opens=-9, closes=-3)

    response = client.post("/apply/A-2031-0001/check/", {"consent": "on"})

    assert response.status_code == 422
    assert "The time to apply is over. Your text is kept, but it cannot be sent." in text_of(response)


@pytest.mark.parametrize("page", ["tasks/", "tasks/work/", "documents/", "check/"])
def test_pages_of_a_sent_application_lead_to_its_status(client, intake, applicant, page):
    sent_of(applicant, intake)

    assert client.get(f"/apply/A-2031-0001/{page}")["Location"] == "/apply/A-2031-0001/"


# Documents.


def upload(client, name: str, data: bytes, kind: str = "cv"):
    file = SimpleUploadedFile(name, data, content_type="application/pdf")
    return client.post("/apply/A-2031-0001/documents/", {"kind": kind, "file": file})


@pytest.mark.parametrize(
    "name, data, sentence",
    [
        ("essay.html;.pdf", b"<script>alert(1)</script>", "File: This file is not a PDF, JPEG or PNG file."),
        ("empty.pdf", b"", "File: The file is empty. Choose the file again."),
        ("big.pdf", b"%PDF-" + b"0" * 10 * 1024 * 1024, "File: The file is 11 MB. The limit is 10 MB."),
    ],
)
def test_file_that_cannot_be_taken_is_422_with_a_sentence(client, intake, applicant, name, data, sentence):
    start_application(applicant, intake, at=now())

    response = upload(client, name, data)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not Document.objects.exists()


def test_upload_without_a_file_or_with_an_unknown_kind_is_422(client, intake, applicant):
    start_application(applicant, intake, at=now())

    assert client.post("/apply/A-2031-0001/documents/", {"kind": "cv"}).status_code == 422
    assert upload(client, "x.pdf", PDF, kind="x").status_code == 422


def test_file_comes_back_as_an_attachment_that_nothing_runs_in(client, intake, applicant):
    start_application(applicant, intake, at=now())
    upload(client, '"><script>.pdf', PDF)

    response = client.get(f"/apply/A-2031-0001/documents/{Document.objects.get().stored_name}/")

    assert response.content == PDF
    assert {name: response[name] for name in ("Content-Type", "Content-Disposition")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="A-2031-0001-cv.pdf"',
    }
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_picture_called_pdf_is_a_picture(client, intake, applicant):
    start_application(applicant, intake, at=now())

    upload(client, "scan.pdf", picture())

    assert Document.objects.get().content_type == "image/png"


def test_removed_file_is_404(client, intake, applicant):
    start_application(applicant, intake, at=now())
    upload(client, "cv.pdf", PDF)
    address = f"/apply/A-2031-0001/documents/{Document.objects.get().stored_name}/"

    removed = client.post(f"{address}remove/", follow=True)

    assert told(removed) == ["Curriculum vitae is added.", "The file is removed."]
    assert client.get(address).status_code == 404


def test_private_files_have_no_address_under_media(client, intake, applicant, settings):
    start_application(applicant, intake, at=now())
    upload(client, "cv.pdf", PDF)
    name = Document.objects.get().stored_name

    statuses = {
        client.get(f"/media/{path}").status_code
        for path in (name, f"../private/admissions/{name}", f"private/admissions/{name}")
    }

    assert statuses <= {400, 404}


def test_document_of_another_application_is_404_even_for_its_neighbour(client, intake, applicant):
    start_application(applicant, intake, at=now())
    other = draft_of(make_user("other@demo.example"), intake)

    address = f"/apply/A-2031-0001/documents/{other.documents.first().stored_name}/"

    assert (client.get(address).status_code, client.post(f"{address}remove/").status_code) == (404, 404)


# Status and answers.


@pytest.mark.parametrize(
    "outcome, sentence",
    [
        (None, "Two readers will score your application."),
        ("ask_more", "We asked for something that is missing."),
        ("interview", "We would like to talk with you."),
        ("waitlist", "You are on the waiting list."),
        ("reject", "This application is closed. You can apply again to the next intake."),
    ],
)
def test_status_says_what_happens_next_and_whom_to_ask(client, intake, applicant, outcome, sentence):
    application = sent_of(applicant, intake)
    if outcome:
        decided(application, outcome, by=second_reader(), at=now())

    page = text_of(client.get("/apply/A-2031-0001/"))

    assert sentence in page
    assert "Write to the programme office" in page
    assert "You sent your application" in page
    assert ("Our letter" in page) == bool(outcome)


@pytest.mark.parametrize(
    "outcome, says_full, says_order",
    [
        (None, True, True),
        ("ask_more", True, True),
        ("interview", True, True),
        ("waitlist", False, True),
        ("reject", False, False),
    ],
)
def test_status_says_how_the_waiting_list_moves(client, intake, applicant, outcome, says_full, says_order):
    Cohort.objects.filter(pk=intake.cohort_id).update(capacity=1)
    make_enrolment(intake.cohort, make_user("first@demo.example"))
    application = sent_of(applicant, intake)
    if outcome:
        decided(application, outcome, by=second_reader(), at=now())

    page = text_of(client.get("/apply/A-2031-0001/"))

    assert (FULL in page, ORDER in page) == (says_full, says_order)


def test_accept_an_offer(client, intake, applicant):
    offered_to(applicant, intake)

    response = client.post("/apply/A-2031-0001/accept/", follow=True)

    assert "You have a place." in text_of(response)
    assert Enrolment.objects.get().user == applicant


def test_accept_after_the_end_is_a_sentence(client, intake, applicant):
    application = offered_to(applicant, intake)
    Application.objects.filter(pk=application.pk).update(offer_until=now() - timedelta(seconds=1))

    response = client.post("/apply/A-2031-0001/accept/", follow=True)

    assert told(response) == [
        "The time to accept this place is over. Ask the programme office whether one is free."
    ]


@pytest.mark.parametrize("page, state", [("decline/", "accepted"), ("withdraw/", "accepted")])
def test_asking_to_give_up_changes_nothing_and_sending_does(client, intake, applicant, page, state):
    offered_to(applicant, intake)

    asked = client.get(f"/apply/A-2031-0001/{page}")
    before = Application.objects.get().state
    client.post(f"/apply/A-2031-0001/{page}")

    assert (asked.status_code, before, Application.objects.get().state) == (200, state, "withdrawn")


def test_decline_without_an_offer_leads_back(client, intake, applicant):
    sent_of(applicant, intake)

    assert client.get("/apply/A-2031-0001/decline/")["Location"] == "/apply/A-2031-0001/"
    assert told(client.post("/apply/A-2031-0001/decline/", follow=True)) == [
        "This cannot be done now. The application A-2031-0001 has the state: Sent."
    ]


def test_receipt_of_a_draft_is_404(client, intake, applicant):
    draft_of(applicant, intake)

    assert client.get("/apply/A-2031-0001/sent/").status_code == 404


@pytest.mark.parametrize("page", ["", "tasks/", "check/", "documents/", "withdraw/", "tasks/work/"])
def test_strangers(client, intake, page):
    draft_of(make_applicant(), intake)
    other = Client()
    other.force_login(make_enrolment(intake.cohort).user)

    assert client.get(f"/apply/A-2031-0001/{page}")["Location"].startswith("/account/login/")
    assert other.get(f"/apply/A-2031-0001/{page}").status_code == 404
