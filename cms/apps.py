from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Project"

    def ready(self):
        # The embedded broker does not make its own folders.
        for key in ("data_folder_in", "control_folder"):
            if key in settings.CELERY_BROKER_TRANSPORT_OPTIONS:
                Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS[key]).mkdir(parents=True, exist_ok=True)
