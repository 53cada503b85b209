from hypothesis import given
from hypothesis import strategies as st

from learners.similarity.comparing import digest_of, overlap, resemblance, traces

ONE = (
    "The ministry of health opened a portal in 2019, and after two years four of ten citizens had used it once. "
    "Staff in the districts printed the forms and typed them in again."
)
OTHER = (
    "We saw the same: after two years four of ten citizens had used it once! Nobody asked why. "
    "The regional offices had been promised tablets."
)
TEXTS = st.lists(st.sampled_from(["law", "data", "trust", "user", "plan", "cost"]), max_size=60).map(" ".join)


def test_a_common_passage_is_found_whatever_its_case_and_punctuation():
    found = overlap(ONE, OTHER)

    assert found.passages == ("after two years four of ten citizens had used it once",)
    assert found.percent == 100 * 11 // 33


def test_five_common_words_are_a_phrase_and_no_trace():
    assert overlap("in the age of digital government we act", "in the age of digital services").percent == 0


def test_a_short_passage_counts_and_is_not_shown():
    found = overlap("one two three four five six seven", "zero one two three four five six")

    assert (found.percent, found.passages) == (600 // 7, ())


def test_the_words_of_the_brief_are_nobodys():
    brief = "Describe the project and its context in your own words, with two sources at least, for a reader."

    assert overlap(f"{brief} Mine.", f"{brief} Hers.", given=[brief]).percent == 0


def test_the_longest_passages_are_shown_in_the_order_of_the_text():
    parts = [" ".join(f"p{number}w{word}" for word in range(10 + number)) for number in range(7)]

    found = overlap(" x ".join(parts), " y ".join(reversed(parts)))

    assert found.passages == tuple(parts[2:])


def test_words_of_any_script_are_words():
    text = "رقمنة الخدمات الحكومية تبدأ من فهم حاجات الناس في كل منطقة"

    assert overlap(text, text).percent == 100


@given(text=TEXTS)
def test_a_text_stands_in_itself_entirely(text):
    assert overlap(text, text).percent == (100 if traces(text) else 0)


@given(one=TEXTS, other=TEXTS)
def test_the_share_is_a_share(one, other):
    assert 0 <= overlap(one, other).percent <= 100
    assert 0 <= resemblance(digest_of(one), digest_of(other)) <= 1


def test_digests_of_the_same_words_resemble_and_of_others_do_not():
    long = " ".join(f"word{number}" for number in range(400))
    half = " ".join(f"word{number}" for number in range(200)) + " ".join(
        f" other{number}" for number in range(200)
    )

    assert resemblance(digest_of(long), digest_of(long.upper())) == 1
    assert 0.2 < resemblance(digest_of(long), digest_of(half)) < 0.5
    assert resemblance(digest_of(long), digest_of("nothing at all in common with it here")) < 0.05
    assert (digest_of("too short"), resemblance([], digest_of(long))) == ([], 0)
