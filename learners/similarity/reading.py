"""The words of a version: what was typed and what stands in its files."""

import logging
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from content.base.uploads import NotAccepted
from learners.submissions.handing_in import FOLDER
from learners.submissions.inspecting import PDF, unpack
from learners.submissions.models import Submission, WorkFile

MOST_PAGES = 60
logger = logging.getLogger(__name__)


def text_of(submission: Submission) -> str:
    """Files that cannot be read give no words: a note is missing then, nothing else."""
    files = submission.files.order_by("pk")
    return "\n\n".join([submission.text, *(_words_in(file) for file in files)])


def _words_in(file: WorkFile) -> str:
    data = FOLDER.read(file.plain_name)
    if data is None:
        return ""
    if file.content_type == PDF:
        return _words_in_pdf(data)
    try:
        return unpack(data).text
    except NotAccepted:
        return ""


def _words_in_pdf(data: bytes) -> str:
    try:
        pages = PdfReader(BytesIO(data)).pages[:MOST_PAGES]
        return "\n".join(page.extract_text() for page in pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        logger.warning("The words of a PDF cannot be read: %s", type(error).__name__)
        return ""
