import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from learners.credentials.models import SigningKey
from learners.credentials.signing import active_key, canonical, checksum, is_signed_by, make_signing_key, sign
from tests.learners.credentials.rows import AT, LATER

pytestmark = pytest.mark.django_db


def test_private_half_is_readable_by_its_owner_only_and_not_in_the_database(settings):
    key = make_signing_key(at=AT)

    file = settings.KEYS_FOLDER / f"{key.code}.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text() not in (key.public_key, key.code)
    assert len(bytes.fromhex(key.public_key)) == 32


def test_newest_key_signs_and_the_older_one_still_verifies():
    old = make_signing_key(at=AT)
    signature = sign({"name": "Ana"}, key=old)
    SigningKey.objects.filter(pk=old.pk).update(retired_at=LATER)
    new = make_signing_key(at=LATER)

    assert active_key() == new
    assert is_signed_by({"name": "Ana"}, signature, key=old)
    assert not is_signed_by({"name": "Ana"}, signature, key=new)


def test_canonical_form_does_not_hang_on_the_order_of_keys():
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'.encode()


def test_checksum_is_16_figures_in_groups():
    assert checksum({"a": 1}) == "015A BD7F 5CC5 7A2D"


@pytest.mark.parametrize("signature", ["", "zz", "00", "00" * 64])
def test_garbage_is_no_signature(key, signature):
    assert not is_signed_by({"a": 1}, signature, key=key)


def test_garbage_is_no_key(key):
    signature = sign({"a": 1}, key=key)
    key.public_key = "no figures"

    assert not is_signed_by({"a": 1}, signature, key=key)


facts = st.dictionaries(
    st.text(max_size=8), st.one_of(st.text(max_size=12), st.integers()), min_size=1, max_size=6
)


@given(data=st.data())
def test_one_changed_fact_breaks_the_signature(data):
    original = data.draw(facts)
    name = data.draw(st.sampled_from(sorted(original)))
    changed = original | {name: data.draw(st.one_of(st.text(max_size=12), st.integers()))}

    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw().hex()
    signature = private.sign(canonical(original)).hex()

    same = canonical(original) == canonical(changed)
    assert is_signed_by(changed, signature, key=SigningKey(public_key=public)) is same
