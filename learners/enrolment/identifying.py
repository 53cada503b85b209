"""The identity of somebody who came without an application: who enrols from a list has compared a document elsewhere."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.enrolment.models import Enrolment
from learners.events.recording import record


class UnableToIdentify(RuleError):
    pass


@transaction.atomic
def verify_identity(enrolment: Enrolment, *, seen: str, by, at: datetime) -> Enrolment:
    """Verified already is the same result. Raises UnableToIdentify.

    seen: how it was compared, without the number of a document: “passport, in the call of 3 March”.
    """
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.identity_verified_at:
        return enrolment
    if by.pk == enrolment.user_id:
        raise UnableToIdentify(_("Nobody verifies the own identity."))
    if not seen.strip():
        raise UnableToIdentify(_("Write which document you have seen, and how."))
    enrolment.identity_verified_at, enrolment.identity_verified_by = at, by
    enrolment.save(update_fields=["identity_verified_at", "identity_verified_by"])
    record("enrolment.identified", enrolment=enrolment, by=by, at=at, data={"seen": seen.strip()})
    return enrolment
