"""A real nginx with the shipped files, before a site that answers nobody until it is told to."""

import http.client
import shutil
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings

NGINX = Path(settings.BASE_DIR) / "deploy" / "nginx"
AT_ONCE = 60
pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")


class Site(ThreadingHTTPServer):
    request_queue_size = 200
    daemon_threads = True

    def __init__(self):
        self.may_answer, self.arrived = threading.Event(), threading.Semaphore(0)
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_POST(self):
        self.server.arrived.release()
        self.server.may_answer.wait(20)
        self.do_GET()

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        pass


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def site():
    server = Site()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.may_answer.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def port(site, tmp_path):
    port = free_port()
    tmp_path.chmod(0o755)
    paths = " ".join(
        f"{kind}_temp_path {tmp_path};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"""daemon off; pid {tmp_path}/pid; worker_processes 1; error_log stderr crit; user root; events {{}}
http {{
    {paths} upstream campus {{ server 127.0.0.1:{site.server_port}; }}
    include {NGINX}/queue.conf;
    server {{
        listen 127.0.0.1:{port};
        set $campus_data {tmp_path}; set $campus_pages {NGINX}/pages; set $campus_proto http;
        include {NGINX}/site.conf;
    }}
}}
"""
    )
    nginx = subprocess.Popen(["nginx", "-c", tmp_path / "nginx.conf", "-p", tmp_path])
    for _try in range(200):
        with socket.socket() as line:
            if not line.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.05)
    yield port
    nginx.terminate()
    nginx.wait(10)


def ask(port: int, method: str, path: str) -> tuple[int, str, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request(method, path)
        reply = line.getresponse()
        return reply.status, reply.headers.get("Retry-After", ""), reply.read().decode()
    finally:
        line.close()


def test_whoever_starts_beyond_sixty_at_once_is_told_to_wait_and_nobody_else(site, port):
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        under_way = [crowd.submit(ask, port, "POST", "/learn/Q1/attempt/") for _each in range(AT_ONCE)]
        assert all(site.arrived.acquire(timeout=20) for _each in range(AT_ONCE))
        beyond = ask(port, "POST", "/learn/EX/attempt/")
        others = [
            ask(port, method, path)[0]
            for method, path in (("GET", "/learn/Q1/attempt/"), ("GET", "/learn/Q1/"), ("GET", "/"))
        ]
        site.may_answer.set()
        answers = [each.result()[0] for each in under_way]
    after = ask(port, "POST", "/learn/EX/attempt/")[0]

    assert (beyond[0], beyond[1]) == (503, "5")
    assert "Your time has not begun, and you lose nothing." in beyond[2]
    assert '<a href="../">' in beyond[2]
    assert (others, answers, after) == ([200] * 3, [200] * AT_ONCE, 200)
