"""What those who watch the site get: lines of JSON, and figures that all processes of a machine share."""

import contextlib
import os
import time
from pathlib import Path

_FORGOTTEN_AFTER = 2 * 86_400


def share_figures(folder: str | Path) -> None:
    """Each process counts in files of this folder. Call it before the library that counts is loaded: it looks once.

    Files of processes that ended days ago go; their share goes with them, which readers of counters take as a restart.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    for file in folder.glob("*.db"):
        number = file.stem.rpartition("_")[2]
        with contextlib.suppress(OSError):
            ended = not Path("/proc", number).exists()
            if ended and time.time() - file.stat().st_mtime > _FORGOTTEN_AFTER:
                file.unlink()


def json_lines(logging: dict) -> dict:
    """Everything to standard output, one JSON object a line."""
    return logging | {
        "formatters": {"json": {"()": "cms.sight.logs.JsonFormatter"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout"}
        },
        "loggers": logging["loggers"] | {"campus": {"level": "INFO"}},
    }
