import pytest
from django.utils.safestring import mark_safe

from content.glossary.linking import Entry, entries, link_first_uses
from tests.factories.knowledge import make_term

GOVERNMENT = Entry("digital-government", "Digital government", "Meaning.")
ECOSYSTEM = Entry("ecosystem", "Digital government ecosystem", "Meaning.")
PILOT = Entry("pilot", "Pilot", "Meaning.")
HCI = Entry("hci", "HCI", "Meaning.")
OTHERS = Entry("r-and-d", "R&D <plan>", "Meaning.")
KNOWN = [GOVERNMENT, ECOSYSTEM, PILOT, HCI, OTHERS]


def linked(html: str) -> str:
    return link_first_uses(mark_safe(html), KNOWN).html


def test_the_first_use_alone_is_a_link_and_keeps_its_letters():
    made = link_first_uses(mark_safe("<p>A pilot, a Pilot.</p><p>Pilots.</p>"), KNOWN)

    assert made.html == '<p>A <a href="#word-pilot">pilot</a>, a Pilot.</p><p>Pilots.</p>'
    assert made.used == (PILOT,)


def test_words_are_told_in_the_order_of_their_use():
    made = link_first_uses(mark_safe("<p>HCI, a pilot, digital government</p>"), KNOWN)

    assert made.used == (HCI, PILOT, GOVERNMENT)


@pytest.mark.parametrize(
    "html, expected",
    [
        ("Pilots run.", '<a href="#word-pilot">Pilots</a> run.'),
        (
            "The digital government\necosystem",
            'The <a href="#word-ecosystem">digital government\necosystem</a>',
        ),
        ("Copilot, pilot-like, pilots2", "Copilot, pilot-like, pilots2"),
        ("hci and Hci", "hci and Hci"),
        ("R&amp;D &lt;plan&gt;", '<a href="#word-r-and-d">R&amp;D &lt;plan&gt;</a>'),
        ("<h2>Pilot</h2><h3>A <em>pilot</em></h3>", "<h2>Pilot</h2><h3>A <em>pilot</em></h3>"),
        ('<a href="/x/">a pilot</a>', '<a href="/x/">a pilot</a>'),
        ('<a title="a > pilot">x</a>', '<a title="a > pilot">x</a>'),
        (
            "<code>pilot</code><svg><text>pilot</text></svg>",
            "<code>pilot</code><svg><text>pilot</text></svg>",
        ),
        ("<label>pilot</label> pilot", '<label>pilot</label> <a href="#word-pilot">pilot</a>'),
        ("</a>pilot", '</a><a href="#word-pilot">pilot</a>'),
    ],
)
def test_where_a_word_becomes_a_link(html, expected):
    assert linked(html) == expected


def test_an_empty_glossary_changes_nothing():
    assert link_first_uses(mark_safe("<p>Pilot</p>"), []).html == "<p>Pilot</p>"


@pytest.mark.django_db
def test_the_entries_are_those_of_the_glossary():
    make_term("Pilot", "A try.")

    assert entries() == [Entry("pilot", "Pilot", "A try.")]
