import hashlib
from datetime import timedelta

import pytest

from content.base.private_files import private_storage
from content.base.uploads import NotAccepted
from learners.placements.agreeing import (
    amend_agreement,
    document_of,
    make_agreement,
    missing_parties,
    newest_agreement,
    sign_by_link,
    sign_in_account,
    upload_signed,
)
from learners.placements.agreement_words import _OF_SECTOR, CLAUSES, clauses_for
from learners.placements.linking import knock, make_link
from learners.placements.moving import UnableToPlace
from tests.factories.internship import (
    ENDS_ON,
    SIGNED_AT,
    fresh,
    make_approved,
    make_running,
    make_signed,
    sign_all,
    some_coordinator,
    terms,
)
from tests.learners.submissions.files import pdf

pytestmark = pytest.mark.django_db
PDF = pdf()
AT = SIGNED_AT


@pytest.fixture
def approved(enrolment):
    return make_approved(enrolment)


@pytest.fixture
def made(approved, cohort):
    return make_agreement(approved, terms(approved), by=some_coordinator(cohort), at=AT)


def test_the_document_is_kept_as_it_was_made(made):
    document = document_of(made)

    assert document.startswith(b"%PDF-")
    assert hashlib.sha256(document).hexdigest() == made.sha256
    assert [part["title"] for part in made.facts["parts"]] == [
        "Parties", "Dates, hours, place", "Task", "Duties of the supervisor", "Duties of the learner",
        "Working conditions and safety", "Confidentiality", "Data protection", "Intellectual property",
        "Equal treatment and safeguarding", "End of the agreement", "Public service",
    ]  # fmt: skip


def test_the_same_terms_give_the_same_bytes(made, approved, cohort):
    again = make_agreement(approved, terms(approved), by=some_coordinator(cohort), at=AT)

    assert again.number == 2
    assert document_of(again) != document_of(made)  # it names its version
    made.refresh_from_db()
    assert made.dropped_at == AT


@pytest.mark.parametrize("language", CLAUSES)
def test_each_type_of_host_has_its_clause_in_each_language(language):
    values = dict.fromkeys(("hours", "programme", "host", "learner", "supervisor"), "X")

    last = {sector: clauses_for(sector, language, values)[-1]["title"] for sector in _OF_SECTOR[language]}

    assert set(last) == {"government", "private", "nonprofit"}
    assert len(set(last.values())) == 3
    assert clauses_for("private", "xx", values) == clauses_for("private", "en", values)


def test_the_programme_signs_last_and_then_the_plan_is_next(made, enrolment, approved):
    office = some_coordinator(enrolment.cohort)
    told = {"sha256": made.sha256, "at": AT}

    with pytest.raises(UnableToPlace, match="The programme signs last"):
        sign_in_account(made, party="programme", name="Demo office", by=office, **told)
    sign_in_account(made, party="learner", name=enrolment.user.name, by=enrolment.user, **told)
    sign_by_link(made, name="Demo supervisor", **told)
    assert missing_parties(made) == ["programme"]
    assert fresh(approved).state == "agreement"
    sign_in_account(made, party="programme", name="Demo office", by=office, **told)

    placement = fresh(approved)
    assert (placement.state, placement.signed_at) == ("planning", AT)
    signatures = list(made.signatures.order_by("pk").values_list("party", "way", "name", "sha256", "by"))
    assert signatures == [
        ("learner", "account", "Demo learner 07", made.sha256, enrolment.user.pk),
        ("host", "link", "Demo supervisor", made.sha256, None),
        ("programme", "account", "Demo office", made.sha256, office.pk),
    ]
    assert made.sha256 in made.signatures.get(party="host").consent


def test_signing_twice_is_one_signature(made, enrolment):
    told = {"sha256": made.sha256, "at": AT}
    sign_by_link(made, name="Demo supervisor", **told)

    sign_by_link(made, name="Somebody else", **told)

    assert list(made.signatures.values_list("name", flat=True)) == ["Demo supervisor"]


def test_an_older_document_or_another_sum_is_not_signed(made, approved, cohort):
    make_agreement(approved, terms(approved), by=some_coordinator(cohort), at=AT)

    for sha256 in (made.sha256, "0" * 64):
        with pytest.raises(UnableToPlace, match="There is a newer version of the agreement"):
            sign_by_link(made, name="Demo supervisor", sha256=sha256, at=AT)
    with pytest.raises(UnableToPlace, match="There is a newer version"):
        sign_by_link(newest_agreement(approved), name="Demo supervisor", sha256=made.sha256, at=AT)


def test_a_signature_has_a_name_and_its_party(made, enrolment):
    with pytest.raises(UnableToPlace, match="Type your full name"):
        sign_by_link(made, name=" ", sha256=made.sha256, at=AT)
    with pytest.raises(UnableToPlace, match="The host signs by personal link"):
        sign_in_account(made, party="host", name="X", sha256=made.sha256, by=enrolment.user, at=AT)
    with pytest.raises(UnableToPlace, match="The programme signs signed in"):
        upload_signed(made, party="programme", name="X", data=PDF, signed_pdf=False, by=enrolment.user, at=AT)


def test_a_page_signed_by_hand_and_a_signed_pdf_are_kept_with_their_sums(made, enrolment):
    told = {"by": enrolment.user, "at": AT}
    signed = PDF + b"\n%/ByteRange [0 1 2 3]"

    upload_signed(made, party="host", name="Demo supervisor", data=PDF, signed_pdf=False, **told)
    upload_signed(made, party="learner", name="Demo learner 07", data=signed, signed_pdf=True, **told)

    ways = {each.party: (each.way, each.content_type, each.file_sha256) for each in made.signatures.all()}
    assert ways == {
        "host": ("scan", "application/pdf", hashlib.sha256(PDF).hexdigest()),
        "learner": ("pdf", "application/pdf", hashlib.sha256(signed).hexdigest()),
    }


def test_a_file_that_became_no_signature_is_not_kept(made, approved, cohort, enrolment):
    """Signed already, and refused because there is a newer version."""
    told = {"data": PDF, "signed_pdf": False, "by": enrolment.user, "at": AT}
    upload_signed(made, party="host", name="Demo supervisor", **told)
    kept = set(private_storage().listdir("agreements")[1])

    upload_signed(made, party="host", name="Somebody else", **told)
    make_agreement(approved, terms(approved), by=some_coordinator(cohort), at=AT)
    before = set(private_storage().listdir("agreements")[1])
    with pytest.raises(UnableToPlace, match="There is a newer version"):
        upload_signed(made, party="learner", name="Demo learner 07", **told)

    assert kept <= before
    assert len(before - kept) == 1, "the newer document alone"
    assert set(private_storage().listdir("agreements")[1]) == before


@pytest.mark.parametrize(
    "data, signed_pdf, error, says",
    [
        (b"MZ\x90 a program", False, NotAccepted, "not a PDF, JPEG or PNG"),
        (b"", False, NotAccepted, "The file is empty"),
        (b"%PDF-" + b"0" * (10 * 1024 * 1024), False, NotAccepted, "The limit is 10 MB"),
        (b"%PDF-1.7 plain", True, UnableToPlace, "This file has no digital signature"),
    ],
)
def test_a_file_that_is_no_signed_page_is_refused(made, enrolment, data, signed_pdf, error, says):
    with pytest.raises(error, match=says):
        upload_signed(
            made, party="host", name="X", data=data, signed_pdf=signed_pdf, by=enrolment.user, at=AT
        )

    assert not made.signatures.exists()


@pytest.mark.parametrize(
    "fields, says",
    [
        ({"insurance": ""}, "Write who insures the learner"),
        ({"paid": True, "pay": " "}, "Write how much is paid."),
        ({"task": ""}, "Describe the task."),
        ({"hours": 0}, "Enter between 1 and 120 hours."),
        ({"supervisor_email": "demo.learner.07@demo.example"}, "The learner cannot be the supervisor."),
        ({"ends_on": ENDS_ON + timedelta(days=60)}, "The placement has to end by"),
        ({"task": "A \U0001f9ff bead"}, "cannot be printed"),
    ],
)
def test_terms_that_break_a_rule_are_refused(approved, cohort, fields, says):
    with pytest.raises(UnableToPlace, match=says):
        make_agreement(approved, terms(approved, **fields), by=some_coordinator(cohort), at=AT)

    assert newest_agreement(approved) is None


def test_an_amendment_holds_when_all_have_signed_it(enrolment, cohort):
    placement = make_running(enrolment)
    changed = terms(placement, hours=100, ends_on=ENDS_ON - timedelta(days=7))
    later = AT + timedelta(days=20)

    version = amend_agreement(
        placement, changed, reason="A shorter task.", by=some_coordinator(cohort), at=later
    )

    assert (version.number, fresh(placement).hours, fresh(placement).state) == (2, 120, "running")
    sign_all(placement, at=later)
    placement = fresh(placement)
    assert (placement.hours, placement.ends_on) == (100, ENDS_ON - timedelta(days=7))
    assert placement.signed_at == AT  # hours of before still count
    assert [each.signed_at for each in placement.agreements.order_by("number")] == [AT, later]


def test_an_amendment_needs_a_reason_and_a_signed_agreement(approved, enrolment, cohort):
    by = some_coordinator(cohort)

    with pytest.raises(UnableToPlace, match="Load the page again"):
        amend_agreement(approved, terms(approved), reason="So.", by=by, at=AT)
    make_agreement(approved, terms(approved), by=by, at=AT)
    placement = sign_all(approved, at=AT)
    with pytest.raises(UnableToPlace, match="Write why the agreement is amended"):
        amend_agreement(placement, terms(placement), reason=" ", by=by, at=AT)


def test_a_new_supervisor_signs_and_the_old_links_open_nothing(enrolment, cohort):
    placement = make_signed(enrolment)
    token = make_link(placement, at=AT)
    changed = terms(placement, supervisor_name="Demo chief", supervisor_email="Chief@host.example")

    amend_agreement(placement, changed, reason="A new head.", by=some_coordinator(cohort), at=AT)

    placement = fresh(placement)
    assert (placement.supervisor_name, placement.supervisor_email) == ("Demo chief", "chief@host.example")
    assert knock(token, at=AT).standing == "revoked"
    assert knock(make_link(placement, at=AT), at=AT).placement == placement
