"""The certificate as an Open Badge 3.0: what others can check without us (VC Data Model 2.0)."""

import hashlib
import secrets
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings

from courses.editions.plan import Plan
from learners.credentials.issuer import issuer_did
from learners.credentials.linked_data import CREDENTIALS_V2, OPEN_BADGES
from learners.credentials.proofs import moment
from learners.credentials.status_list import status_entry
from learners.credentials.verifying import award_in_full


def open_badge(
    facts: dict,
    *,
    plan: Plan,
    email: str,
    alignment: list[dict],
    evidence: list[dict],
    index: int,
    at: datetime,
    criteria: str = "",
) -> dict:
    """Not signed yet. Of the person it holds the confirmed name, and a hash of the address that only who knows it can compare.

    criteria: the rule of an award for a part of the programme; the rules of the certificate otherwise.
    """
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": facts["address"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award_in_full(facts) + (" (Demonstration)" if facts.get("demo") else ""),
        "issuer": _issuer(),
        "validFrom": moment(at),
        "credentialStatus": status_entry(index),
        "credentialSubject": _subject(facts, _achievement(facts, plan, alignment, criteria), email),
    } | ({"evidence": evidence} if evidence else {})


def identity_hash(email: str, salt: str) -> str:
    return f"sha256${hashlib.sha256(f'{email.strip().lower()}{salt}'.encode()).hexdigest()}"


def _issuer() -> dict:
    return {
        "id": issuer_did(),
        "type": ["Profile"],
        "name": settings.ISSUER_NAME,
        "url": settings.SITE_ADDRESS,
    }


def _subject(facts: dict, achievement: dict, email: str) -> dict:
    salt = secrets.token_hex(16)
    result_description = (
        achievement["resultDescription"][0]["id"] if "resultDescription" in achievement else ""
    )
    subject = {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityType": "emailAddress",
                "identityHash": identity_hash(email, salt),
                "salt": salt,
            },
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityType": "name",
                "identityHash": facts["name"],
            },
        ],
        "activityStartDate": f"{facts['studied_from']}T00:00:00Z",
        "activityEndDate": f"{facts['studied_to']}T00:00:00Z",
        "achievement": achievement,
    }
    if result_description:
        subject["result"] = [
            {"type": ["Result"], "resultDescription": result_description, "value": facts["classification"]}
        ]
    if "credits_ects" in facts:
        subject["creditsEarned"] = facts["credits_ects"]
    return subject


def _achievement(facts: dict, plan: Plan, alignment: list[dict], criteria: str) -> dict:
    what = "/".join([facts["programme"], plan.label, *filter(None, [facts.get("kind"), facts.get("scope")])])
    named = uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.SITE_ADDRESS}/{what}")
    hours = f" {facts['hours']} hours of study." if "hours" in facts else ""
    rules = [rule["text"].rstrip(".") for rule in plan.award_policy["rules"]]
    achievement: dict[str, Any] = {
        "id": f"urn:uuid:{named}",
        "type": ["Achievement"],
        "achievementType": "Achievement" if "part" in facts else "Certificate",
        "name": award_in_full(facts),
        "description": _description(facts, plan) + hours,
        "criteria": {"narrative": (criteria or ". ".join(rules)) + "."},
    }
    if alignment:
        achievement["alignment"] = alignment
    if "credits_ects" in facts:
        achievement["creditsAvailable"] = facts["credits_ects"]
    if facts["classification"]:
        achievement["resultDescription"] = [_classification(named, plan)]
    return achievement


def _description(facts: dict, plan: Plan) -> str:
    named = f"{award_in_full(facts)}, edition {plan.label}."
    if "part" not in facts:
        return named
    return f"{named} A part of {facts['programme']}. {facts['reached']} {facts['is_not']}"


def _classification(named: uuid.UUID, plan: Plan) -> dict:
    return {
        "id": f"urn:uuid:{uuid.uuid5(named, 'classification')}",
        "type": ["ResultDescription"],
        "name": "Classification",
        "resultType": "PerformanceLevel",
        "allowedValue": [line["label"] for line in plan.award_policy["classification"]],
    }
