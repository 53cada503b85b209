"""Packs what was gathered: a page to read, the same as JSON, and the files."""

import json
import zipfile
from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from learners.credentials.issuer import issuer_address
from learners.privacy.gathering import Gathered, gather


def packed_copy(user, *, at: datetime) -> bytes:
    """A ZIP file. The page opens from the disk, without a network and without scripts."""
    found = gather(user)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", _page(user, found, at))
        archive.writestr("data.json", _data(user, found, at))
        for each in found.files:
            archive.writestr(each.path, each.content)
    return packed.getvalue()


def _page(user, found: Gathered, at: datetime) -> str:
    context = {
        "person": user, "found": found, "at": at, "site_name": settings.SITE_NAME, "office": issuer_address(),
    }  # fmt: skip
    return render_to_string("learners/privacy/copy.html", context)


def _data(user, found: Gathered, at: datetime) -> str:
    tables = [
        {
            "table": table.name,
            "title": table.title,
            "rows": [{name: value for name, (_label, value) in line.values.items()} for line in table.lines],
            "left_out": table.secret,
        }
        for table in found.tables
    ]
    whole = {
        "about": user.pk,
        "made_at": at,
        "site": settings.SITE_ADDRESS,
        "tables": tables,
        "deeds": found.deeds,
    }
    return json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
