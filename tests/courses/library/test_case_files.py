"""The story of a case: reading, refusing, writing back."""

import pytest

from content.casestudies.models import CaseStudyPage
from courses.library.case_files import read_story, story_text
from courses.library.exporting import export_programme
from courses.library.loading import load_programme
from courses.library.problems import BrokenLibrary
from tests.courses.library.test_loading import AT
from tests.factories.library import write_small_library

STORY = """---
case: kenya-huduma-centres
---

# Context

Offices were far apart.

# What was done

- One centre in each county

# What happened

Queues became shorter.

# What transfers

The counter, not the building.
"""


def written(folder, text, name="kenya-huduma-centres.md"):
    (folder / "cases").mkdir(exist_ok=True, parents=True)
    path = folder / "cases" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_story_has_four_parts_and_is_written_back_as_it_was(tmp_path):
    story = read_story(written(tmp_path, STORY))

    assert story["case"] == "kenya-huduma-centres"
    assert story["text"].startswith("## Context\n\nOffices were far apart.\n\n## What was done")
    assert story_text(**{"slug": story["case"], "story": story["text"]}) == STORY


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("# What happened\n", "# Later\n", "cases/kenya-huduma-centres.md, line 5: the parts must be"),
        ("# Context\n", "", "line 8: the parts must be"),
        ("Queues", "## Numbers\n\nQueues", "line 15: a part has no headings of its own"),
        ("case: kenya-huduma-centres", "case: other", "is named kenya-huduma-centres, its case is other"),
        ("case: kenya-huduma-centres", "slug: other", "the front matter has no case"),
    ],
)
def test_a_broken_story_is_refused_with_its_line(tmp_path, old, new, says):
    with pytest.raises(BrokenLibrary, match=says):
        read_story(written(tmp_path, STORY.replace(old, new)))


@pytest.mark.django_db
def test_a_story_is_loaded_shown_and_exported(tmp_path, client):
    folder = write_small_library(tmp_path / "library")
    written(folder, STORY)

    load_programme(folder, overwrite=False, at=AT)
    export_programme(tmp_path / "out")

    page = CaseStudyPage.objects.get(slug="kenya-huduma-centres")
    html = client.get(page.url).content.decode()
    assert "<h2>Context</h2>" in html
    assert "<li>One centre in each county</li>" in html
    assert (tmp_path / "out/cases/kenya-huduma-centres.md").read_text(encoding="utf-8") == STORY


@pytest.mark.django_db
def test_a_story_of_no_case_stops_the_load(tmp_path):
    folder = write_small_library(tmp_path / "library")
    written(folder, STORY.replace("kenya-huduma-centres", "atlantis"), "atlantis.md")

    with pytest.raises(BrokenLibrary, match=r"case_studies\.yaml has no case atlantis"):
        load_programme(folder, overwrite=False, at=AT)
