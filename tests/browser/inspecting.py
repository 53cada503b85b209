"""What is wrong with a page: its width, its rules of accessibility, its way by keyboard."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = ["color-contrast", "target-size", "scrollable-region-focusable"]
"""The rules whose answer depends on colours and widths."""
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1366, "height": 768}
LOOKS = [
    ("light", PHONE, STANDARDS),
    ("light", DESK, LOOK[1:]),
    ("dark", DESK, LOOK[:1]),  # one stylesheet: a colour is the same on a phone
]
NARROW = (360, 320)
"""320 px is also what is left of 1280 px at 400 % zoom."""
MOST_STOPS = 250

_AXE = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
_TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return null;
  const who = [...document.querySelectorAll("body *")].find((each) => {
    const box = each.getBoundingClientRect();
    return box.right > innerWidth + 1 || (box.left < -1 && box.right > 0);
  });
  return `${wide} px: ${who ? who.outerHTML.slice(0, 120) : "?"}`;
}"""
_TO_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""
# Of the element that has the focus: what it is, whether a reader sees it, whether it stands after the one before.
_STOP = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const shown = (box) => {
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (right - left < 1 || bottom - top < 1) return false;
    const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return seen && (here.contains(seen) || seen.closest("label")?.control === here);
  };
  const before = window.stopBefore;
  window.stopBefore = here;
  return {
    name: `${here.tagName} ${(here.textContent || here.name || here.id).trim().slice(0, 40)}`,
    skip: here.classList.contains("skip"),
    seen: [...here.getClientRects()].some(shown),
    // A field for a date has several stops of its own.
    after: !before || before === here || !!(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING),
    again: window.stopFirst === here || (window.stopFirst ??= here, false),
  };
}"""


def too_wide(page: Page) -> list[str]:
    """How much wider than a phone, and the element that is."""
    found = []
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 640})
        wide = page.evaluate(_TOO_WIDE)
        if wide:
            found.append(f"at {width}: {wide}")
    return found


def broken_rules(page: Page) -> list[str]:
    """In each look of the page, the rules that are broken and the first element that breaks each."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for scheme, size, rules in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        found += [
            f"{scheme} {size['width']}: {broken['id']} {broken['nodes'][0]['html'][:160]}"
            for broken in page.evaluate(_AXE, rules)["violations"]
        ]
    return found


def lost_stops(page: Page) -> list[str]:
    """What is wrong on the way through the page on a phone with the Tab key alone."""
    page.set_viewport_size(PHONE)
    page.evaluate(_TO_THE_TOP)
    wrong = []
    for number in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None or stop["again"]:
            return wrong
        if number == 0 and not stop["skip"]:
            wrong.append(f"The first stop is not the way to the text: {stop['name']}")
        if not stop["seen"]:
            wrong.append(f"hidden: {stop['name']}")
        if not stop["after"]:
            wrong.append(f"out of order: {stop['name']}")
    return [*wrong, "The walk does not end"]
