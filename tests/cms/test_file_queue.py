import json
import os
from queue import Empty

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

import cms.celery  # noqa: F401 -- makes the queue known
from cms.file_queue import Channel


@pytest.fixture
def channel(tmp_path):
    folders = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out")}
    options = folders | {"control_folder": str(tmp_path / "control")}
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection.default_channel


def test_the_embedded_default_uses_it_and_a_message_comes_as_it_went(channel):
    channel._put("celery", {"body": "Zoë"})

    assert isinstance(channel, Channel)
    assert channel._get("celery") == {"body": "Zoë"}
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_message_has_its_name_when_it_is_whole(channel, monkeypatch):
    """A worker looks when everything is written and nothing is named yet."""
    rename = os.rename

    def look_and_rename(part, whole):
        with pytest.raises(Empty):
            channel._get("celery")
        assert json.loads(part.read_text()) == {"body": "One"}
        rename(part, whole)

    monkeypatch.setattr("cms.file_queue.os.replace", look_and_rename)

    channel._put("celery", {"body": "One"})

    assert channel._get("celery") == {"body": "One"}


def test_a_folder_that_cannot_be_written_is_said(channel, tmp_path):
    channel.data_folder_out = str(tmp_path / "absent")

    with pytest.raises(ChannelError, match="Cannot add"):
        channel._put("celery", {})
