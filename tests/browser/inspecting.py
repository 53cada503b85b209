"""What is wrong with a page: its width, its rules of accessibility, its way by keyboard."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = ["color-contrast", "target-size", "scrollable-region-focusable"]
"""The rules whose answer depends on colours and widths."""
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1366, "height": 768}
LOOKS = [
    ("light", PHONE, STANDARDS),
    ("dark", DESK, LOOK),  # one stylesheet: a colour is the same on a phone, a width in the light
]
NARROW = (360, 320)
"""320 px is also what is left of 1280 px at 400 % zoom."""
MOST_STOPS = 250
STRIDE = 12
"""Stops between two looks at how far the walk has come."""

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
# Before each Tab it notes of the element that has the focus: what it is, whether a reader sees it, whether it stands
# after the one before. One question for the whole walk is much quicker than one for each stop.
_WATCH = """() => {
  const shown = (here, box) => {
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (right - left < 1 || bottom - top < 1) return false;
    const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return seen && (here.contains(seen) || seen.closest("label")?.control === here);
  };
  const walk = window.walk = { stops: [], over: false };
  let first = null, before = null;
  window.noteStop = () => {
    const here = document.activeElement;
    if (walk.over) return walk;
    if (!here || here === document.body || here === first) {
      walk.over = walk.stops.length > 0 || first !== null;
      return walk;
    }
    first ??= here;
    walk.stops.push({
      name: `${here.tagName} ${(here.textContent || here.name || here.id).trim().slice(0, 40)}`,
      skip: here.classList.contains("skip"),
      seen: [...here.getClientRects()].some((box) => shown(here, box)),
      // A field for a date has several stops of its own.
      after: !before || before === here || !!(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING),
    });
    before = here;
    return walk;
  };
  addEventListener("keydown", (event) => event.key === "Tab" && noteStop(), true);
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
    page.evaluate(_WATCH)
    for _stride in range(MOST_STOPS // STRIDE):
        for _each in range(STRIDE):
            page.keyboard.press("Tab")
        walk = page.evaluate("noteStop()")
        if walk["over"]:
            break
    wrong = [_wrong_at(stop) for stop in walk["stops"]]
    if walk["stops"] and not walk["stops"][0]["skip"]:
        wrong.insert(0, f"The first stop is not the way to the text: {walk['stops'][0]['name']}")
    return [each for each in wrong if each] + ([] if walk["over"] else ["The walk does not end"])


def _wrong_at(stop: dict) -> str:
    ways = [way for way, bad in (("hidden", not stop["seen"]), ("out of order", not stop["after"])) if bad]
    return f"{' and '.join(ways)}: {stop['name']}" if ways else ""
