"""Text of applicants and readers can do nothing on the pages of admissions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from learners.admissions.applying import start_application, submit_application
from learners.admissions.models import Application, Decision, Review
from learners.admissions.reviewing import declare_conflict, score
from tests.factories.programme import make_small_programme
from tests.learners.admissions.rows import (
    PDF,
    SCORES,
    administrator,
    decided,
    make_applicant,
    second_reader,
)
from tests.learners.admissions.world import fill_in, make_open_intake
from tests.security.test_stored_text import OWN, dangers, published_vectors

pytestmark = pytest.mark.django_db
ALL = " ".join([*OWN, *published_vectors()])
HARM = OWN[0] + OWN[3] + OWN[4]


@pytest.fixture
def pages(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    edition = make_small_programme().edition
    applicant, staff = Client(), Client()
    user = make_applicant()
    applicant.force_login(user)
    staff.force_login(second_reader())
    sent = fill_in(start_application(user, make_open_intake(edition), at=now()))
    draft = fill_in(start_application(user, make_open_intake(edition, "2031-b"), at=now()))
    file = SimpleUploadedFile('"><img src=x onerror=alert(1)>.pdf', PDF + b"x")
    applicant.post(f"/apply/{draft.reference}/documents/", {"kind": "cv", "file": file})
    submit_application(sent, consent=True, at=now())
    score(sent, SCORES | {"relevance_note": ALL[:1000]}, by=second_reader(), at=now())
    declare_conflict(sent, by=administrator(), at=now(), reason=HARM[:300])
    decided(sent, "waitlist", by=second_reader(), at=now(), reason=HARM)
    fields = ("printed_name", "phone", "organisation", "role", "responsibility", "education", "host_note")
    Application.objects.update(motivation=ALL, **fitting_short(fields))
    Decision.objects.update(letter=ALL)
    own, desk = f"/apply/{draft.reference}/", f"/staff/admissions/2031-a/{sent.reference}/"
    asked = {
        applicant: [
            "/apply/",
            f"/apply/{sent.reference}/",
            *(
                f"{own}{end}"
                for end in ("tasks/", "tasks/work/", "tasks/motivation/", "documents/", "check/")
            ),
        ],
        staff: [
            "/staff/admissions/2031-a/?find=%3Cscript%3Ealert(1)%3C/script%3E",
            desk,
            f"{desk}decide/reject/",
        ],
    }
    return {address: browser.get(address) for browser, each in asked.items() for address in each}


def fitting_short(fields) -> dict[str, str]:
    return {name: HARM[: Application._meta.get_field(name).max_length] for name in fields}


def test_no_page_carries_out_what_people_wrote(pages):
    running = {address: found for address, page in pages.items() if (found := dangers(page.content.decode()))}

    assert running == {}
    assert {page.status_code for page in pages.values()} == {200}


def test_the_text_really_stands_on_those_pages(pages):
    silent = {address for address, page in pages.items() if "alert(1)" not in page.content.decode()}

    assert silent <= {"/apply/", next(each for each in pages if each.endswith("tasks/"))}
    assert Review.objects.exclude(relevance_note="").exists()
