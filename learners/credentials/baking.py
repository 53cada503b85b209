"""A badge to show: a drawing with the signed credential inside (Open Badges 3.0, baking into SVG)."""

from xml.sax.saxutils import escape

from learners.credentials.issued_files import issued_file
from learners.credentials.models import Certificate, IssuedFile
from learners.credentials.verifying import award_in_full

_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" viewBox="0 0 200 200" role="img">
<title>{title}</title>
<openbadges:credential>{credential}</openbadges:credential>
<circle cx="100" cy="100" r="96" fill="#073E4B"/><circle cx="100" cy="100" r="88" fill="none" stroke="#FFC83D" stroke-width="3"/>
<g fill="none" stroke="#fff" stroke-width="5"><circle cx="52" cy="100" r="22"/><path d="M79 79h42v42H79zM148 78l19 11v22l-19 11-19-11V89z"/></g>
</svg>
"""


def baked_badge(certificate: Certificate) -> bytes | None:
    """None for certificates that are older than their files."""
    credential = issued_file(certificate, IssuedFile.Kind.JSON)
    if credential is None:
        return None
    title = award_in_full(certificate.facts)
    return _DRAWING.format(title=escape(title), credential=escape(credential.decode())).encode()
