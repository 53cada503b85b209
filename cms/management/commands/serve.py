"""One command for one machine: web server, task worker and clock, and nothing else to install."""

import socket
import sys
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.settings.env import read
from cms.supervising import Part, PartFailed, Supervisor

DEMO_ACCOUNTS = (
    "learner",
    "applicant",
    "instructor",
    "instructor2",
    "tutor",
    "administrator",
    "administrator2",
    "registrar",
)


class Command(BaseCommand):
    help = "Prepare the embedded installation, then run web server, worker and clock until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *, port: int, workers: int, **_options):
        if _is_busy(port):
            raise CommandError(
                f"Port {port} is in use. Stop what runs there, or choose another: PORT=8123 make run"
            )
        call_command("quickstart", stdout=self.stdout)
        supervisor = Supervisor(_parts(port, workers), tell=self.stderr.write)
        try:
            self._wait_until_ready(port, supervisor)
            if not supervisor.asked:
                self._tell(port)
            while not supervisor.asked:
                supervisor.mend()
                time.sleep(0.2)
        except PartFailed as failure:
            raise CommandError(f"{failure} The last lines of the part stand above.") from failure
        finally:
            supervisor.stop()

    def _wait_until_ready(self, port: int, supervisor: Supervisor) -> None:
        while not supervisor.asked:
            supervisor.mend()
            if _is_ready(port):
                return
            time.sleep(0.1)

    def _tell(self, port: int) -> None:
        lines = [f"The campus is open: http://localhost:{port}/   (Ctrl-C stops it)"]
        if settings.DEMO_ALLOWED:
            password = read("CAMPUS_DEMO_PASSWORD", default="campus-demo")
            lines.append(
                f"Demo accounts, with the password {password} unless it was another one at the first start:"
            )
            lines += [f"  {name}@demo.example" for name in DEMO_ACCOUNTS]
        lines.append(f"Data: {settings.DATA_FOLDER}. Mails are written to {settings.DATA_FOLDER / 'mail'}.")
        self.stdout.write("\n".join(lines))


def _parts(port: int, workers: int) -> list[Part]:
    python = sys.executable
    web = [
        python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "2", "--no-access-log", "--log-level", "warning", "cms.wsgi:application",
    ]  # fmt: skip
    # Celery warns of a worker that runs as root: on a machine of one's own that is no fault.
    worker = [
        python, "-W", "ignore::RuntimeWarning", "-W", "ignore::UserWarning:celery.platforms", "-m", "celery", "--quiet", "-A", "cms", "worker", "--beat", "--pool", "threads", "--concurrency", "2", "--loglevel", "warning",
        "--without-mingle", "--without-gossip", "--schedule", str(settings.DATA_FOLDER / "beat"),
    ]  # fmt: skip
    return [Part("web server", web), Part("task worker", worker)]


def _is_ready(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=2)) as line:
        try:
            line.request("GET", "/health/ready")
            return line.getresponse().status == 200
        except (OSError, HTTPException):
            return False


def _is_busy(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
