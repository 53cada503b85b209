"""What a JSON-LD document says, in the one order in which it is signed. Contexts are local; there is no network."""

import hashlib
import json
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.utils.translation import gettext as _
from pyld import jsonld
from pyld.canon import URDNA2015

from content.base.errors import RuleError

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"
_FOLDER = Path(__file__).parent / "contexts"
_FILES = {
    CREDENTIALS_V1: "credentials-v1.json",
    CREDENTIALS_V2: "credentials-v2.json",
    OPEN_BADGES: "ob-v3p0-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "ob-v3p0-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "ob-v3p0-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json": "ob-v3p0.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
    DID: "did-v1.json",
    MULTIKEY: "security-multikey-v1.json",
    "https://w3id.org/security/data-integrity/v1": "data-integrity-v1.json",
    "https://w3id.org/security/data-integrity/v2": "security-data-integrity-v2.json",
    "https://w3id.org/security/suites/ed25519-2020/v1": "ed25519-2020-v1.json",
    "https://www.w3.org/ns/credentials/status/v1": "status-v1.json",
}
_MOST_TWINS = 6
"""Nodes without a name that look alike are put in order by trial: 6 have 720 orders, 12 have 479 million."""
_MOST_KEPT = 300
_one_at_a_time = Lock()
"""What PyLD keeps between two documents knows nothing of threads."""


class UnreadableDocument(RuleError):
    """Its words have no meaning that we know: a foreign context, a property without a definition, no JSON-LD."""


class _Processor(jsonld.JsonLdProcessor):
    """PyLD makes the context of a type anew for each node that has the type. This one makes it once."""

    _made: dict[tuple[str, int], tuple[Any, Any]] = {}

    def _process_context(
        self, active_ctx, local_ctx, options, override_protected=False, propagate=True, **more
    ):
        def make():
            return super(_Processor, self)._process_context(
                active_ctx, local_ctx, options, override_protected, propagate, **more
            )

        outer = active_ctx.get("_uuid")
        if propagate or override_protected or outer is None or not isinstance(local_ctx, dict):
            return make()
        place = outer, id(local_ctx)
        if place not in self._made:
            if len(self._made) >= _MOST_KEPT:
                self._made.clear()
            self._made[place] = make(), local_ctx  # held as well, so that nothing else takes its id
        return self._made[place][0]


class _Bounded(URDNA2015):
    def hash_n_degree_quads(self, id_, issuer):
        if sum(len(twins) for twins in self.hash_to_blank_nodes.values()) > _MOST_TWINS:
            raise UnreadableDocument(_("The document repeats itself too often to be a certificate."))
        return super().hash_n_degree_quads(id_, issuer)

    def modify_first_degree_component(self, id_, component, key):
        if component["type"] != "blank node":
            return component
        return component | {"value": "_:a" if component["value"] == id_ else "_:z"}  # PyLD copies it deeply


def digest(document: dict) -> bytes:
    """SHA-256 of the canonical statements (RDFC-1.0). Raises UnreadableDocument."""
    processor = _Processor(on_property_dropped=_refuse_undefined)
    try:
        with _one_at_a_time:
            dataset = processor.to_rdf(document, {"documentLoader": _load})
        statements = _Bounded().main(dataset, {"format": "application/n-quads"})
    except (jsonld.JsonLdError, TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
        raise UnreadableDocument(_("The words of this document are not those of a credential.")) from error
    return hashlib.sha256(statements.encode()).digest()


def _refuse_undefined(word: str) -> None:
    # What no context defines is not part of what is signed: anybody could have added it afterwards.
    raise UnreadableDocument(
        _("The document has a word that its vocabulary does not define: “%s”.") % str(word)[:80]
    )


def _load(address: str, _options: dict | None = None) -> dict:
    if address not in _FILES:
        raise jsonld.JsonLdError(
            f"unknown context {address}", "loading document failed", code="loading document failed"
        )
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "tag": "static",  # PyLD may keep what it has made of it: it never changes
        "document": _context(_FILES[address]),
    }


@cache
def _context(file: str) -> dict:
    return json.loads((_FOLDER / file).read_text(encoding="utf-8"))
