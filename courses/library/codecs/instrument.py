"""The self-assessment: kept whole in the frame of the Recommendation until tables take it."""

from content.principles.models import PrincipleIndexPage
from courses.library.codecs.base import Codec, latest, place_page, plain

KEY = "self_assessment"


def _existing() -> dict[str, PrincipleIndexPage]:
    index = PrincipleIndexPage.objects.first()
    return {KEY: index} if index and KEY in latest(index).frame else {}


def _write(index: PrincipleIndexPage | None, data: dict) -> PrincipleIndexPage:
    index = latest(index or PrincipleIndexPage.objects.get())
    index.frame = index.frame | {KEY: plain(data)}
    return place_page(index, index.get_parent(), live=True)


INSTRUMENT = Codec(
    kind="self-assessment",
    file="self_assessment.yaml",
    items=lambda library: [(KEY, library.instrument)],
    existing=_existing,
    write=_write,
    read=lambda index: latest(index).frame[KEY],
)
