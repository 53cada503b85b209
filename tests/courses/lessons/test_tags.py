"""What the templates ask about a text."""

from courses.templatetags.lessons import after_first_line, first_line


def test_a_short_question_is_its_heading():
    assert (first_line("Who pays?"), after_first_line("Who pays?")) == ("Who pays?", "")


def test_a_case_has_its_title_in_the_first_line():
    text = "The list of Telanu\n(Invented.)\n\nA town keeps a list."

    assert (first_line(text), after_first_line(text)) == (
        "The list of Telanu",
        "(Invented.)\n\nA town keeps a list.",
    )
