"""Every table that leads to a person is declared."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from content.base.holdings import Fate, Holding
from learners.privacy.registry import declared, holdings, model_of, models_that_lead_to_a_person

ADDRESSES = {
    "learners.IntakeAlert": "Somebody without an account; the row goes with its one mail.",
    "learners.HostContact": "Contacts of organisations.",
}
"""Tables with an address of a person that no account leads to."""


def test_every_table_that_leads_to_a_person_is_declared():
    names = {each.model for each in declared()}

    assert {model._meta.label for model in models_that_lead_to_a_person()} - names == set()


def test_every_table_with_an_address_is_declared():
    names = {each.model for each in declared()} | set(ADDRESSES)

    with_address = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.EmailField) or field.name in ("phone", "ip")
    }

    assert with_address - names == set()


@pytest.mark.parametrize("each", holdings(), ids=lambda each: f"{each.model} {each.whose}")
def test_a_declaration_fits_its_table(each):
    model = model_of(each)

    for name in (*each.empty, *each.secret, *each.hidden, *(file.column for file in each.files)):
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:  # pragma: no cover
            pytest.fail(f"{each.model} has no column {name}.")
    assert bool(each.empty) == (each.fate == Fate.EMPTY)
    assert bool(each.why) == (each.fate != Fate.DELETE) or each.model == "learners.AuditDetail"
    assert bool(each.whose) != bool(each.rows)


def test_whatever_stays_of_a_row_holds_no_text_of_a_person():
    """A row that is emptied loses every text, unless the text has choices or is a code that the platform made."""
    made = {"verb", "code", "reference", "serial", "name", "about", "detail_digest", "previous", "digest", "action",
            "object_id", "contentpath", "position", "version", "closed_by", "roles", "email", "password", "scope",
            "region", "country_group", "deed", "classification", "pins"}  # fmt: skip
    left = {
        f"{each.model}.{field.name}"
        for each in declared()
        if isinstance(each, Holding) and each.fate != Fate.DELETE
        for field in model_of(each)._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField, models.JSONField))
        and not field.choices
        and field.name not in (*each.empty, *made)
    }

    assert left == {"learners.PeerReview.points", "learners.CalibrationMark.points"}
