"""The pages for everybody: queries, bytes, validators; the case list with 5,000 cases; a harvest of 5,000 records."""

import gzip
import json
import re
import sys
import time
import tracemalloc
from pathlib import Path

PAGES = {
    "home": "/",
    "programme": "/programme/",
    "module": "/programme/m01/",
    "open lesson": "/programme/m01/m01-l01/",
    "closed lesson": "/programme/m01/m01-l02/",
    "principles": "/principles/",
    "principle": "/principles/p1/",
    "cases": "/cases/",
    "cases, filtered": "/cases/?outcome=failure&region=Africa",
    "case": "/cases/rwanda-irembo/",
    "two cases": "/cases/compare/?one=rwanda-irembo&two=kenya-huduma-centres",
    "citation": "/cases/rwanda-irembo/cite.bib",
    "glossary": "/glossary/",
    "readings": "/resources/",
    "reading": "/resources/oecd-0406/",
    "search": "/search/?q=data",
    "search, nothing": "/search/?q=interoperabilty",
    "self-assessment": "/assess/try/P1/",
    "open data": "/data/",
    "cases.csv": "/data/cases.csv",
    "feed": "/feed.atom",
    "sitemap": "/sitemap.xml",
}
MANY = 5_000
MOST_QUERIES, MOST_BYTES = 10, 25 * 1024


def measure_public(data: Path) -> None:
    """A line for each page, and public-bench.json in the data folder. Fills the bench's own database."""
    from django.core.management import call_command  # noqa: PLC0415 -- after the settings
    from django.utils.timezone import now  # noqa: PLC0415

    from courses.catalogue.noting import note_catalogue  # noqa: PLC0415

    call_command("update_index", verbosity=0)
    note_catalogue(at=now())
    rows = {name: _open(address) for name, address in PAGES.items()}
    _fill_cases()
    rows[f"cases, {MANY}"] = _open("/cases/?region=Africa&page=7")
    for name, row in rows.items():
        over = row["queries"] > MOST_QUERIES or row["bytes"] > MOST_BYTES
        sys.stdout.write(
            f"{name:20}{row['queries']:>5} queries {row['bytes']:>7} bytes gzip {row['ms']:>7} ms"
            f"  again: {row['again']}{'  OVER THE LIMIT' if over else ''}\n"
        )
    rows["harvest"] = _harvest()
    sys.stdout.write(f"harvest: {rows['harvest']}\n")
    (data / "public-bench.json").write_text(json.dumps(rows, indent=2))


def _open(address: str) -> dict:
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    browser = Client(HTTP_HOST="127.0.0.1")
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        answer = browser.get(address)
        seconds = time.perf_counter() - started
    count = len(queries)  # the next request empties the log
    again = browser.get(address, headers={"if-none-match": answer.get("ETag", "")})
    return {
        "queries": count,
        "bytes": len(gzip.compress(answer.content, 6)),
        "ms": round(1000 * seconds, 1),
        "again": again.status_code,
    }


def _fill_cases() -> None:
    from content.casestudies.models import CaseStudyPage  # noqa: PLC0415
    from tests.factories.cases import make_many_cases  # noqa: PLC0415

    missing = MANY - CaseStudyPage.objects.live().count()
    if missing > 0:
        make_many_cases(missing)


def _harvest() -> dict:
    """In the process: the memory of the first and of the last page, and how long all pages take."""
    from django.test import Client  # noqa: PLC0415
    from django.utils.timezone import now  # noqa: PLC0415

    from courses.catalogue.noting import note_catalogue  # noqa: PLC0415

    note_catalogue(at=now())
    browser, query, found, peaks = Client(HTTP_HOST="127.0.0.1"), "metadataPrefix=oai_dc", 0, []
    started = time.perf_counter()
    tracemalloc.start()
    while query:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        text = browser.get(f"/oai?verb=ListRecords&{query}").content.decode()
        peaks.append(round((tracemalloc.get_traced_memory()[1] - before) / 1024))
        found += text.count("<record>")
        token = re.search(r"<resumptionToken[^>]*>([^<]+)<", text)
        query = f"resumptionToken={token[1]}" if token else ""
    tracemalloc.stop()
    return {
        "records": found,
        "pages": len(peaks),
        "seconds": round(time.perf_counter() - started, 1),
        "peak kB, second page": peaks[1],
        "peak kB, most": max(peaks[1:]),
    }
