"""Fields that the features share."""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField


class StoryField(StreamField):
    """A StreamField whose block definitions stay out of migrations: a change of a block changes no column."""

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class PointsBlock(blocks.StreamBlock):
    """A plain list of sentences."""

    point = blocks.CharBlock(label=_("Sentence"))


def points(*sentences: str) -> list[tuple[str, str]]:
    """Sentences in the form that a field of PointsBlock takes."""
    return [("point", sentence) for sentence in sentences]


def ordered(column: str) -> Any:
    """A property over a text column that holds JSON: PostgreSQL's own JSON type forgets the order of keys."""

    def read(self) -> dict:
        return json.loads(getattr(self, column))

    def write(self, value: dict) -> None:
        setattr(self, column, json.dumps(value, ensure_ascii=False))

    return property(read, write)
