import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from wagtail.models import Page

from content.pages.models import HomePage
from tests.conftest import empty_caches, make_wagtail_root
from tests.factories.programme import make_small_programme


@pytest.mark.django_db(transaction=True)
def test_rows_are_built_anew_when_the_models_have_got_other_numbers():
    make_small_programme()
    before = ContentType.objects.get_for_model(HomePage).pk
    call_command("flush", verbosity=0, interactive=False)
    ContentType.objects.all().delete()
    ContentType.objects.clear_cache()
    ContentType.objects.create(app_label="content", model="homepage", pk=before + 1000)
    empty_caches()
    make_wagtail_root()

    make_small_programme()

    assert Page.objects.get(depth=2).specific_class is HomePage
    assert ContentType.objects.get_for_model(HomePage).pk == before + 1000
