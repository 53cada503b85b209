"""A request to be erased: asked for, withdrawn, proposed by one of staff, approved by another one, or refused."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.audit.chaining import audit
from learners.privacy.erasing import erase
from learners.privacy.models import ErasureRequest
from learners.privacy.obstacles import obstacles_to_erasing

State = ErasureRequest.State
OPEN = (State.ASKED, State.PROPOSED)


class UnableToErase(RuleError):
    pass


@transaction.atomic
def ask_for_erasure(user, *, by, words: str = "", at: datetime) -> ErasureRequest:
    """by: the person, or somebody of staff to whom the person wrote. Open already is the same result."""
    get_user_model()._default_manager.select_for_update().get(pk=user.pk)
    found = open_request_of(user)
    return found or ErasureRequest.objects.create(user=user, asked_by=by, words=words.strip(), asked_at=at)


def open_request_of(user) -> ErasureRequest | None:
    return ErasureRequest.objects.filter(user=user, state__in=OPEN).first()


@transaction.atomic
def withdraw_request(request: ErasureRequest, *, by, at: datetime) -> ErasureRequest:
    """The person has thought better of it. Withdrawn already is the same result."""
    request = _locked(request)
    if request.state == State.WITHDRAWN:
        return request
    if request.state not in OPEN:
        raise UnableToErase(_("The request is decided already."))
    return _end(request, State.WITHDRAWN, by, at)


@transaction.atomic
def propose_erasure(request: ErasureRequest, *, by, reason: str, at: datetime) -> ErasureRequest:
    request = _locked(request)
    _require(request, State.ASKED, by)
    _require_free_of_obstacles(request, at)
    request.state, request.reason = State.PROPOSED, reason.strip()
    request.proposed_at, request.proposed_by = at, by
    request.save(update_fields=["state", "reason", "proposed_at", "proposed_by"])
    audit("erasure.proposed", at=at, by=by, person=request.user, about=f"erasure {request.pk}")
    return request


@transaction.atomic
def refuse_erasure(request: ErasureRequest, *, by, reason: str, at: datetime) -> ErasureRequest:
    """The person reads the reason."""
    request = _locked(request)
    if request.state not in OPEN:
        raise UnableToErase(_("The request is decided already."))
    _refuse_own(request, by)
    request.reason = reason.strip()
    request.save(update_fields=["reason"])
    return _end(request, State.REFUSED, by, at)


@transaction.atomic
def approve_erasure(request: ErasureRequest, *, by, at: datetime) -> ErasureRequest:
    """The second person. From here there is no way back."""
    request = _locked(request)
    _require(request, State.PROPOSED, by)
    if request.proposed_by_id == by.pk:
        raise UnableToErase(_("You have proposed it. Another person has to approve it."))
    _require_free_of_obstacles(request, at)
    request = _end(request, State.DONE, by, at)
    erase(request.user, proposed_by=request.proposed_by_id, approved_by=by.pk, at=at)
    return request


def _locked(request: ErasureRequest) -> ErasureRequest:
    rows = ErasureRequest.objects.select_for_update(of=("self",))
    return rows.select_related("user").get(pk=request.pk)


def _require(request: ErasureRequest, state: str, by) -> None:
    if request.state != state:
        raise UnableToErase(
            _("This cannot be done now. The request has the state: %s.") % request.get_state_display()
        )
    _refuse_own(request, by)


def _refuse_own(request: ErasureRequest, by) -> None:
    if by.pk == request.user_id:
        raise UnableToErase(_("It is about yourself. Other persons have to decide it."))


def _require_free_of_obstacles(request: ErasureRequest, at: datetime) -> None:
    obstacles = obstacles_to_erasing(request.user, at=at)
    if obstacles:
        raise UnableToErase(_("This person cannot be erased yet.") + " " + " ".join(obstacles))


def _end(request: ErasureRequest, state: str, by, at: datetime) -> ErasureRequest:
    request.state, request.decided_at, request.decided_by = state, at, by
    request.save(update_fields=["state", "decided_at", "decided_by"])
    return request
