"""What looks at each page sees each kind of fault, also after it has seen pages that have none."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.inspecting import broken_rules, too_wide
from tests.browser.walking import lost_stops

SOUND = """<!doctype html><html lang="en"><head><title>Sound</title><meta name="viewport" content="width=device-width"><style>
  a, button { display: inline-block; min-width: 3rem; min-height: 3rem }
  a, button, body { color: #111; background: #fff }
  :focus-visible { outline: 3px solid #a50 }
  @media (prefers-color-scheme: dark) { a, button, body { color: #eee; background: #111 } }
</style></head><body>
  <a class="skip" href="#main">To the text</a>
  <main id="main"><h1>Sound</h1><p class="plain">Words.</p><button type="button">First</button><a href="/two/">Second</a></main>
</body></html>"""
IN_THE_DARK = "<style>@media (prefers-color-scheme: dark) { .plain { color: #333 } }</style></head>"
FAULTS = {
    "contrast": ('class="plain"', 'class="plain" style="color: #bbb"', "light: color-contrast"),
    "contrast in the dark": ("</head>", IN_THE_DARK, "dark: color-contrast"),
    "field without a label": ("</main>", "<input name='x'></main>", "light: label"),
    "small target": ("</main>", "<button style='all: unset'>i</button><button style='all: unset'>j</button></main>", "light: target-size"),
    "wide": ("</main>", "<div style='width: 350px'>Wide</div></main>", "at 320: "),
    "no mark": ("</head>", "<style>button:focus-visible { outline: 0 }</style></head>", "without a mark: BUTTON First"),
    "covered": ("</main>", "<div style='position: fixed; inset: 0; background: #fff'>Over all</div></main>", "hidden: BUTTON First"),
    "out of order": ('href="/two/"', 'href="/two/" tabindex="1"', "out of order: A To the text"),
    "trap": ("</body>", "<script>addEventListener('keydown', (event) => event.preventDefault())</script></body>", "The walk does not end"),
    "no way past the menu": ('class="skip"', 'class="other"', "The first stop is not the way to the text"),
}  # fmt: skip


@pytest.fixture
def wrong_with(visit):
    page = visit(script=AXE_SCRIPT).page

    def wrong_with(content: str) -> str:
        page.goto("about:blank")
        page.set_content(content)
        return "\n".join([*broken_rules(page), *lost_stops(page), *too_wide(page)])

    return wrong_with


def test_each_fault_is_found_after_a_page_without_any(wrong_with):
    assert wrong_with(SOUND) == ""
    for fault, (sound, faulty, told) in FAULTS.items():
        assert SOUND.count(sound) == 1, fault

        assert told in wrong_with(SOUND.replace(sound, faulty)), fault


@pytest.mark.parametrize("fault", ["contrast", "contrast in the dark", "trap"])
def test_a_fault_is_found_on_each_page_that_has_it(wrong_with, fault):
    """A look or a way is taken for known only when nothing was wrong with it."""
    sound, faulty, told = FAULTS[fault]
    page = SOUND.replace(sound, faulty)

    assert [told in wrong_with(page) for _time in range(2)] == [True, True]
