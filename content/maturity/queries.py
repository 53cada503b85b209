"""The sheets as they are published now, and as they were on the day of an assessment."""

from dataclasses import dataclass
from functools import lru_cache

from wagtail.models import Revision

from content.maturity.models import MaturitySheet
from content.maturity.scoring import STAGES, Stage
from content.principles.models import PrinciplePage


@dataclass(frozen=True)
class Statement:
    code: str
    text: str


@dataclass(frozen=True)
class StagePart:
    stage: Stage
    statements: tuple[Statement, ...]
    practices: tuple[Statement, ...]


@dataclass(frozen=True)
class Sheet:
    """One version of the self-assessment of one principle."""

    number: int
    parts: tuple[StagePart, ...]
    """Early, intermediate, advanced."""
    reading: dict

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statement for part in self.parts for statement in part.statements)

    def part(self, stage: Stage) -> StagePart:
        return next(part for part in self.parts if part.stage == stage)


def published_versions() -> dict[int, int]:
    """Number of the principle -> the revision that is published now. One query."""
    rows = MaturitySheet.objects.filter(live=True, live_revision__isnull=False)
    return dict(rows.order_by("principle__number").values_list("principle__number", "live_revision_id"))


def published_sheet(principle: PrinciplePage) -> "Sheet | None":
    """The sheet of one principle as it is published now. One query while it is kept in the process."""
    revision = published_versions().get(principle.number)
    return sheet_of(revision) if revision else None


@lru_cache(maxsize=256)
def sheet_of(revision_id: int) -> Sheet:
    """Kept in the process: a revision never changes."""
    sheet = Revision.objects.get(pk=revision_id).as_object()
    return Sheet(
        number=sheet.principle.number,
        parts=tuple(_part(stage, getattr(sheet, stage.value)) for stage in STAGES),
        reading=sheet.reading,
    )


def _part(stage: Stage, blocks) -> StagePart:
    found: dict[str, list[Statement]] = {"characteristic": [], "practice": []}
    for block in blocks:
        found[block.block_type].append(Statement(block.value["code"], block.value["text"]))
    return StagePart(stage, tuple(found["characteristic"]), tuple(found["practice"]))
