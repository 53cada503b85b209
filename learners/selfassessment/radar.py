"""The twelve scores as one picture: an SVG that the server makes, at most 3 kB."""

from collections.abc import Mapping, Sequence
from math import cos, pi, sin

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

AXES = 12
RINGS = (50, 80)
_SIZE, _MIDDLE, _RADIUS = 320, 160, 120
_BEFORE = ' stroke-dasharray="5 4"'
_NOW = ' fill="currentColor" fill-opacity=".18"'


def radar(
    latest: Mapping[int, int | None], baseline: Mapping[int, int | None] | None = None, *, title: str
) -> SafeString:
    """Number of the principle -> score. A principle without a score is left at the middle, as the table says in words."""
    shapes = [_shape(baseline, _BEFORE)] if baseline else []
    shapes.append(_shape(latest, _NOW))
    return format_html(
        '<svg viewBox="0 0 {size} {size}" role="img" aria-label="{title}" width="{size}" height="{size}" stroke="currentColor" '
        'fill="none"><g stroke-opacity=".35">{rings}{axes}</g>{labels}<g stroke-width="2">{shapes}</g></svg>',
        size=_SIZE, title=title, rings=_joined(_polygon([value] * AXES) for value in (*RINGS, 100)), axes=_axes(),
        labels=_labels(), shapes=_joined(shapes),
    )  # fmt: skip


def is_drawn(scores: Mapping[int, int | None]) -> bool:
    """With fewer than four scores a table says more than a picture."""
    return sum(1 for value in scores.values() if value is not None) >= 4


def summary(latest: Mapping[int, int | None]) -> str:
    known = {number: value for number, value in latest.items() if value is not None}
    if not known:
        return _("No principle has a score yet.")
    high, low = max(known, key=lambda n: (known[n], -n)), min(known, key=lambda n: (known[n], n))
    values = {"high": high, "most": known[high], "low": low, "least": known[low]}
    return (
        _(
            "Scores by principle. Highest: principle %(high)s with %(most)s. Lowest: principle %(low)s with %(least)s."
        )
        % values
    )


def _joined(parts) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 -- each part is escaped or made of numbers


def _place(number: int, value: float) -> tuple[int, int]:
    """Principle 1 at the top, then clockwise."""
    angle = 2 * pi * (number - 1) / AXES
    reach = _RADIUS * value / 100
    return round(_MIDDLE + reach * sin(angle)), round(_MIDDLE - reach * cos(angle))


def _polygon(values: Sequence[float], look: str = "") -> str:
    places = (_place(number, value) for number, value in enumerate(values, start=1))
    return f'<polygon points="{" ".join(f"{x},{y}" for x, y in places)}"{look}/>'


def _axes() -> SafeString:
    ends = (_place(number, 100) for number in range(1, AXES + 1))
    return format_html('<path d="{}"/>', " ".join(f"M{_MIDDLE} {_MIDDLE}L{x} {y}" for x, y in ends))


def _labels() -> SafeString:
    places = ((number, *_place(number, 116)) for number in range(1, AXES + 1))
    texts = _joined(f'<text x="{x}" y="{y + 4}">P{number}</text>' for number, x, y in places)
    return format_html(
        '<g stroke="none" fill="currentColor" text-anchor="middle" font-size="12">{}</g>', texts
    )


def _shape(scores: Mapping[int, int | None], look: str) -> str:
    return _polygon([scores.get(number) or 0 for number in range(1, AXES + 1)], look)
