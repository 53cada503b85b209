"""An author's module, and how somebody signs in."""

import pytest

from cms.accounts.syncing import sync_roles
from tests.factories.programme import make_module, make_programme


@pytest.fixture
def module(db):
    module = make_module(make_programme())
    make_module(module.get_parent().specific, "M02")
    sync_roles()
    return module


@pytest.fixture
def sign_in(client):
    def sign_in(user):
        signed_in = type(client)()
        signed_in.force_login(user)
        return signed_in

    return sign_in
