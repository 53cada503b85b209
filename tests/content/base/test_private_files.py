"""The same laws for files on disk and in a store that speaks S3."""

import errno
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from io import BytesIO

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.core.files import File

from cms.settings.storing import private_files
from content.base.private_files import PrivateFolder, private_storage

WORK = PrivateFolder("work")


@pytest.fixture(scope="session")
def store_address():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _try in range(200):
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
            break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(10)


@pytest.fixture
def environment(monkeypatch, store_address):
    for name, value in {
        "BUCKET": "campus",
        "KEY": "demo",
        "SECRET": "demo",
        "ADDRESS": store_address,
    }.items():
        monkeypatch.setenv(f"CAMPUS_S3_{name}", value)
    monkeypatch.setenv("CAMPUS_S3_REGION", "us-east-1")


@pytest.fixture
def bucket(environment, store_address, settings):
    keys = {"aws_access_key_id": "demo", "aws_secret_access_key": "demo", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=store_address, **keys)
    client.create_bucket(Bucket="campus")
    settings.STORAGES = settings.STORAGES | {"private": private_files()}
    return client


@pytest.fixture(params=["disk", "store"])
def _kept_there(request, settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    if request.param == "store":
        request.getfixturevalue("bucket")


@pytest.mark.usefixtures("_kept_there")
def test_a_kept_file_is_read_and_erased():
    name = WORK.keep(b"the words of Demo learner 07")

    assert len(name) == 40
    assert (WORK.read(name), WORK.has(name)) == (b"the words of Demo learner 07", True)
    with WORK.as_path(name) as path:
        assert path.read_bytes() == b"the words of Demo learner 07"

    WORK.erase(name)
    WORK.erase(name)

    assert (WORK.read(name), WORK.has(name)) == (None, False)


@pytest.mark.usefixtures("_kept_there")
def test_no_name_is_no_file():
    WORK.erase("")

    assert (WORK.read(""), WORK.has(""), WORK.read("0" * 40)) == (None, False, None)


@pytest.mark.usefixtures("_kept_there")
def test_a_large_file_goes_through_whole():
    data = bytes(range(256)) * 40_000

    name = PrivateFolder("imports", ending=".roster").keep_file(File(BytesIO(data), name="../../people.csv"))

    assert name.endswith(".roster")
    assert PrivateFolder("imports").read(name) == data


def test_on_disk_only_the_owner_reads(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path

    name = WORK.keep(b"x")

    folder = tmp_path / "private" / "work"
    assert [file.name for file in folder.iterdir()] == [name]
    assert folder.stat().st_mode & 0o777 == 0o700


class CutShort(File):
    """A file of which the second half does not fit on the disk."""

    def chunks(self, chunk_size=None):
        yield b"first half"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_on_disk_nothing_stays_of_a_file_that_did_not_fit(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path

    with pytest.raises(OSError, match="No space left"):
        WORK.keep_file(CutShort(BytesIO(), name="work.pdf"))

    assert list((tmp_path / "private" / "work").iterdir()) == []


def test_a_copy_of_a_file_in_the_store_does_not_stay(bucket):
    name = WORK.keep(b"x")

    with WORK.as_path(name) as path:
        assert path.is_file()

    assert not path.exists()


def test_nothing_in_the_store_has_an_open_address(bucket):
    name = WORK.keep(b"x")

    grants = bucket.get_object_acl(Bucket="campus", Key=f"private/work/{name}")["Grants"]

    assert [grant["Permission"] for grant in grants] == ["FULL_CONTROL"]
    assert "X-Amz-Signature" in private_storage().url(f"work/{name}")


def test_a_store_that_is_down_or_refuses_is_no_missing_file(bucket, settings, monkeypatch):
    name = WORK.keep(b"x")
    monkeypatch.setenv("CAMPUS_S3_BUCKET", "elsewhere")
    settings.STORAGES = settings.STORAGES | {"private": private_files()}
    with pytest.raises(ClientError):
        WORK.keep(b"x")

    monkeypatch.setenv("CAMPUS_S3_ADDRESS", "http://127.0.0.1:9")
    settings.STORAGES = settings.STORAGES | {"private": private_files()}

    with pytest.raises(EndpointConnectionError):
        WORK.read(name)


@pytest.mark.parametrize("missing", ["CAMPUS_S3_KEY", "CAMPUS_S3_SECRET"])
def test_half_a_store_stops_the_start(environment, monkeypatch, missing):
    monkeypatch.delenv(missing)

    with pytest.raises(SystemExit, match=f"{missing} is missing"):
        private_files()


def test_without_a_bucket_files_lie_on_disk():
    assert private_files() == {"BACKEND": "content.base.private_files.PrivateDisk"}
