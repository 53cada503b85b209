"""Where the documents of applications lie."""

from content.base.private_files import PrivateFolder

_DOCUMENTS = PrivateFolder("admissions")
keep, read, has, erase = _DOCUMENTS.keep, _DOCUMENTS.read, _DOCUMENTS.has, _DOCUMENTS.erase
