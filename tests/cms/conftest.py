"""An author's module, and how somebody signs in."""

import pytest

from cms.accounts.syncing import sync_roles
from courses.programme.models import ModulePage
from tests.factories.programme import make_module, make_programme
from tests.factories.replaying import Replayed


def _build_modules() -> None:
    module = make_module(make_programme())
    make_module(module.get_parent().specific, "M02")
    sync_roles()


_MODULES = Replayed(_build_modules)


@pytest.fixture
def module(db):
    """The first of two; every role has its group."""
    _MODULES.make()
    return ModulePage.objects.get(code="M01")


@pytest.fixture
def sign_in(client):
    def sign_in(user):
        signed_in = type(client)()
        signed_in.force_login(user)
        return signed_in

    return sign_in
