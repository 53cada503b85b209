"""Everything behind one certificate, for the external examiner: files in one archive, hashed into a chain.

The chain is made when the certificate is issued and its head is kept in the register; the files are written anew
from the records whenever the archive is asked for. So nothing is stored twice, retention goes on, and whatever was
changed, removed or added since the issue shows.
"""

import hashlib
import io
import json
import logging
import zipfile
from datetime import datetime
from pathlib import Path

from learners.credentials import check_dossier
from learners.credentials.behind import files_behind
from learners.credentials.edition_behind import known_edition
from learners.credentials.models import Certificate, Dossier

logger = logging.getLogger(__name__)
_README = """Dossier of the certificate {serial}

Each file is JSON, as the records of the platform stand today, or a file of the certificate as it was issued.
People stand in it by their role. chain.json holds the SHA-256 of each file as it was on {made_at}.

Check it:  python check_dossier.py {name} HEAD
HEAD is in the register of awards. Ask the registrar for it; do not take it from this archive.
"""


def keep_dossier(certificate: Certificate, *, at: datetime) -> Dossier:
    """The chain over everything as it stands now. Kept already is the same result."""
    existing = Dossier.objects.filter(certificate=certificate).first()
    if existing:
        return existing
    manifest = [
        {"name": name, "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(files_behind(certificate, edition_of=known_edition).items())
    ]
    for file, link in zip(manifest, check_dossier.links(manifest), strict=True):
        file["link"] = link
    head = manifest[-1]["link"]
    return Dossier.objects.create(certificate=certificate, manifest=manifest, head=head, made_at=at)


def keep_missing_dossiers(*, at: datetime, most: int = 50) -> int:
    """Chains for certificates that are older than the chains; their date says so. How many were made.

    One that cannot be made is named in the log and keeps none of the others back.
    """
    missing = Certificate.objects.filter(dossier=None).select_related("enrolment__user").order_by("-pk")
    made = 0
    for certificate in missing[:most]:
        try:
            keep_dossier(certificate, at=at)
            made += 1
        except Exception:
            logger.exception("No chain could be made for certificate %s", certificate.serial)
    return made


def dossier_zip(dossier: Dossier) -> bytes:
    """The archive: the chain as it was kept, the files as the records stand today."""
    certificate = dossier.certificate
    made_at = dossier.made_at.isoformat()
    chain = {
        "serial": certificate.serial,
        "issued_at": certificate.issued_at.isoformat(),
        "made_at": made_at,
        "head": dossier.head,
        "files": dossier.manifest,
    }
    readme = _README.format(serial=certificate.serial, made_at=made_at, name=file_name(certificate))
    more = {
        "chain.json": json.dumps(chain, indent=1).encode(),
        "check_dossier.py": Path(check_dossier.__file__).read_bytes(),
        "README.txt": readme.encode(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted((files_behind(certificate) | more).items()):
            archive.writestr(name, content)
    return out.getvalue()


def file_name(certificate: Certificate) -> str:
    return f"dossier-{certificate.serial}.zip"
