import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from learners.enrolment.exporting import export_csv, export_xlsx, rows_to_correct_csv, template_csv
from learners.enrolment.models import Enrolment, LearnerProfile, RosterImport
from learners.enrolment.roster_columns import with_apostrophe, without_apostrophe
from learners.events.models import LearningEvent
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_small_programme
from tests.learners.enrolment.rosters import AT, HEADER, administrator, read, verdicts

pytestmark = pytest.mark.django_db
LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def cohort():
    return make_small_programme()


def rows_of_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def rows_of_xlsx(content: bytes) -> list[list[str]]:
    book = load_workbook(BytesIO(content))
    return [[cell or "" for cell in row] for row in book.active.iter_rows(values_only=True)]


def test_export_has_everybody_by_address(cohort):
    make_enrolment(cohort, make_user("b@x.org", "Bo"), state="withdrawn")
    ana = make_enrolment(cohort, make_user("a@x.org", "Ana"))
    LearnerProfile.objects.filter(user=ana.user).update(country="Peru", organisation="Ministry; “X”")
    expected = [
        ["E-mail", "Name", "Country", "Organisation", "Time zone", "State"],
        ["a@x.org", "Ana", "Peru", "Ministry; “X”", "Africa/Nairobi", "Studying"],
        ["b@x.org", "Bo", "", "", "Africa/Nairobi", "Withdrawn"],
    ]

    as_csv = export_csv(cohort, by=administrator(), at=AT)

    assert as_csv.startswith(b"\xef\xbb\xbf")
    assert rows_of_csv(as_csv) == expected
    assert rows_of_xlsx(export_xlsx(cohort, by=administrator(), at=AT)) == expected


def test_export_is_an_event_and_in_the_log(cohort):
    make_enrolment(cohort, make_user("a@x.org", "Ana"))

    export_csv(cohort, by=administrator(), at=AT)

    event, entry = LearningEvent.objects.get(), ModelLogEntry.objects.get()
    assert (event.verb, event.by, event.at) == ("cohort.exported", administrator(), AT)
    assert event.data == {"cohort": "2026-a", "form": "csv", "people": 1}
    assert (entry.action, entry.user) == ("campus.cohort_exported", administrator())


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1", " =1", "'=1", "''=1"]
)
def test_nothing_is_exported_as_a_formula(cohort, text):
    enrolment = make_enrolment(cohort, make_user("a@x.org", "Ana"))
    LearnerProfile.objects.filter(user=enrolment.user).update(organisation=text)

    as_csv = rows_of_csv(export_csv(cohort, by=administrator(), at=AT))
    as_xlsx = export_xlsx(cohort, by=administrator(), at=AT)

    assert not [cell for row in as_csv for cell in row if cell.startswith(LIVE)]
    with ZipFile(BytesIO(as_xlsx)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b't="inlineStr"' in sheet
    assert as_csv[1][3] == f"'{text}"


def test_control_characters_do_not_break_a_spreadsheet(cohort):
    enrolment = make_enrolment(cohort, make_user("a@x.org", "Ana"))
    LearnerProfile.objects.filter(user=enrolment.user).update(organisation="a\x07b")

    assert rows_of_xlsx(export_xlsx(cohort, by=administrator(), at=AT))[1][3] == "ab"


@given(st.text(alphabet=st.sampled_from("'=+-@ \tＸ＝aé"), max_size=8))
def test_apostrophe_is_taken_back_exactly(text):
    written = with_apostrophe(text)

    assert without_apostrophe(written) == text
    assert not written.startswith(LIVE)


WORDS = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
    | st.sampled_from("'=+-@ \t,;\"|\n\r"),
    max_size=20,
)
PERSON = st.tuples(WORDS, WORDS, WORDS, st.sampled_from(Enrolment.State.values))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PERSON, min_size=1, max_size=4))
@pytest.mark.parametrize("export", [export_csv, export_xlsx])
def test_export_comes_back_known_and_unchanged(cohort, export, people):
    RosterImport.objects.all().delete()
    Enrolment.objects.all().delete()
    for number, (name, country, organisation, state) in enumerate(people):
        user, _made = User.objects.get_or_create(email=f"=p{number}@x.org", defaults={"name": "Demo person"})
        fields = {"printed_name": name, "country": country, "organisation": organisation}
        LearnerProfile.objects.update_or_create(user=user, defaults=fields)
        Enrolment.objects.create(user=user, cohort=cohort, state=state, enrolled_at=AT)

    roster = read(cohort, export(cohort, by=administrator(), at=AT))

    assert list(verdicts(roster).values()) == ["known"] * len(people)
    assert not [row.changes for row in roster.rows.all() if row.changes]


def test_template_can_be_sent_back(cohort):
    roster = read(cohort, template_csv())

    assert verdicts(roster) == {2: "new"}
    assert roster.read_as == "UTF-8, cells divided by comma"


def test_rows_to_correct_have_their_cells_and_what_is_wrong(cohort):
    roster = read(cohort, HEADER + "a@x.org,Ana,,,\nb@,'=1+1,KE,,\nc@x.org,Cy,Kenia,,Nairobi\n")

    rows = rows_of_csv(rows_to_correct_csv(roster))

    assert rows == [
        ["E-mail", "Name", "Country", "Organisation", "Time zone", "Line", "What to correct"],
        [
            "b@",
            "'=1+1",
            "KE",
            "",
            "",
            "3",
            "E-mail: “b@” has no domain. Correct it in the file, or leave the row out.",
        ],
        [
            "c@x.org",
            "Cy",
            "Kenia",
            "",
            "Nairobi",
            "4",
            "Country: “Kenia” is no country that we know. Write “Kenya”. "
            "Time zone: “Nairobi” is no time zone that we know. Write “Africa/Nairobi”.",
        ],
    ]


def test_corrected_rows_can_be_sent_back(cohort):
    roster = read(cohort, HEADER + "b@,Bo,,,\n")
    content = rows_to_correct_csv(roster).replace(b"b@,", b"b@x.org,")

    again = read(cohort, content)

    assert verdicts(again) == {2: "new"}
    assert again.columns[-2:] == ["Line", "What to correct"]
