"""The programme as the public sees it: three areas with their modules."""

from dataclasses import dataclass

from courses.programme.models import Area, ModulePage, ProgrammePage


@dataclass(frozen=True)
class AreaModules:
    code: str
    label: str
    modules: list[ModulePage]


def programme_page() -> ProgrammePage | None:
    return ProgrammePage.objects.live().order_by("path").first()


def areas(programme: ProgrammePage) -> list[AreaModules]:
    """The three areas in their order, each with its published modules by week."""
    modules = list(ModulePage.objects.child_of(programme).live().order_by("first_week", "path"))
    return [
        AreaModules(area.value, str(area.label), [module for module in modules if module.area == area.value])
        for area in Area
    ]
