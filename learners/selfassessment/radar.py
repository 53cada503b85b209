"""The twelve scores as one picture: an SVG that the server makes, at most 3 kB."""

from collections.abc import Mapping, Sequence
from math import cos, pi, sin

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

AXES = 12
RINGS = (50, 80)
_SIZE, _MIDDLE, _RADIUS = 320, 160, 120
_BEFORE = 'fill="none" stroke-dasharray="5 4"'
_NOW = 'fill="currentColor" fill-opacity=".18"'


def radar(
    latest: Mapping[int, int | None], baseline: Mapping[int, int | None] | None = None, *, title: str
) -> SafeString:
    """Number of the principle -> score. A principle without a score is left at the middle, as the table says in words."""
    shapes = [_shape(baseline, _BEFORE)] if baseline else []
    shapes.append(_shape(latest, _NOW))
    return format_html(
        '<svg viewBox="0 0 {size} {size}" role="img" aria-label="{title}" width="{size}" height="{size}">'
        "{rings}{axes}{shapes}</svg>",
        size=_SIZE, title=title, rings=_joined(_ring(value) for value in (*RINGS, 100)),
        axes=_joined(_axis(number) for number in range(1, AXES + 1)), shapes=_joined(shapes),
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


def _place(number: int, value: float) -> tuple[float, float]:
    """Principle 1 at the top, then clockwise."""
    angle = 2 * pi * (number - 1) / AXES
    reach = _RADIUS * value / 100
    return round(_MIDDLE + reach * sin(angle), 1), round(_MIDDLE - reach * cos(angle), 1)


def _points(values: Sequence[float]) -> str:
    return " ".join(
        "{:g},{:g}".format(*_place(number, value)) for number, value in enumerate(values, start=1)
    )


def _ring(value: int) -> str:
    return f'<polygon points="{_points([value] * AXES)}" fill="none" stroke="currentColor" stroke-opacity=".35"/>'


def _axis(number: int) -> SafeString:
    x, y = _place(number, 100)
    label_x, label_y = _place(number, 116)
    return format_html(
        '<path d="M{m} {m}L{x} {y}" stroke="currentColor" stroke-opacity=".35"/>'
        '<text x="{lx}" y="{ly}" text-anchor="middle" dominant-baseline="middle" font-size="12" fill="currentColor">P{n}</text>',
        m=_MIDDLE, x=x, y=y, lx=label_x, ly=label_y, n=number,
    )  # fmt: skip


def _shape(scores: Mapping[int, int | None], look: str) -> str:
    values = [scores.get(number) or 0 for number in range(1, AXES + 1)]
    return f'<polygon points="{_points(values)}" stroke="currentColor" stroke-width="2" {look}/>'
