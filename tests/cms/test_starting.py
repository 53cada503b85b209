"""A real installation does not start with a fault that would hurt people. Some of this starts processes."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as project

from cms.starting import grave_faults, refuse_to_start

GOOD = {
    "SECRET_KEY": "fPq3-0aZ8mWn1Yx7LrTb5Jc9Vd2Ks6Hg4Ue_QiOoRtBvNzXyClMk",
    "ALLOWED_HOSTS": "campus.example.org",
    "CAMPUS_ADDRESS": "https://campus.example.org",
    "CAMPUS_KEYS_SECRET": "another secret that is as long as the first one, at least",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "CAMPUS_MAIL_FROM": "campus@example.org",
}
REQUIRED = ["SECRET_KEY", "ALLOWED_HOSTS", "CAMPUS_ADDRESS"]


@pytest.fixture
def good(settings):
    settings.DEMO_ALLOWED = False
    settings.SECRET_KEY = GOOD["SECRET_KEY"]
    settings.ALLOWED_HOSTS = ["campus.example.org"]
    settings.SITE_ADDRESS = GOOD["CAMPUS_ADDRESS"]
    settings.SECURE_SSL_REDIRECT = True
    return settings


def faults():
    return [fault.id for fault in grave_faults()]


def test_good_settings_have_no_fault(good):
    assert faults() == []


@pytest.mark.parametrize("secret", ["short", "a" * 80, "django-insecure-" + GOOD["SECRET_KEY"]])
def test_a_secret_that_can_be_guessed_stops_the_start(good, secret):
    good.SECRET_KEY = secret

    assert faults() == ["campus.E001"]


@pytest.mark.parametrize("hosts", [["*"], ["campus.example.org", "*"], ["campus.example.org", ""]])
def test_hosts_that_let_everybody_in_stop_the_start(good, hosts):
    good.ALLOWED_HOSTS = hosts

    assert faults() == ["campus.E002"]


def test_an_address_without_https_stops_the_start(good):
    good.SITE_ADDRESS = "http://campus.example.org"

    assert faults() == ["campus.E003"]


def test_an_address_without_https_is_fine_where_https_is_off(good):
    good.SITE_ADDRESS, good.SECURE_SSL_REDIRECT = "http://campus.example.org", False

    assert faults() == []


def test_an_address_that_is_not_among_the_hosts_stops_the_start(good):
    good.SITE_ADDRESS = "https://other.example.org"

    assert faults() == ["campus.E004"]


def test_debug_stops_the_start(good):
    good.DEBUG = True

    assert faults() == ["campus.E005"]


def test_a_refusal_names_fault_and_remedy(good):
    good.DEBUG = True

    with pytest.raises(SystemExit, match=r"campus\.E005: DEBUG is on\..*Leave it out"):
        refuse_to_start()


def test_a_demo_starts_with_anything(settings):
    settings.SECRET_KEY = "short"

    assert faults() == []


def start(*command, tmp_path, without=(), **changed):
    environment = {name: value for name, value in (GOOD | changed).items() if name not in without}
    environment |= {
        "PATH": os.defpath, "CAMPUS_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, *command],
        env=environment,
        cwd=project.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_web_server_starts_with_good_settings_and_the_deploy_check_has_nothing_to_say(tmp_path):
    code = """
import cms.wsgi
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
"""

    told = start("-c", code, tmp_path=tmp_path)

    assert told == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.parametrize("missing", REQUIRED)
def test_the_web_server_refuses_to_start_without(missing, tmp_path):
    code, told = start("-c", "import cms.wsgi", tmp_path=tmp_path, without=[missing])

    assert code == 1
    assert missing in told
    assert "Traceback" not in told


@pytest.mark.parametrize("part", [("worker",), ("beat", "--schedule")])
def test_worker_and_clock_refuse_a_weak_secret(part, tmp_path):
    words = [*part, str(tmp_path / "beat")] if len(part) > 1 else part

    code, told = start("-m", "celery", "-A", "cms", *words, tmp_path=tmp_path, SECRET_KEY="short")

    assert code != 0
    assert "campus.E001" in told


def test_commands_refuse_a_weak_secret(tmp_path):
    code, told = start("manage.py", "sync_roles", tmp_path=tmp_path, SECRET_KEY="short")

    assert code == 1
    assert "campus.E001" in told


def test_cookies_of_a_real_installation_belong_to_their_host(tmp_path):
    words = [
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SESSION_COOKIE_SAMESITE",
    ]
    words += [word.replace("SESSION", "CSRF") for word in words]
    asked = f"from django.conf import settings; print([getattr(settings, name) for name in {words}])"

    _code, told = start("-c", asked, tmp_path=tmp_path)

    session, csrf = ["'__Host-session'", True, True, "'Lax'"], ["'__Host-csrf'", True, True, "'Lax'"]
    assert told == f"[{', '.join(map(str, session + csrf))}]\n"
