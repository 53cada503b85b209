"""How a picture comes into the lessons: only its pixels are stored, so no copy of it can tell where it was taken."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from content.base.errors import RuleError
from content.base.pictures import only_pixels, too_many_pixels


class PictureField(WagtailImageField):
    def check_image_pixel_size(self, f):
        try:
            super().check_image_pixel_size(f)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            # Wagtail counts the pixels of what Pillow has opened. Of far too many Pillow opens nothing.
            raise ValidationError(str(too_many_pixels())) from error


class PictureForm(BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if given := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=given.label, required=given.required, widget=given.widget
            )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data or not file:
            return file
        file.seek(0)
        try:
            plain = only_pixels(file.read(), file.image.format_name.upper())
        except RuleError as error:
            raise ValidationError(str(error)) from error
        return SimpleUploadedFile(file.name, plain, file.content_type)
