import pytest

from learners.credentials.models import Certificate, SigningKey
from learners.credentials.signing import make_signing_key
from learners.credentials.verifying import Status, Verdict, verify
from tests.learners.credentials.rows import AT, LATER, make_certificate, make_certified, make_eligible

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(db):
    return make_certified()


def change(certificate, **fields):
    Certificate.objects.filter(pk=certificate.pk).update(**fields)


@pytest.mark.parametrize("fact", ["name", "award", "classification", "issued_on", "serial", "hours"])
def test_one_changed_fact_is_altered_and_is_not_repeated(certificate, fact):
    change(certificate, facts=certificate.facts | {fact: "changed"})

    verdict = verify(certificate.serial, at=LATER)

    assert (verdict.status, verdict.facts) == (Status.ALTERED, {})


def test_added_fact_is_altered(certificate):
    change(certificate, facts=certificate.facts | {"honours": "yes"})

    assert verify(certificate.serial, at=LATER).status == Status.ALTERED


def test_signature_of_another_certificate_is_altered(certificate):
    cohort = certificate.enrolment.cohort
    other = make_certificate(make_eligible(cohort, "Demo learner 08"))
    change(certificate, facts=other.facts, signature=other.signature)

    assert verify(certificate.serial, at=LATER).status == Status.ALTERED


def test_signature_under_another_key_is_altered(certificate):
    change(certificate, key=make_signing_key(at=LATER))

    assert verify(certificate.serial, at=LATER).status == Status.ALTERED


def test_certificate_of_a_retired_key_stays_valid(certificate):
    SigningKey.objects.update(retired_at=LATER)
    make_signing_key(at=LATER)

    assert verify(certificate.serial, at=LATER) == Verdict(Status.VALID, LATER, certificate)


def test_certificate_whose_private_key_is_gone_stays_valid(certificate, settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path / "gone"

    assert verify(certificate.serial, at=LATER).status == Status.VALID


@pytest.mark.parametrize(
    "typed", ["", "x", "00000-00000-00000-00000-000000", "'; DROP TABLE", "\x00", "９" * 26]
)
def test_garbage_and_strangers_numbers_are_unknown(certificate, typed):
    assert verify(typed, at=AT) == Verdict(Status.UNKNOWN, AT)


def test_verify_costs_one_query(certificate, django_assert_num_queries):
    with django_assert_num_queries(1):
        verify(certificate.serial, at=LATER)


@pytest.mark.parametrize(
    "programme, award",
    [
        ("Global E-Governance", "Certificate of Advanced Study: Global E-Governance"),
        ("Certificate of Advanced Study in E-Governance", "Certificate of Advanced Study in E-Governance"),
    ],
)
def test_award_is_named_with_its_programme_once(programme, award):
    facts = {"award": "Certificate of Advanced Study", "programme": programme}

    assert Verdict(Status.VALID, AT, Certificate(facts=facts)).award == award
