"""Files of colleagues in the admin: documents of pages, and lists of redirects. Both are what their endings say."""

from pathlib import PurePath

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from wagtail.contrib.redirects.views import start_import
from wagtail.documents.forms import BaseDocumentForm

from content.base.uploads import NotAccepted, require_content


class DocumentForm(BaseDocumentForm):
    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            try:
                require_content(_ending(file.name), file)
            except NotAccepted as error:
                raise ValidationError(str(error)) from error
        return file


def import_redirects(request):
    """Wagtail unpacks a spreadsheet whole, however large it becomes."""
    file = request.FILES.get("import_file")
    try:
        if file:
            require_content(_ending(file.name), file)
    except NotAccepted as error:
        messages.error(request, str(error))
        return redirect("wagtailredirects:start_import")
    return start_import(request)


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower().removeprefix(".")
