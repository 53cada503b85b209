"""Mails that were sent, never twice; and their texts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    event = models.ForeignKey("learners.LearningEvent", on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    message_id = models.CharField(max_length=120, unique=True)
    """Made from the event and the person: a second sending after a crash carries the same."""
    subject = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    """Empty for one that was held back: the person had enough mails that week, or wants none of this kind."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "user", "kind"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id}"


class StoppedMail(models.Model):
    """A kind of planned mail that this person does not want."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stopped_mails")
    kind = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="stopped_mail_once")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id}"


class MailText(models.Model):
    """The words of one kind of mail, in the hands of the institution."""

    kind = models.CharField(max_length=40, unique=True, editable=False)
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(
        _("text"),
        help_text=_("Plain text. Names in curly brackets are filled in; the list stands beside the form."),
    )
    edited = models.BooleanField(default=False, editable=False)
    """Somebody changed it here: a newer version of the software leaves it alone."""

    class Meta:
        verbose_name = _("mail text")
        verbose_name_plural = _("mail texts")

    def __str__(self) -> str:
        return self.kind
