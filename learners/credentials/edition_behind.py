"""What the dossiers of all learners of one edition share: its plan, its rubrics, the hashes of its texts."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from wagtail.models import Revision

from courses.editions.plan import Plan, plan_of


@dataclass(frozen=True)
class EditionBehind:
    files: dict[str, bytes]
    texts: dict[int, str]
    """Revision -> SHA-256 of its content."""


def read_edition(edition_id: int) -> EditionBehind:
    """As the records stand now. One query, that of all texts of the edition."""
    plan = plan_of(edition_id)
    revisions = Revision.objects.filter(pk__in=[planned.revision_id for planned in plan.activities])
    return EditionBehind(
        files={"edition.json": as_file(_edition(plan)), "rubrics.json": as_file(_rubrics(plan))},
        texts={
            pk: hashlib.sha256(as_file(content)).hexdigest()
            for pk, content in revisions.values_list("pk", "content").iterator(chunk_size=20)
        },
    )


@lru_cache(maxsize=8)
def known_edition(edition_id: int) -> EditionBehind:
    """For issuing: frozen texts do not change. Whoever looks for a change reads the edition anew."""
    return read_edition(edition_id)


def as_file(content: object) -> bytes:
    """The same content gives the same bytes, for ever: chains that were kept depend on it."""
    return json.dumps(content, default=_plain, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(type(value))


def _edition(plan: Plan) -> dict:
    return {
        "label": plan.label,
        "frame": plan.frame,
        "scheme": plan.scheme,
        "award_policy": plan.award_policy,
        "modules": [
            {
                "code": module.code,
                "title": module.title,
                "area": module.area,
                "hours": module.hours,
                "activities": [
                    {
                        "code": planned.code,
                        "kind": planned.kind,
                        "title": planned.title,
                        "week": planned.week,
                        "component": planned.component,
                        "share": planned.share,
                        "activity": planned.activity_id,
                        "revision": planned.revision_id,
                    }
                    for planned in module.activities
                ],
            }
            for module in plan.modules
        ],
    }


def _rubrics(plan: Plan) -> dict:
    """The rules of each work that marks depend on, with its rubric by value."""
    return {planned.code: planned.rules for planned in plan.activities if planned.rules}
