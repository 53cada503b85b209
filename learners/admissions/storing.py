"""Where the documents of applications lie."""

from content.base.private_files import PrivateFolder

_DOCUMENTS = PrivateFolder("admissions")
keep, path_of, erase = _DOCUMENTS.keep, _DOCUMENTS.path_of, _DOCUMENTS.erase
