"""What a line of the log says: one JSON object, without addresses, words, secrets and answers of people.

Django, Celery and others write the path of a request, the text of an error and the arguments of a task into their lines.
Paths carry the tokens of links, texts of errors the values of rows. So of their lines only the template is kept, and of
errors the kind and the places in the code. Lines of our own say what they say: they name rows by number.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

OURS = ("campus", "content", "courses", "learners", "cms", "granian", "_granian")
_ROOT = Path(__file__).resolve().parents[2]
_OPEN_ERRORS = (
    "OperationalError",
    "ImproperlyConfigured",
)  # they tell of services and settings, never of rows
_MOST_PLACES = 30

request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **({"request_id": request_id.get()} if request_id.get() else {}),
            **getattr(record, "facts", {}),
            **_route(record),
            **_task(record),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    if hasattr(record, "status_code"):
        return f"Answered with {record.status_code}"
    return str(record.msg)


def _route(record: logging.LogRecord) -> dict:
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return {"route": match.route} if match else {}


def _task(record: logging.LogRecord) -> dict:
    told = record.args if isinstance(record.args, dict) else {}
    return {key: told[key] for key in ("name", "id") if key in told}


def _error(error: BaseException) -> dict:
    kinds, cause = [type(error).__name__], error.__cause__ or error.__context__
    while cause is not None and len(kinds) < 5:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    told = {"kinds": kinds, "places": _places(error)}
    return told | {"text": str(error)} if kinds[0] in _OPEN_ERRORS else told


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_PLACES:]
    return [f"{frame.filename.removeprefix(f'{_ROOT}/')}:{frame.lineno} {frame.name}" for frame in frames]
