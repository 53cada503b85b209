from importlib import import_module
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

from cms.refusals import word_empty_fields


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Project"

    def ready(self):
        for checks in ("cms.checks", "cms.starting"):
            import_module(checks)  # registers them
        import_module("cms.accounts.sessions")  # counts every sign-in
        import_module("cms.sight.following")  # not before the settings: they say where figures are kept
        import_module("cms.viewsets.exporting").neutralise_exports()  # not before the models
        word_empty_fields()
        # Neither the file server nor the embedded broker makes its own folders.
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        for key in ("data_folder_in", "control_folder"):
            if key in settings.CELERY_BROKER_TRANSPORT_OPTIONS:
                Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS[key]).mkdir(parents=True, exist_ok=True)
