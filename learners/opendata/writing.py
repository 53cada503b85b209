"""A data set as CSV and JSON, and the catalogue of all of them as DCAT."""

import json

from django.conf import settings
from django.urls import reverse

from content.base.licences import Licence, licence_address
from learners.enrolment.sheets import CSV_TYPE, csv_file
from learners.opendata.datasets import DATASETS, Dataset

FORMS = {"csv": CSV_TYPE, "json": "application/json"}
DCAT_TYPE = "application/ld+json"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


def as_csv(dataset: Dataset) -> bytes:
    """Nothing in it is ever taken for a formula."""
    return csv_file([list(dataset.columns()), *dataset.rows()])


def as_json(dataset: Dataset) -> bytes:
    names = list(dataset.columns())
    rows = [dict(zip(names, row, strict=True)) for row in dataset.rows()]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def as_dcat() -> bytes:
    return json.dumps(_catalogue(), ensure_ascii=False, indent=1).encode()


def _catalogue() -> dict:
    home = _address(reverse("open_data"))
    publisher = {"@type": "foaf:Organization", "foaf:name": settings.ISSUER_NAME}
    return {
        "@context": _CONTEXT,
        "@id": home,
        "@type": "dcat:Catalog",
        "dct:title": settings.SITE_NAME,
        "dct:publisher": publisher,
        "foaf:homepage": {"@id": home},
        "dcat:dataset": [_dataset(each, publisher) for each in DATASETS.values()],
    }


def _dataset(dataset: Dataset, publisher: dict) -> dict:
    licence = {"@id": licence_address(Licence.CC_BY)}
    return {
        "@id": _address(reverse("open_data"), f"#{dataset.slug}"),
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.slug,
        "dct:title": str(dataset.title),
        "dct:description": str(dataset.description),
        "dct:publisher": publisher,
        "dct:license": licence,
        "dct:language": settings.LANGUAGE_CODE,
        "dcat:distribution": [_distribution(dataset, form, licence) for form in FORMS],
    }


def _distribution(dataset: Dataset, form: str, licence: dict) -> dict:
    place = _address(reverse("open_data_file", args=[dataset.slug, form]))
    kind = FORMS[form].partition(";")[0]
    return {
        "@id": place,
        "@type": "dcat:Distribution",
        "dct:title": form.upper(),
        "dct:license": licence,
        "dcat:accessURL": {"@id": place},
        "dcat:downloadURL": {"@id": place},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{kind}"},
    }


def _address(path: str, end: str = "") -> str:
    return f"{settings.SITE_ADDRESS}{path}{end}"
