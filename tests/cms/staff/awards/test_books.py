import pytest
from wagtail.models import ModelLogEntry

from learners.credentials.dossier import keep_dossier
from learners.credentials.models import Dossier
from tests.cms.staff.awards.pages import BOARD, told
from tests.learners.credentials.rows import LATER, make_certificate, make_eligible

pytestmark = pytest.mark.django_db


def logged(action):
    return list(ModelLogEntry.objects.filter(action=action).values_list("user__email", flat=True))


def test_dossier_is_for_the_registrar_and_logged(cohort, key, first, second):
    certificate = make_certificate(make_eligible(cohort))
    page = f"{BOARD}{certificate.enrolment_id}/"

    got = second.get(f"{page}dossier.zip")

    assert (got.status_code, got["Content-Type"]) == (200, "application/zip")
    assert got["Content-Disposition"] == f'attachment; filename="dossier-{certificate.serial}.zip"'
    assert keep_dossier(certificate, at=LATER).head in second.get(page).content.decode()
    assert first.get(f"{page}dossier.zip").status_code == 403
    assert logged("campus.dossier_opened") == ["registrar@demo.example"]


def test_no_certificate_no_dossier(cohort, second):
    assert second.get(f"{BOARD}{make_eligible(cohort).pk}/dossier.zip").status_code == 404


def test_register_as_a_file_whose_cells_are_never_formulas(cohort, key, second):
    make_certificate(make_eligible(cohort, "=Demo learner"))

    got = second.get("/staff/awards/register.csv")

    assert got["Content-Type"] == "text/csv; charset=utf-8"
    assert got.content.decode().splitlines()[1].startswith("'=Demo learner,Certificate of Advanced Study,")
    assert logged("campus.register_exported") == ["registrar@demo.example"]


def test_an_older_certificate_has_no_dossier_yet_and_asking_writes_nothing(cohort, key, second):
    certificate = make_certificate(make_eligible(cohort))
    Dossier.objects.all().delete()

    got = second.get(f"{BOARD}{certificate.enrolment_id}/dossier.zip", follow=True)

    assert told(got) == ["The dossier of this older certificate is being made. Try again in five minutes."]
    assert not Dossier.objects.exists()
