"""The queue of the embedded default: one file for each message.

Kombu writes a message under its final name. A worker that looks between opening and writing takes an empty file and
ends on it. Here a message gets its name when it is whole.
"""

import os
from pathlib import Path
from time import monotonic
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):  # type: ignore[override]
        """Raises ChannelError when nothing can be written."""
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        try:
            (folder / f"{name}.part").write_text(dumps(payload), encoding="utf-8")
            os.replace(folder / f"{name}.part", folder / name)
        except OSError as error:
            raise ChannelError(f"Cannot add {name} to {folder}") from error


class Transport(filesystem.Transport):
    Channel = Channel


def use_whole_files() -> None:
    """Before the first connection: addresses that begin with filesystem:// lead here."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
