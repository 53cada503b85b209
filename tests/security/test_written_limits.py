"""The figures of docs/security.md are those of the code."""

from pathlib import Path

from allauth.account import app_settings as account
from allauth.mfa import app_settings as mfa
from django.conf import settings

from cms.accounts.sessions import EVERY, HOUR, OTHERS, STAFF
from content.base.pictures import MOST_PIXELS
from content.base.uploads import MOST_BYTES, OFFICE
from courses.library.bank_import import LARGEST
from learners.audit.emergencies import LASTS
from learners.credentials.opening import MOST_BYTES as CERTIFICATE_BYTES
from learners.enrolment.roster_tables import MOST_BYTES as LIST_BYTES
from learners.enrolment.roster_tables import MOST_ROWS
from learners.enrolment.roster_xlsx import LIMITS as SPREADSHEET
from learners.observations.contributing import MOST_CHARACTERS as OF_CONTRIBUTION
from learners.peerreviews.writing import MOST_CHARACTERS as OF_REVIEW
from learners.submissions.handing_in import MOST_CHARACTERS, MOST_FILES
from learners.submissions.inspecting import LIMITS as WORK
from learners.submissions.replying import MOST_CHARACTERS as OF_REPLY

PAGE = (Path(settings.BASE_DIR) / "docs" / "security.md").read_text(encoding="utf-8")
MB = 1024 * 1024


def test_limits_of_tries():
    limits = account.RATE_LIMITS
    told = ["request_login_code", "login_failed", "reset_password", "intake_alert", "verify_file"]

    assert {name: limits[name] for name in told} | {"passkey": mfa.RATE_LIMITS["webauthn_login"]} == {
        "request_login_code": "60/m/ip,3/m/key",
        "login_failed": "10/m/ip,5/300s/key",
        "reset_password": "20/m/ip,5/m/key",
        "intake_alert": "20/h/ip",
        "verify_file": "60/5m/ip",
        "passkey": "10/m/ip",
    }
    for words in (
        "3 a minute for one account, 60 a minute from one network address",
        "5 wrong ones in 5 minutes for one account, 10 a minute from one network address",
        "20 resets of a password a minute and network address, 5 for one account",
        "20 addresses an hour and network address",
        "60 files in 5 minutes",
        "10 sign-ins a minute from one network address",
    ):
        assert words in PAGE


def test_ways_in_and_sessions():
    length = settings.AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"]["min_length"]

    assert (
        f"code by mail | everybody with an account | whoever reads the mailbox; {account.LOGIN_BY_CODE_TIMEOUT // 60} minutes"
        in PAGE
    )
    assert f"at least {length} characters" in PAGE
    hours = STAFF.whole // HOUR, STAFF.idle // HOUR, OTHERS.whole // HOUR // 24, OTHERS.idle // HOUR
    assert "| staff | {} hours | {} hours |".format(*hours[:2]) in PAGE
    assert "| learners, applicants | {} days | {} hours |".format(*hours[2:]) in PAGE
    assert f"Activity is noted every {EVERY // 60} minutes" in PAGE
    assert f"A right that is taken in an emergency lasts {LASTS.seconds // 60} minutes" in PAGE


def test_files():
    table = PAGE.split("## Files that people send")[1].split("\n\n")[2].splitlines()[2:]
    rows = {
        line.split(" | ")[0].removeprefix("| "): line.split(" | ")[2].removesuffix(" |") for line in table
    }
    pixels = f"{MOST_PIXELS // 1_000_000} million pixels, of which only the pixels are kept"

    assert rows == {
        "work of a learner": f"{MOST_BYTES // MB} MB, {MOST_FILES} files; unpacked {WORK.inflated // MB} MB in {WORK.entries:,} parts",
        "documents of applicants, agreements, evidence of hours": f"{MOST_BYTES // MB} MB; {pixels}",
        "list of people": f"{LIST_BYTES // MB} MB, {MOST_ROWS:,} rows; unpacked {SPREADSHEET.inflated // MB} MB in {SPREADSHEET.entries} parts",
        "certificate to check": f"{CERTIFICATE_BYTES // 1_000_000} MB, not kept",
        "questions": f"{LARGEST // 1_000_000} MB",
        "pictures of pages": pixels,
        "documents of pages, lists of redirects": f"unpacked {OFFICE.inflated // MB} MB in {OFFICE.entries:,} parts; redirects are read by superusers",
    }


def test_texts():
    assert f"at most {MOST_CHARACTERS:,} characters" in PAGE
    assert (OF_REPLY, OF_REVIEW) == (4000, 4000)
    assert f"a reply to a proposal and a peer review {OF_REPLY:,}, a contribution {OF_CONTRIBUTION:,}" in PAGE
