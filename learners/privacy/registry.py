"""All declarations of what is held about a person, in the order in which an erasure goes through them."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet

from content.base.holdings import Declared, Holding, NotAbout


@cache
def declared() -> tuple[Declared, ...]:
    return tuple(each for module in settings.HOLDINGS for each in import_module(module).HOLDINGS)


def holdings() -> list[Holding]:
    return [each for each in declared() if isinstance(each, Holding)]


def model_of(each: Declared) -> type[Model]:
    return apps.get_model(each.model)


def rows_of(holding: Holding, user) -> QuerySet:
    """All rows about the person, whether the person may read them now or not."""
    if holding.rows:
        return holding.rows(user)
    value = user.pk if holding.whose == "pk" else user
    return model_of(holding)._default_manager.filter(**{holding.whose: value})


@cache
def models_that_lead_to_a_person() -> frozenset[type[Model]]:
    """Tables from whose rows some way of foreign keys comes to an account.

    A way through a table that is declared to be about nobody does not count: a lesson hangs on a page, and a page has
    an author.
    """
    user: type[Model] = get_user_model()
    about_nobody = {model_of(each) for each in declared() if isinstance(each, NotAbout)}
    everything = [model for model in apps.get_models(include_auto_created=False) if not model._meta.proxy]
    found: set[type[Model]] = {user}
    while True:
        more = {
            model for model in everything if model not in found and _points_at(model) & (found - about_nobody)
        }
        if not more:
            return frozenset(found)
        found |= more


def _points_at(model: type[Model]) -> set[type[Model]]:
    fields = (*model._meta.local_fields, *model._meta.local_many_to_many)
    return {_base(field.related_model) for field in fields if field.is_relation and field.related_model}


def _base(model) -> type[Model]:
    return model._meta.concrete_model


def persons_in(model: type[Model]) -> Iterator[str]:
    """The columns that name an account directly."""
    user = get_user_model()
    return (field.name for field in model._meta.local_fields if field.related_model is user)
