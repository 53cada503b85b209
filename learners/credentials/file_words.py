"""What a stranger is told about a file, in whole sentences."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from learners.credentials.examining import Finding


class Why(StrEnum):
    """What the answer page says about the file itself."""

    AS_ISSUED = "as issued"
    SAME_WORDS = "same words"
    """Another layout of the same signed words."""
    ADDED_TO_PDF = "added to pdf"
    CHANGED_PDF = "changed pdf"
    NOT_OUR_PDF = "not our pdf"
    CHANGED = "changed"
    OTHER_KEY = "other key"
    NO_SIGNATURE = "no signature"
    NOT_COMPARABLE = "not comparable"
    """The holder is erased, and with the data our own copy of the PDF."""
    NEVER_ISSUED = "never issued"
    ANOTHER_ISSUER = "another issuer"
    ANOTHER_ISSUER_BAD = "another issuer, bad"
    NO_CERTIFICATE = "no certificate"


_ALTERED = _("This file was altered")
_NOT_OURS = _("This file does not come from us")
TITLES = {
    Why.AS_ISSUED: _("This file is as we issued it"),
    Why.SAME_WORDS: _("This file is as we issued it"),
    Why.ADDED_TO_PDF: _ALTERED,
    Why.CHANGED_PDF: _ALTERED,
    Why.NOT_OUR_PDF: _("This PDF is not the one that we issued"),
    Why.CHANGED: _ALTERED,
    Why.OTHER_KEY: _("This file is not signed by us"),
    Why.NO_SIGNATURE: _("This file is not signed by us"),
    Why.NOT_COMPARABLE: _("We cannot compare this PDF any more"),
    Why.NEVER_ISSUED: _("We never issued this"),
    Why.ANOTHER_ISSUER: _NOT_OURS,
    Why.ANOTHER_ISSUER_BAD: _NOT_OURS,
    Why.NO_CERTIFICATE: _("We cannot confirm this PDF"),
}
SENTENCES = {
    Why.AS_ISSUED: _("Each byte of the file is as we issued it."),
    Why.SAME_WORDS: _("The file has another layout. Its words and our signature are unchanged."),
    Why.ADDED_TO_PDF: _(
        "Something was added to the PDF after we signed it. What you see may not be what we issued."
    ),
    Why.CHANGED_PDF: _("The PDF was changed after we signed it."),
    Why.NOT_OUR_PDF: _(
        "It has no signature of ours. Somebody made it, or a program saved it anew. Ask the holder for the file as it was downloaded from us."
    ),
    Why.CHANGED: _("What it says is not what we signed."),
    Why.OTHER_KEY: _("It names a certificate of ours, but somebody else has signed it."),
    Why.NO_SIGNATURE: _("It names a certificate of ours, but the signature is missing."),
    Why.NOT_COMPARABLE: _(
        "Its holder asked to be erased, so we keep no copy of it. The register still knows the number: look it up, and compare name, award and date with the PDF."
    ),
    Why.NEVER_ISSUED: _("It names us as the issuer, but the register has no such certificate."),
    Why.NO_CERTIFICATE: _(
        "We did not issue this file as it is, and no certificate is in it. A scan, or a PDF that a program saved anew, cannot be compared. Type the serial number that is printed on it."
    ),
}
FINDINGS = {
    Finding.VALID: _(
        "The file names another issuer. Its signature fits the key that it names itself, but we cannot say whose key that is. Ask that issuer."
    ),
    Finding.UNKNOWN_KEY: _("The file names another issuer, whose key we do not know. Ask that issuer."),
    Finding.NO_STATUS: _(
        "The file names another issuer. Its signature fits the key that it names itself, but we cannot see whether it was revoked. Ask that issuer."
    ),
    Finding.NOT_YET: _("The file names another issuer. It is not valid yet."),
    Finding.EXPIRED: _("The file names another issuer. It is not valid any more: its time is over."),
    Finding.REVOKED: _("The file names another issuer, who has revoked it."),
    Finding.ALTERED: _("The file names another issuer. It was altered: its signature does not fit."),
    Finding.UNSIGNED: _("The file names another issuer and has no signature. Anybody could have written it."),
    Finding.UNREADABLE: _("The file names another issuer. We cannot read its signature. Ask that issuer."),
}
