"""Files of people for tests, and what becomes of them."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from openpyxl import Workbook

from cms.accounts.models import User
from cms.accounts.roles import Role
from learners.enrolment.importing import receive_roster
from learners.enrolment.models import RosterImport
from learners.enrolment.roster_work import work_on
from tests.factories.people import make_staff

AT = datetime(2026, 2, 10, 12, tzinfo=UTC)
LATER = datetime(2026, 2, 10, 13, tzinfo=UTC)
CORPUS = Path(settings.BASE_DIR).parent / "shared" / "trust" / "corpus"
HEADER = "E-mail,Name,Country,Organisation,Time zone\n"


def administrator() -> User:
    return User.objects.filter(email="administrator@demo.example").first() or make_staff(Role.ADMINISTRATOR)


def received(cohort, content: str | bytes, *, by=None, name: str = "people.csv") -> RosterImport:
    data = content.encode() if isinstance(content, str) else content
    return receive_roster(cohort, ContentFile(data, name=name), by=by or administrator(), at=AT)


def work_out(roster: RosterImport) -> RosterImport:
    """To the end of what can be done without a person."""
    while work_on(roster.pk, at=LATER):
        pass
    roster.refresh_from_db()
    return roster


def read(cohort, content: str | bytes, **options) -> RosterImport:
    return work_out(received(cohort, content, **options))


def verdicts(roster: RosterImport) -> dict[int, str]:
    return dict(roster.rows.order_by("line").values_list("line", "verdict"))


def problems(roster: RosterImport) -> dict[int, list[str]]:
    rows = roster.rows.filter(verdict="bad").order_by("line")
    return {row.line: [f"{p['cell']}: {p['says']} {p['fix']}" for p in row.problems] for row in rows}


def xlsx(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def many(count: int, *, start: int = 0) -> str:
    lines = (
        f"person.{number:05d}@demo.example,Demo person {number:05d},Kenya,Demo ministry,Africa/Nairobi\n"
        for number in range(start, start + count)
    )
    return HEADER + "".join(lines)
