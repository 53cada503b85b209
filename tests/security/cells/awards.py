"""Rows 30 to 35 of the role table: who may be awarded, certificates, and who checks them."""

from learners.credentials.models import AwardProposal, Certificate
from tests.security.cells.learning import EVERYBODY
from tests.security.cells.trying import NOBODY, PAIRS, Pair, way

BOARD = "/staff/awards/2026-a/"


@way("check_eligibility", "PA AU")
def board(stage, person):
    return person.reads(BOARD, stage.eligible.user.name, missing="/staff/awards/2026-x/")


@way("check_eligibility", "PA AU")
def board_of_parts(stage, person):
    return person.reads(f"{BOARD}exit/", stage.eligible.user.name)


@way("check_eligibility", "PA AU")
def record(stage, person):
    one = f"{BOARD}{{}}/".format
    return person.reads(one(stage.eligible.pk), stage.eligible.user.name, missing=one(987654))


def _proposals(stage):
    return AwardProposal.objects.filter(enrolment=stage.eligible)


PAIRS["issue_certificate"].append(
    Pair(
        propose=lambda stage, person: person.sends(f"{BOARD}propose/", {"who": str(stage.eligible.pk)}),
        approve=lambda stage, person: person.sends(f"{BOARD}approve/", {"who": str(stage.eligible.pk)}),
        is_proposed=lambda stage: _proposals(stage).exists(),
        is_done=lambda stage: Certificate.objects.filter(enrolment=stage.eligible).exists(),
        subject=lambda stage: stage.eligible.user,
    )
)


def _certificate(stage) -> Certificate:
    return Certificate.objects.get(pk=stage.world.certificate.pk)


def _desk(stage) -> str:
    return f"{BOARD}{stage.world.learner.pk}/"


PAIRS["revoke_certificate"].append(
    Pair(
        propose=lambda stage, person: person.sends(
            f"{_desk(stage)}revocation/", {"revocation-reason": "The work was copied."}
        ),
        approve=lambda stage, person: person.sends(f"{_desk(stage)}revocation/confirm/"),
        is_proposed=lambda stage: _certificate(stage).revocation_requests.exists(),
        is_done=lambda stage: _certificate(stage).revoked_at is not None,
        subject=lambda stage: stage.world.learner.user,
    )
)


def _address(stage, end: str) -> dict[str, str]:
    at = "/verify/{}/{}".format
    return {
        "address": at(stage.world.certificate.serial, end),
        "missing": at(stage.world.unknown_serial, end),
    }


@way("download_certificate", "LE")
def own_pdf(stage, person):
    return person.fetches(**_address(stage, "certificate.pdf"))


@way("download_certificate", "LE")
def own_credential(stage, person):
    return person.fetches(**_address(stage, "credential.json"))


@way("download_certificate", "LE")
def own_badge(stage, person):
    return person.fetches(**_address(stage, "badge.svg"))


@way("download_certificate", "PA AU SU")
def pdf_at_the_desk(stage, person):
    return person.fetches(f"{BOARD}{stage.world.learner.pk}/certificate.pdf")


@way("download_certificate", "PA AU SU")
def transcript_at_the_desk(stage, person):
    one = "/staff/learners/{}/transcript.pdf".format
    return person.fetches(one(stage.world.learner.pk), missing=one(987654))


@way("download_certificate", "TV")
def link_of_the_holder(stage, person):
    """It hands the credential over."""
    return person.sees(f"/wallet/{person.key}/exchange/", {}, f"verify/{stage.world.certificate.serial}")


@way("verify_credential", EVERYBODY)
def public_page(stage, person):
    return person.reads(f"/verify/{stage.world.certificate.serial}/", stage.world.certificate.facts["name"])


@way("list_credentials", "PA AU SU")
def register(stage, person):
    return person.reads("/staff/awards/register.csv", stage.world.certificate.serial)


@way("list_credentials", NOBODY)
def search_by_name(stage, person):
    return person.reads("/verify/?serial=Demo+learner+01", stage.world.certificate.serial)


@way("list_credentials", NOBODY)
def search_by_part_of_the_code(stage, person):
    return person.reads(
        f"/verify/?serial={stage.world.certificate.serial[:-2]}", stage.world.certificate.serial
    )


@way("list_credentials", NOBODY)
def status_list(stage, person):
    """The same for all: it names nobody."""
    return person.reads("/verify/status/1", stage.world.certificate.serial)


@way("list_credentials", NOBODY)
def search_of_the_site(stage, person):
    return person.reads("/search/?q=Demo+learner", stage.world.certificate.serial)
