"""Files as office programs write them, small."""

import zipfile
from io import BytesIO

import pikepdf

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # The same bytes at every time of day: a ZipInfo without one is of 1980.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def docx(text: str = "One two three", author: str = "", **more) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    note = f'<w:ins w:author="{author}" w:id="1"><w:r><w:t> four</w:t></w:r></w:ins>' if author else ""
    core = f"<cp:coreProperties><dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy></cp:coreProperties>"
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "word/document.xml": f"<w:document><w:body>{paragraphs}<w:p>{note}</w:p></w:body></w:document>",
            "docProps/core.xml": core,
            **more,
        }
    )


def odt(text: str = "One two three", author: str = "") -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:body><text:p>{text}</text:p><office:annotation><dc:creator>{author}</dc:creator></office:annotation></office:body>",
            "meta.xml": f"<office:meta><meta:initial-creator>{author}</meta:initial-creator></office:meta>",
        }
    )


def pdf(author: str = "", *, password: str = "") -> bytes:
    kept = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        if author:
            made.docinfo["/Author"] = author
            with made.open_metadata() as metadata:
                metadata["dc:creator"] = [author]
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=author, Contents="x"
            )
            made.pages[0].Annots = made.make_indirect([made.make_indirect(note)])
        made.save(kept, encryption=pikepdf.Encryption(user=password, owner=password) if password else False)
    return kept.getvalue()
