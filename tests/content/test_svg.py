import pytest

from content.svg import drawing_html, drawing_problems

START = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 40" fill="currentColor">'
GOOD = f'{START}<rect width="20" height="20" fill="none" stroke="currentColor"/><text x="2" y="9">A &amp; B</text></svg>'


def test_lines_and_words_are_allowed():
    assert drawing_problems(GOOD) == []


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("<script>alert(1)</script>", "The element “script” is not allowed in a drawing."),
        ("<style>text{fill:red}</style>", "The element “style” is not allowed in a drawing."),
        ("<foreignObject/>", "The element “foreignObject” is not allowed in a drawing."),
        ('<image width="9"/>', "The element “image” is not allowed in a drawing."),
        (
            '<p xmlns="http://www.w3.org/1999/xhtml"/>',
            "The element “{http://www.w3.org/1999/xhtml}p” is not allowed in a drawing.",
        ),
        (
            '<rect onload="alert"/>',
            "The attribute “onload” with the value “alert” is not allowed in a drawing.",
        ),
        ('<rect fill="red"/>', "The attribute “fill” with the value “red” is not allowed in a drawing."),
        (
            '<rect style="fill"/>',
            "The attribute “style” with the value “fill” is not allowed in a drawing.",
        ),
        (
            '<path d="url(a)"/>',
            "The attribute “d” with the value “url(a)” is not allowed in a drawing.",
        ),
        (
            '<path d="&quot;&gt;"/>',
            'The attribute “d” with the value “">” is not allowed in a drawing.',
        ),
        ("<!-- a -->", "The drawing has a comment, a document type or an instruction. Leave it out."),
        ("<g>", "The drawing cannot be read: mismatched tag: line 1, column 86."),
        ("a" * 3000, "The drawing is larger than 3000 bytes."),
    ],
)
def test_everything_else_is_refused_with_its_reason(inside, reason):
    assert drawing_problems(f"{START}{inside}</svg>") == [reason]


def test_a_drawing_of_another_width_or_colour_is_refused():
    assert drawing_problems(GOOD.replace("0 0 320", "0 0 640")) == [
        'The drawing does not start with “<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 ”.'
    ]
    assert drawing_problems(GOOD.replace(' fill="currentColor">', ">")) == [
        "The drawing takes its colour from the text: set fill to currentColor on top."
    ]


def test_it_is_shown_as_one_image_with_its_text():
    shown = drawing_html(GOOD, alternative='A "bar" <b>')

    assert shown == GOOD.replace("<svg", '<svg role="img" aria-label="A &quot;bar&quot; &lt;b&gt;"', 1)


def test_a_drawing_that_is_not_allowed_shows_its_text_only():
    assert drawing_html("<svg><script>alert(1)</script></svg>", alternative="A <bar>") == "A &lt;bar&gt;"
