from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import now

from courses.cohorts.models import Cohort
from courses.lessons.models import LessonPage
from learners.enrolment.models import Enrolment
from learners.search.finding import search
from learners.search.opening import open_lessons
from tests.factories.cases import make_library_case
from tests.factories.knowledge import make_reading, make_term
from tests.factories.people import make_enrolment, make_user
from tests.factories.programme import IN_WEEK_1, make_principle, make_small_programme

pytestmark = pytest.mark.django_db
WORD = "pillars"
"""Stands in the text of both lessons."""
STRANGER = AnonymousUser()


def found(words: str, user=STRANGER, *, at=IN_WEEK_1, **facets):
    return search(words, lessons=open_lessons(user, at=at), **facets)


def titles(results, kind: str = "lesson") -> list[str]:
    return sorted(hit.title for hit in results.hits if hit.kind == kind)


@pytest.fixture
def learner(search_index):
    enrolment = make_enrolment(make_small_programme())
    search_index()
    return enrolment


def test_a_learner_finds_the_lessons_that_are_open_in_that_week(learner):
    in_week_2 = IN_WEEK_1 + timedelta(weeks=1)

    first, second = found(WORD, learner.user), found(WORD, learner.user, at=in_week_2)

    assert (titles(first), first.kinds) == (["Lesson M01-L01"], {"lesson": 1})
    assert (titles(second), second.kinds) == (["Lesson M01-L01", "Lesson M01-L02"], {"lesson": 2})
    assert {hit.url for hit in second.hits} == {"/learn/M01-L01/", "/learn/M01-L02/"}


@pytest.mark.parametrize("who", ["stranger", "visitor", "before the dates are published", "withdrawn"])
def test_nobody_else_finds_or_counts_them(learner, who):
    if who == "before the dates are published":
        Cohort.objects.update(published_at=None)
    if who == "withdrawn":
        Enrolment.objects.update(state="withdrawn")
    user = {"stranger": STRANGER, "visitor": make_user("visitor@demo.example")}.get(who, learner.user)

    results = found(WORD, user)

    assert (results.hits, results.kinds, results.principles) == ([], {}, {})


def test_a_lesson_that_is_open_to_all_is_found_by_all(learner):
    LessonPage.objects.filter(slug="m01-l02").update(open_access=True)

    results = found(WORD)

    assert [(hit.title, hit.url) for hit in results.hits] == [("Lesson M01-L02", "/programme/m01/m01-l02/")]


def test_the_title_is_that_of_the_own_edition(learner):
    LessonPage.objects.filter(slug="m01-l01").update(title="A title of tomorrow")

    assert titles(found(WORD, learner.user)) == ["Lesson M01-L01"]


def test_a_learner_finds_what_the_own_edition_says_and_not_what_is_public_now(learner, search_index):
    page = LessonPage.objects.get(slug="m01-l01")
    page.body = [("apply", {"text": "A foundation of granite"})]
    page.save_revision().publish()
    search_index()

    assert titles(found("pillar", learner.user)) == ["Lesson M01-L01"]
    assert titles(found(f"{WORD} lesson", learner.user)) == ["Lesson M01-L01"]
    assert titles(found("granite", learner.user)) == []
    assert titles(found(f"{WORD} granite", learner.user)) == []
    assert found(WORD, learner.user).hits[0].url == "/learn/M01-L01/"


def test_a_learner_finds_a_frozen_lesson_that_is_public_no_more(learner):
    LessonPage.objects.get(slug="m01-l01").unpublish()

    assert titles(found(WORD, learner.user)) == ["Lesson M01-L01"]
    assert titles(found(WORD)) == []


def test_a_changed_lesson_that_is_not_open_yet_is_not_found(learner):
    LessonPage.objects.get(slug="m01-l02").unpublish()

    assert titles(found(WORD, learner.user)) == ["Lesson M01-L01"]


def test_what_is_public_to_all_is_found_by_those_of_another_text_in_their_own(learner, search_index):
    page = LessonPage.objects.get(slug="m01-l01")
    page.open_access, page.body = True, [("apply", {"text": "A foundation of granite"})]
    page.save_revision().publish()
    search_index()

    assert (titles(found("granite")), titles(found("granite", learner.user))) == (["Lesson M01-L01"], [])


def test_cases_are_found_by_the_group_of_their_country(search_index):
    make_library_case("one", title="A register", country="Vanuatu")
    make_library_case("two", title="A portal", country="Denmark", development_status="developed")
    search_index()

    assert titles(found("small island"), "case") == ["A register"]
    assert "A portal" in titles(found("developed"), "case")  # PostgreSQL takes "developing" for the same word
    assert "A portal" not in titles(found("small island"), "case")


def test_every_kind_is_found_with_its_address_and_note(search_index):
    make_principle(3)
    make_library_case("register", title="A register", principles=(3,))
    make_term("Register", "A list that others rely on.", principle=3)
    make_reading(title="On the register")
    search_index()

    results = found("register")

    assert [(hit.kind, hit.title, hit.url, hit.note) for hit in results.hits] == [
        ("case", "A register", "/cases/register/", "Kenya, 2014-ongoing"),
        ("term", "Register", "/glossary/#register", "A list that others rely on."),
        ("reading", "On the register", "/resources/a-report/", "An office, 2020"),
    ]
    assert results.kinds == {"case": 1, "term": 1, "reading": 1}
    assert results.principles == {3: ("Principle 3", 2)}
    assert titles(found("official"), "principle") == ["3. Principle 3"]


def test_facets_narrow_the_list_and_each_count_is_what_a_click_gives(search_index):
    make_library_case("one", title="A register", principles=(1, 3))
    make_library_case("two", title="Another register", principles=(3,))
    make_term("Register", principle=1)
    search_index()

    for kind in ("", "case", "term"):
        for principle in ("", "1", "3"):
            results = found("register", kind=kind, principle=principle)
            for each, count in results.kinds.items():
                assert len(found("register", kind=each, principle=principle).hits) == count
            for number, (_title, count) in results.principles.items():
                assert len(found("register", kind=kind, principle=str(number)).hits) == count


@pytest.mark.parametrize("facets", [{"kind": "secret"}, {"principle": "77"}, {"principle": "³"}])
def test_an_unknown_facet_is_left_out(search_index, facets):
    make_library_case("one", title="A register", principles=(1,))
    search_index()

    assert len(found("register", **facets).hits) == 1


def test_drafts_are_not_found(search_index):
    make_library_case("one", title="A register", live=False)
    search_index()

    assert found("register").hits == []


@pytest.mark.parametrize(
    "words", ['"', "'", "a\"b' OR 1", "NEAR(x y)", "title:x", "*", "(", "AND", "%", "\\", "-x", "^", "é 王 ا"]
)
def test_no_words_break_the_search(search_index, words):
    make_library_case("one", title="A register")
    search_index()

    assert found(words, at=now()).hits == []
