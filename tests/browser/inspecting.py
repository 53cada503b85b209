"""What is wrong with a page: its width, its rules of accessibility."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = "color-contrast"
LOOK = [CONTRAST, "target-size", "scrollable-region-focusable"]
"""The rules whose answer depends on colours and widths."""
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1366, "height": 768}
NARROW = (360, 320)
"""320 px is also what is left of 1280 px at 400 % zoom."""

_AXE = """([rules, looks]) => axe.run(looks ? { include: looks.map((look) => window.looks.get(look)) } : document, {
  runOnly: rules,
  resultTypes: ["violations"],
  rules: looks ? {} : { "color-contrast": { enabled: false } },
})"""
# What decides over its contrast and its size: the names, states and grounds of all that it stands in, its own colour,
# its letters, whether it is a small target or scrolls. Of those that are alike the first stands for all.
_LOOKS = """() => {
  const chains = new Map();
  const chain = (each) => {
    if (!chains.has(each)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(each);
      const off = each.matches(":disabled, [aria-disabled=true]") || each.control?.disabled;
      const own = [each.localName, each.getAttribute("class"), each.type, off, backgroundColor, backgroundImage, opacity];
      chains.set(each, (each.parentElement ? chain(each.parentElement) : "") + ">" + own.join(" "));
    }
    return chains.get(each);
  };
  const speaks = (each) => [...each.childNodes].some((node) => node.nodeType == Node.TEXT_NODE && node.data.trim());
  window.looks = new Map();
  for (const each of document.body.querySelectorAll("*")) {
    const box = each.getBoundingClientRect(), style = getComputedStyle(each);
    const scrolls = /auto|scroll/.test(style.overflow) && (each.scrollWidth > each.clientWidth || each.scrollHeight > each.clientHeight);
    const target = each.tabIndex >= 0;
    if (!scrolls && !target && !speaks(each) || !box.width || !each.checkVisibility({ visibilityProperty: true })) continue;
    const small = target && Math.min(box.width, box.height) < 24;
    const look = [chain(each), style.color, style.fontSize, style.fontWeight, small, scrolls].join();
    if (!looks.has(look)) looks.set(look, each);
  }
  return [...looks.keys()];
}"""
_TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return null;
  const who = [...document.querySelectorAll("body *")].find((each) => {
    const box = each.getBoundingClientRect();
    return box.right > innerWidth + 1 || (box.left < -1 && box.right > 0);
  });
  return `${wide} px: ${who ? who.outerHTML.slice(0, 120) : "?"}`;
}"""
_kept: set[tuple[str, str]] = set()
"""Scheme and look of what broke no rule in this process. Most of a page has been seen on the one before."""


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
    """The rules that are broken and the first element that breaks each: dark on a desk, then light on a phone.

    One stylesheet: a colour is the same on a phone, a width in the light.
    """
    if page.evaluate("!window.axe"):
        page.evaluate(AXE_SCRIPT)
    return [
        *_broken_looks(page, "dark", DESK, LOOK),
        *_broken_looks(page, "light", PHONE, [CONTRAST]),
        *_broken(page, "light", STANDARDS),
    ]


def _broken_looks(page: Page, scheme: str, size: dict, rules: list[str]) -> list[str]:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size(size)
    new = [look for look in page.evaluate(_LOOKS) if (scheme, look) not in _kept]
    found = _broken(page, scheme, rules, new) if new else []
    if not found:
        _kept.update((scheme, look) for look in new)
    return found


def _broken(page: Page, scheme: str, rules: list[str], looks: list[str] | None = None) -> list[str]:
    """On the whole page without the contrast, or on the first of each of the looks."""
    return [
        f"{scheme}: {broken['id']} {broken['nodes'][0]['html'][:160]}"
        for broken in page.evaluate(_AXE, [rules, looks])["violations"]
    ]
