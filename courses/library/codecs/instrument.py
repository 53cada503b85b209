"""The self-assessment: its frame stands with the Recommendation, the statements of each principle in a sheet of its own."""

from content.maturity.models import MaturitySheet
from content.maturity.scoring import STAGES
from content.principles.models import PrincipleIndexPage, PrinciplePage
from courses.library.codecs.base import Codec, latest, place_page, plain

KEY = "self_assessment"
SHEETS = "principles"
_KINDS = {"characteristics": "characteristic", "policies_to_consider": "practice"}


def _existing() -> dict[str, PrincipleIndexPage]:
    """Nothing without sheets: before there were any, the frame alone held the statements."""
    index = PrincipleIndexPage.objects.first() if MaturitySheet.objects.exists() else None
    return {KEY: index} if index and KEY in latest(index).frame else {}


def _write(index: PrincipleIndexPage | None, data: dict) -> PrincipleIndexPage:
    index = latest(index or PrincipleIndexPage.objects.get())
    frame = {key: part for key, part in plain(data).items() if key != SHEETS}
    index.frame = index.frame | {KEY: frame}
    for item in data[SHEETS]:
        _write_sheet(item)
    return place_page(index, index.get_parent(), live=True)


def _write_sheet(item: dict) -> None:
    """Published at once, as a new revision; what was answered on an earlier one stays on it."""
    principle = PrinciplePage.objects.get(number=int(item["principle"].removeprefix("P")))
    sheet = MaturitySheet.objects.filter(principle=principle).first() or MaturitySheet(principle=principle)
    for stage in STAGES:
        setattr(sheet, stage.value, _blocks(item["stages"][stage.value]))
    sheet.reading = plain(item["reading"])
    if sheet.pk is None:
        sheet.live = False
        sheet.save()
    sheet.save_revision().publish()


def _blocks(stage: dict) -> list[tuple[str, dict]]:
    return [
        (kind, {"code": statement["id"], "text": statement["text"]})
        for key, kind in _KINDS.items()
        for statement in stage[key]
    ]


def _read(index: PrincipleIndexPage) -> dict:
    sheets = MaturitySheet.objects.select_related("principle").order_by("principle__number")
    return latest(index).frame[KEY] | {SHEETS: [_read_sheet(sheet) for sheet in sheets]}


def _read_sheet(sheet: MaturitySheet) -> dict:
    number = sheet.principle.number
    if sheet.latest_revision_id:
        sheet = sheet.get_latest_revision_as_object()
    stages = {stage.value: _read_stage(getattr(sheet, stage.value)) for stage in STAGES}
    return {"principle": f"P{number}", "stages": stages, "reading": sheet.reading}


def _read_stage(blocks) -> dict:
    return {
        key: [
            {"id": block.value["code"], "text": block.value["text"]}
            for block in blocks
            if block.block_type == kind
        ]
        for key, kind in _KINDS.items()
    }


INSTRUMENT = Codec(
    kind="self-assessment",
    file="self_assessment.yaml",
    items=lambda library: [(KEY, library.instrument)],
    existing=_existing,
    write=_write,
    read=_read,
)
