"""The project: settings, assembly and the back office. It holds no rule of the programme."""

from cms.celery import app as celery_app

# Without this import shared tasks would look for a broker at amqp://localhost.
__all__ = ["celery_app"]
