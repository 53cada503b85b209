"""The entry of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from cms.starting import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
os.environ.setdefault("CAMPUS_DB_SECONDS", "15")  # nobody waits longer for a page

from cms.sight.tracing import start_tracing

start_tracing()
application = get_wsgi_application()
refuse_to_start()
