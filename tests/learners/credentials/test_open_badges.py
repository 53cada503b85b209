import base64
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from wagtail.models import Page

from content.principles.models import PrincipleIndexPage, PrinciplePage
from courses.editions.plan import plan_of
from courses.lessons.models import LessonPage, LessonPrinciple
from learners.credentials.eligibility import standing_for
from learners.credentials.evidence import evidence_of
from learners.credentials.issued_files import issued_file
from learners.credentials.issuer import did_document, issuer_did, method_of
from learners.credentials.models import IssuedFile, SigningKey
from learners.credentials.open_badges import identity_hash, open_badge
from learners.credentials.proofs import Proof, with_proof
from learners.credentials.signing import make_signing_key, private_half
from learners.credentials.tokens import check_token, document_in
from tests.learners.credentials.badges import badge_of, find_published, proof_of, token_text
from tests.learners.credentials.rows import AT, LATER, make_certificate, make_eligible
from tests.learners.credentials.test_rendering import FACTS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_ADDRESS = "https://campus.example.org"


@pytest.fixture
def certificate(eligible, key):
    return make_certificate(eligible)


def test_badge_says_who_what_when_and_where_its_status_stands(certificate):
    badge = badge_of(certificate)

    subject = badge["credentialSubject"]
    assert {
        key: badge[key] for key in ("@context", "id", "type", "issuer", "validFrom", "credentialStatus")
    } == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"https://campus.example.org/verify/{certificate.serial}/",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {
            "id": "did:web:campus.example.org",
            "type": ["Profile"],
            "name": "Demonstration Institute of Digital Government",
            "url": "https://campus.example.org",
        },
        "validFrom": "2026-09-02T12:00:00Z",
        "credentialStatus": {
            "id": f"https://campus.example.org/verify/status/1#{certificate.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(certificate.status_index),
            "statusListCredential": "https://campus.example.org/verify/status/1",
        },
    }
    assert subject["achievement"]["achievementType"] == "Certificate"


def test_of_the_person_only_the_name_and_a_hash_of_the_address_are_in_it(certificate):
    text = json.dumps(badge_of(certificate), ensure_ascii=False)
    email = certificate.enrolment.user.email
    hashed, name = badge_of(certificate)["credentialSubject"]["identifier"]

    assert email not in text
    assert hashed["identityHash"] == identity_hash(f" {email.upper()}", hashed["salt"])
    assert hashed["identityHash"] != identity_hash("somebody@else.example", hashed["salt"])
    assert (name["identityHash"], name["hashed"]) == ("Demo learner 07", False)


def test_two_badges_of_one_person_have_two_salts(certificate, cohort):
    other = make_certificate(make_eligible(cohort, "Demo learner 08"))
    salts = [badge_of(each)["credentialSubject"]["identifier"][0]["salt"] for each in (certificate, other)]

    assert len({*salts}) == 2


def test_evidence_holds_results_and_modules(certificate):
    assert badge_of(certificate)["evidence"] == [
        {
            "type": ["Evidence"],
            "name": "Quizzes",
            "genre": "Result",
            "narrative": "80.0 of 100, weight 100 per cent.",
        },
        {
            "type": ["Evidence"],
            "name": "M01 Module M01",
            "genre": "Module",
            "narrative": "2 of 2 lessons completed, 12 hours.",
        },
    ]


def test_signature_of_the_badge_fits_and_breaks_with_any_change(certificate):
    badge = badge_of(certificate)
    changed = json.loads(json.dumps(badge))
    changed["credentialSubject"]["identifier"][1]["identityHash"] = "Somebody else"

    assert (proof_of(badge), proof_of(changed)) == (Proof.GOOD, Proof.BAD)


def test_token_says_the_same_and_its_signature_fits(certificate):
    token = token_text(certificate)
    head, body, signature = token.split(".")
    bare = {key: value for key, value in badge_of(certificate).items() if key != "proof"}
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    changed = (
        base64.urlsafe_b64encode(json.dumps(claims | {"name": "Doctorate"}).encode()).decode().rstrip("=")
    )

    assert document_in(token) == bare
    assert (claims["iss"], claims["jti"]) == (issuer_did(), bare["id"])
    assert check_token(token, find_published) == Proof.GOOD
    assert check_token(f"{head}.{changed}.{signature}", find_published) == Proof.BAD


def test_badge_of_an_older_key_stays_good(certificate):
    SigningKey.objects.update(retired_at=LATER)
    new = make_signing_key(at=LATER)

    assert proof_of(badge_of(certificate)) == Proof.GOOD
    assert len(did_document()["verificationMethod"]) == 2
    assert did_document()["assertionMethod"][1].endswith(
        did_document()["verificationMethod"][1]["publicKeyMultibase"]
    )
    assert new.public_key not in json.dumps(did_document())  # as Multikey, not as figures


def test_a_port_in_the_address_is_escaped(settings):
    settings.SITE_ADDRESS = "http://localhost:8000"

    assert issuer_did() == "did:web:localhost%3A8000"


def test_files_are_kept_as_they_were_issued_with_their_digests(certificate):
    rows = IssuedFile.objects.filter(certificate=certificate).order_by("kind")

    assert [(row.kind, len(row.sha256), row.made_at) for row in rows] == [
        ("json", 64, LATER),
        ("jwt", 64, LATER),
        ("pdf", 64, LATER),
    ]
    assert issued_file(certificate, "pdf").startswith(b"%PDF")


def test_lessons_principles_are_aligned_and_stand_in_the_evidence(cohort, key):
    enrolment = make_eligible(cohort)
    link_first_lesson_to_a_principle()

    badge = badge_of(make_certificate(enrolment))

    [aligned] = badge["credentialSubject"]["achievement"]["alignment"]
    assert (aligned["targetCode"], aligned["targetName"]) == ("P3", "3. Data-driven culture")
    assert aligned["targetUrl"].startswith("https://campus.example.org/")
    assert evidence_of(standing_for(enrolment))[1]["narrative"].endswith("12 hours. Principles 3.")
    assert proof_of(badge) == Proof.GOOD


def link_first_lesson_to_a_principle() -> None:
    index = Page.objects.get(depth=1).add_child(
        instance=PrincipleIndexPage(
            title="Principles",
            reference="OECD/LEGAL/0406",
            recommendation_title="Recommendation",
            adopted_on=datetime(2014, 7, 15, tzinfo=UTC).date(),
        )
    )
    principle = index.add_child(
        instance=PrinciplePage(
            title="Data-driven culture",
            number=3,
            pillar="I",
            official_name="Official words",
            summary="Summary",
        )
    )
    lesson = LessonPage.objects.order_by("pk").first()
    LessonPrinciple.objects.create(lesson=lesson, principle=principle)


def test_at_is_the_moment_of_issue(certificate):
    assert badge_of(certificate)["proof"]["created"] == f"{LATER:%Y-%m-%dT%H:%M:%SZ}"
    assert AT < LATER


def test_classification_and_credits_stand_in_the_badge(eligible, key):
    plan = replace(
        plan_of(eligible.cohort.edition_id),
        award_policy={"rules": [{"text": "All modules."}], "classification": [{"label": "Pass with merit"}]},
    )
    facts = FACTS | {"credits_ects": 12}

    made = open_badge(facts, plan=plan, email="a@b.example", alignment=[], evidence=[], index=5, at=LATER)

    subject = made["credentialSubject"]
    described = subject["achievement"]["resultDescription"][0]
    assert (subject["result"][0]["value"], subject["creditsEarned"]) == ("Pass with merit", 12)
    assert subject["result"][0]["resultDescription"] == described["id"]
    assert described["allowedValue"] == ["Pass with merit"]
    signed = with_proof(made, private=private_half(key), method=method_of(key), at=LATER)
    assert proof_of(signed) == Proof.GOOD
