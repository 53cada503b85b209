"""Fourteen questions to the installation: whether all is well, the figure, and what to do when it is not."""

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import Tags, run_checks
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.sight.heartbeats import EVERY, Heartbeats, heartbeats
from cms.sight.mails import mails_lately
from cms.sight.probes import Answer, ask_all
from content.base.clock import time_of_database
from content.base.errors import RuleError
from learners.credentials.pdf_signing import certificate_ends_at
from learners.credentials.signing import active_key, private_half
from learners.events.queries import Outbox, outbox

GOOD, WATCH, BAD = "ok", "warn", "bad"
_GIB = 1024**3
_Words = str | Promise


@dataclass(frozen=True)
class Finding:
    state: str
    figure: str
    sentence: str
    to_do: str = ""


@dataclass(frozen=True)
class Check:
    key: str
    title: _Words
    finding: Finding

    @property
    def tag(self) -> str:
        return {GOOD: _("Passes"), WATCH: _("Watch"), BAD: _("Fails")}[self.finding.state]


@dataclass(frozen=True)
class _Seen:
    """What several checks look at, read once."""

    answers: dict[str, Answer]
    beats: Heartbeats | None
    outbox: Outbox | None
    at: datetime


def all_checks(*, at: datetime) -> list[Check]:
    """In a fixed order. A check that itself fails is a failed check, never a failed page."""
    answers = ask_all()
    seen = _Seen(
        answers=answers,
        beats=heartbeats() if answers["cache"].works else None,
        outbox=outbox() if answers["database"].works else None,
        at=at,
    )
    return [Check(key, title, _found(question, seen)) for key, title, question in _CHECKS]


def _found(question: Callable[[_Seen], Finding], seen: _Seen) -> Finding:
    try:
        return question(seen)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the other thirteen answers are wanted
        return Finding(BAD, type(error).__name__, _("This check could not be made."), _("Read the log."))


def _service(name: str, good: _Words, bad: _Words, to_do: _Words) -> Callable[[_Seen], Finding]:
    def check(seen: _Seen) -> Finding:
        answer = seen.answers[name]
        figure = _("%s ms") % round(answer.seconds * 1000)
        if answer.works:
            return Finding(GOOD, figure, str(good))
        return Finding(BAD, answer.error, str(bad), str(to_do))

    return check


def _database(seen: _Seen) -> Finding:
    database, tables = seen.answers["database"], seen.answers["migrations"]
    if not database.works:
        to_do = _("Start PostgreSQL; see DATABASE_URL.")
        return Finding(BAD, database.error, _("It does not answer."), to_do)
    figure = _("%s ms") % round(database.seconds * 1000)
    if not tables.works:
        sentence = _("Its tables are not those of this version.")
        return Finding(BAD, figure, sentence, _("Run “manage.py migrate”."))
    return Finding(GOOD, figure, _("It answers, and its tables are those of this version."))


def _clock_skew(_seen: _Seen) -> Finding:
    skew = abs(time.time() - time_of_database().timestamp())
    figure = _("%s s") % round(skew, 1)
    if skew <= 5:
        return Finding(GOOD, figure, _("Web server and database have the same time."))
    sentence = _("Web server and database differ: deadlines would be wrong.")
    return Finding(BAD, figure, sentence, _("Let both follow a time server (systemd-timesyncd or chrony)."))


def _sign_of_life(read: Callable[[Heartbeats], float | None], fine: _Words, silent: _Words, to_do: _Words):
    def check(seen: _Seen) -> Finding:
        since = read(seen.beats) if seen.beats else None
        if since is None:
            return Finding(BAD, "–", str(silent), str(to_do))
        figure = _("%s s ago") % round(since)
        if since <= 3 * EVERY:
            return Finding(GOOD, figure, str(fine))
        return Finding(BAD, figure, str(silent), str(to_do))

    return check


def _queue(seen: _Seen) -> Finding:
    broker = seen.answers["broker"]
    if not broker.works:
        return Finding(BAD, broker.error, _("The queue does not answer."), _("Start Redis; see REDIS_URL."))
    age = seen.beats.queue_age if seen.beats else None
    if age is None:
        return Finding(WATCH, "–", _("Nothing has run yet."), _("Start worker and clock."))
    figure = _("%s s") % round(age, 1)
    if age <= 60:
        return Finding(GOOD, figure, _("Tasks start soon after they were sent."))
    return Finding(WATCH, figure, _("Tasks wait long for a worker."), _("Start more workers."))


def _outbox(seen: _Seen) -> Finding:
    if seen.outbox is None:
        return Finding(BAD, "–", _("The database does not answer."))
    age = seen.at - seen.outbox.oldest_at if seen.outbox.oldest_at else timedelta()
    count = seen.outbox.waiting
    figure = ngettext("%s waits", "%s wait", count) % count
    if age <= timedelta(minutes=10):
        return Finding(GOOD, figure, _("Mails and other consequences leave at once."))
    state = WATCH if age <= timedelta(hours=1) else BAD
    sentence = _("The oldest has waited for %s minutes.") % round(age.total_seconds() / 60)
    return Finding(state, figure, sentence, _("Look at worker, clock and mail server."))


def _parked(seen: _Seen) -> Finding:
    if seen.outbox is None:
        return Finding(BAD, "–", _("The database does not answer."))
    count = seen.outbox.parked
    if not count:
        return Finding(GOOD, "0", _("No work was given up."))
    sentence = _("Work was given up after three runs.")
    return Finding(BAD, str(count), sentence, _("Remove the cause, then let it run again: below."))


def _mail(seen: _Seen) -> Finding:
    if "filebased" in settings.MAIL_THROUGH and not settings.DEMO_ALLOWED:
        return Finding(BAD, "–", _("Mails are written to a folder. Nobody gets them."), _("Set EMAIL_URL."))
    if not seen.answers["cache"].works:
        return Finding(WATCH, "–", _("Mails are not counted while the cache is down."))
    sent, failed = (mails_lately(what, at=seen.at) for what in ("sent", "failed"))
    figure = _("%(sent)s sent, %(failed)s failed") % {"sent": sent, "failed": failed}
    if not failed:
        return Finding(GOOD, figure, _("The mail server took all mails of the last 24 hours."))
    to_do = _("Look into the log of the mail server. What failed is tried three times.")
    return Finding(
        BAD if failed > sent else WATCH,
        figure,
        _("The mail server refused mails in the last 24 hours."),
        to_do,
    )


def _disk(_seen: _Seen) -> Finding:
    usage = shutil.disk_usage(settings.DATA_FOLDER)
    figure = _("%(free)s GB free of %(total)s GB") % {
        "free": round(usage.free / _GIB, 1),
        "total": round(usage.total / _GIB, 1),
    }
    share = usage.free / usage.total
    if share >= 0.15:
        return Finding(GOOD, figure, _("There is room on the disk."))
    sentence = _("The disk is nearly full. When it is full, nobody can hand in.")
    return Finding(WATCH if share >= 0.05 else BAD, figure, sentence, _("Make room or add a larger disk."))


def _backup(seen: _Seen) -> Finding:
    made, drilled = (_moment_in(name) for name in ("last-backup.json", "last-restore-drill.json"))
    if made is None:
        sentence = _("No backup is known. What is lost now cannot come back.")
        return Finding(
            BAD, _("never"), sentence, _("Run “manage.py backup” every night: docs/operations.md.")
        )
    figure = _("%s hours ago") % round((seen.at - made).total_seconds() / 3600)
    if seen.at - made > timedelta(hours=26):
        return Finding(BAD, figure, _("The last backup is old."), _("Look at the timer campus-backup."))
    if drilled is None or seen.at - drilled > timedelta(days=35):
        to_do = _("Run “make restore-drill”. A backup that was never restored is a hope.")
        return Finding(WATCH, figure, _("No restore was tried in the last five weeks."), to_do)
    return Finding(GOOD, figure, _("There is a backup, and a restore was tried."))


def _moment_in(name: str) -> datetime | None:
    file = Path(settings.DATA_FOLDER) / name
    if not file.is_file():
        return None
    told = json.loads(file.read_text(encoding="utf-8"))
    found = told.get("at")
    return parse_datetime(found) if isinstance(found, str) else None


def _signing(seen: _Seen) -> Finding:
    try:
        private_half(active_key())
        ends = certificate_ends_at()
    except RuleError as refusal:
        return Finding(BAD, "–", str(refusal), _("No certificate can be issued until then."))
    if ends is None:
        return Finding(
            GOOD, _("ready"), _("The key signs. The certificate for PDFs is made at the first award.")
        )
    days = (ends - seen.at).days
    figure = ngettext("%s day left", "%s days left", days) % days
    if days >= 60:
        return Finding(GOOD, figure, _("The key signs, and the certificate for PDFs is valid."))
    return Finding(
        WATCH if days > 0 else BAD,
        figure,
        _("The certificate for PDFs ends soon."),
        _("Get a new one, and set CAMPUS_PDF_CERTIFICATE."),
    )


def _settings(_seen: _Seen) -> Finding:
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    serious = [message for message in found if message.level >= 30 and not message.is_silenced()]
    if not serious:
        return Finding(GOOD, "0", _("Cookies, https and secrets are set as a public site needs them."))
    first = serious[0]
    state = WATCH if settings.DEMO_ALLOWED else BAD
    return Finding(
        state, str(len(serious)), str(first.msg), str(first.hint or "") or f"manage.py check: {first.id}"
    )


_T = gettext_lazy
_CHECKS: list[tuple[str, _Words, Callable[[_Seen], Finding]]] = [
    ("database", _T("Database"), _database),
    ("time", _T("Time"), _clock_skew),
    ("cache", _T("Cache"), _service("cache", _T("It answers."), _T("It does not answer. Nobody can sign in; whoever is signed in goes on."), _T("Start Redis; see REDIS_URL."))),
    ("queue", _T("Queue"), _queue),
    ("worker", _T("Worker"), _sign_of_life(lambda beats: beats.worker, _T("Work in the background is done."), _T("Nothing is done in the background."), _T("Start campus-worker."))),
    ("clock", _T("Clock"), _sign_of_life(lambda beats: beats.clock, _T("Deadlines and reminders are kept."), _T("Nothing happens by the clock."), _T("Start campus-beat, once."))),
    ("outbox", _T("Outbox"), _outbox),
    ("parked", _T("Given up"), _parked),
    ("mail", _T("Mail"), _mail),
    ("storage", _T("Files of people"), _service("storage", _T("They can be kept and read."), _T("They cannot be kept: nobody can hand in a file."), _T("Look at the data folder, or at CAMPUS_S3_ADDRESS."))),
    ("disk", _T("Disk"), _disk),
    ("backup", _T("Backup"), _backup),
    ("signing", _T("Keys of certificates"), _signing),
    ("settings", _T("Settings"), _settings),
]  # fmt: skip
