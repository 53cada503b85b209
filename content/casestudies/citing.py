"""How a case is quoted: in words, for BibTeX, for RIS and as CSL-JSON."""

import json
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from content.casestudies.models import CaseStudyPage

_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True)
class Citation:
    key: str
    title: str
    author: str
    published_on: date | None
    site: str
    url: str
    language: str

    @property
    def year(self) -> str:
        return str(self.published_on.year) if self.published_on else _("no date")


def citation_of(case: CaseStudyPage, *, url: str) -> Citation:
    moment = case.last_published_at or case.first_published_at
    return Citation(
        key=case.slug,
        title=_one_line(case.title),
        author=settings.ISSUER_NAME,
        published_on=moment.date() if moment else None,
        site=settings.SITE_NAME,
        url=url,
        language=settings.LANGUAGE_CODE,
    )


def in_words(cited: Citation) -> str:
    return f"{cited.author} ({cited.year}). {cited.title}. {cited.site}. {cited.url}"


def as_bibtex(cited: Citation) -> str:
    fields = {
        "title": f"{{{cited.title.translate(_TEX)}}}",
        "author": f"{{{cited.author.translate(_TEX)}}}",
        "howpublished": cited.site.translate(_TEX),
        "url": cited.url,
        "langid": cited.language,
    }
    if cited.published_on:
        fields["year"] = str(cited.published_on.year)
        fields["date"] = cited.published_on.isoformat()
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{cited.key},\n{lines}\n}}\n"


def as_ris(cited: Citation) -> str:
    lines = [
        ("TY", "ELEC"),
        ("ID", cited.key),
        ("TI", cited.title),
        ("AU", cited.author),
        ("PB", cited.site),
        ("UR", cited.url),
        ("LA", cited.language),
    ]
    if cited.published_on:
        lines.append(("PY", str(cited.published_on.year)))
        lines.append(("DA", cited.published_on.strftime("%Y/%m/%d/")))
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in [*lines, ("ER", "")])


def as_csl(cited: Citation) -> str:
    item: dict = {
        "id": cited.key,
        "type": "webpage",
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "container-title": cited.site,
        "URL": cited.url,
        "language": cited.language,
    }
    if cited.published_on:
        day = cited.published_on
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    return json.dumps([item], ensure_ascii=False, indent=1)


def _one_line(text: str) -> str:
    """A line break inside a value would begin a field of its own."""
    return " ".join(text.split())
