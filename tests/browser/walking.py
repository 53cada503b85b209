"""The way through a page on a phone with the Tab key alone, and what is wrong on it."""

from dataclasses import dataclass
from itertools import zip_longest

from playwright.sync_api import Page

from tests.browser.inspecting import PHONE

MOST_STOPS = 250
STRIDE = 12
"""Keys between two looks at how far the walk has come."""

_TO_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""
# Of the element that has the focus: what it is, whether a reader sees it and its mark, whether it stands after the one
# before. One question for the whole walk is much quicker than one for each stop.
_WATCH = """() => {
  const shown = (here, box) => {
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (right - left < 1 || bottom - top < 1) return false;
    const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return seen && (here.contains(seen) || seen.closest("label")?.control === here);
  };
  const outlined = (style) => style.outlineStyle != "none" && parseFloat(style.outlineWidth) > 0;
  let walk, first, before;
  window.startWalk = () => {
    first = before = null;
    return walk = { stops: [], over: false };
  };
  window.noteStop = () => {
    const here = document.activeElement;
    if (walk.over || here === before) return walk; // a field for a date has several stops of its own
    if (!here || here === document.body || here === first) {
      walk.over = first !== null;
      return walk;
    }
    first ??= here;
    walk.stops.push({
      name: `${here.tagName} ${(here.textContent || here.name || here.id).trim().slice(0, 40)}`,
      kind: [here.localName, here.type, here.getAttribute("role"), here.className].join(" "),
      skip: here.classList.contains("skip"),
      seen: [...here.getClientRects()].some((box) => shown(here, box)),
      marked: [null, "::after"].some((part) => outlined(getComputedStyle(here, part))),
      after: !before || !!(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING),
    });
    before = here;
    return walk;
  };
  addEventListener("keydown", (event) => event.key === "Tab" && walk && noteStop(), true);
}"""
# The order in which a browser goes from stop to stop, and the focus put on each.
_BY_SCRIPT = """() => {
  const scrolls = (each) => {
    const { overflowX, overflowY } = getComputedStyle(each), free = /auto|scroll/;
    return free.test(overflowX) && each.scrollWidth > each.clientWidth || free.test(overflowY) && each.scrollHeight > each.clientHeight;
  };
  const group = (each) => [...document.getElementsByName(each.name)].filter((other) => other.type == "radio" && other.form == each.form && !other.disabled);
  const is_stop = (each) => {
    if (each.matches(":disabled") || each.closest("[inert]") || !each.checkVisibility({ visibilityProperty: true })) return false;
    if (each.type == "radio") return each === (group(each).find((other) => other.checked) || group(each)[0]);
    return each.tabIndex >= 0 || each !== document.scrollingElement && !each.hasAttribute("tabindex") && scrolls(each) && ![...each.querySelectorAll("*")].some(is_stop);
  };
  const last = (each) => each.tabIndex > 0 ? each.tabIndex : Infinity;
  const walk = startWalk();
  const order = [...document.body.querySelectorAll("*")].filter(is_stop);
  for (const each of order.sort((one, other) => last(one) - last(other) || 0)) {
    each.focus();
    noteStop();
  }
  walk.over = true;
  return { ...walk, scripts: [...document.scripts].filter((each) => !each.type.includes("json")).map((each) => each.src || each.text) };
}"""
_met: set[str] = set()
"""The scripts and the kinds of stops that the keys have gone through in this process."""


@dataclass(frozen=True)
class Stop:
    name: str
    kind: str
    skip: bool
    """Whether it is the way past the menu."""
    seen: bool
    marked: bool
    after: bool

    @property
    def wrong(self) -> str:
        bad = {"hidden": not self.seen, "without a mark": not self.marked, "out of order": not self.after}
        ways = " and ".join(way for way, is_bad in bad.items() if is_bad)
        return f"{ways}: {self.name}" if ways else ""


NOWHERE = Stop("nowhere", "", skip=False, seen=True, marked=True, after=True)


def lost_stops(page: Page) -> list[str]:
    """Keys are slow. They are pressed where a script or a kind of stop is met for the first time; a script goes the other ways."""
    page.set_viewport_size(PHONE)
    page.evaluate(_WATCH)
    page.evaluate(_TO_THE_TOP)
    page.keyboard.press("Tab")  # from now on the browser marks what has the focus, whoever puts it there
    walk = page.evaluate(_BY_SCRIPT)
    stops = [Stop(**stop) for stop in walk["stops"]]
    wrong = [stop.wrong for stop in stops if stop.wrong]
    if stops and not stops[0].skip:
        wrong.insert(0, f"The first stop is not the way to the text: {stops[0].name}")
    met = {stop.kind for stop in stops} | set(walk["scripts"])
    if wrong or met <= _met:
        return wrong
    found = _lost_keys(page, stops)
    if not found:
        _met.update(met)
    return found


def _lost_keys(page: Page, stops: list[Stop]) -> list[str]:
    """What the keys find otherwise than the script did."""
    page.evaluate(_TO_THE_TOP)
    page.evaluate("() => void startWalk()")
    for _stride in range(MOST_STOPS // STRIDE):
        for _each in range(STRIDE):
            page.keyboard.press("Tab")
        walk = page.evaluate("noteStop()")
        if walk["over"]:
            break
    else:
        return ["The walk does not end"]
    keyed = [Stop(**stop) for stop in walk["stops"]]
    return [
        f"By keys {here.name}, by script {there.name}"
        for here, there in zip_longest(keyed, stops, fillvalue=NOWHERE)
        if here != there
    ][:1]
