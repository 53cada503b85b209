"""Words, sentences, reading level."""

from courses.review.prose import prose_of, runs_of, sentences_in

TEXT = """Ask the counter first. Then, e.g. in March, ask *the* [minister](/m/).

| a | table |
|---|---|

- One item without a full stop
- 3.5 million people wait: 2 offices close.

> minutes: 8
"""


def test_sentences_end_at_marks_and_at_the_end_of_an_item():
    assert sentences_in(TEXT) == [
        "Ask the counter first.",
        "Then, e.g. in March, ask the minister.",
        "One item without a full stop",
        "3.5 million people wait:",
        "2 offices close.",
    ]


def test_tables_and_keys_are_no_words():
    prose = prose_of(TEXT)

    assert (prose.words, prose.longest, prose.longest_words) == (
        24,
        "Then, e.g. in March, ask the minister.",
        7,
    )
    assert prose.mean_sentence == 4.8


def test_a_longer_word_makes_a_text_harder():
    assert (
        prose_of("The cat sat on the mat.").level
        < prose_of("Interoperability necessitates harmonisation.").level
    )


def test_nothing_is_nothing():
    assert (prose_of("| a |").words, prose_of("").longest_words) == (0, 0)


def test_a_run_is_in_lower_case_and_needs_its_length():
    assert runs_of("A b C", 2) == {("a", "b"), ("b", "c")}
    assert runs_of("A b", 3) == set()
