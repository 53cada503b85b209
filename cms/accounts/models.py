"""The user: known by an e-mail address."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    signed_out_at = models.DateTimeField(_("all sessions ended"), null=True, blank=True, editable=False)
    """Sessions of before this moment open nothing."""

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("An account has this address."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret=None) -> str:
        """What each session keeps a copy of: with another password or a later moment the copy is worth nothing."""
        if self.signed_out_at is None:
            return super()._get_session_auth_hash(secret=secret)  # type: ignore[misc] # not in the stubs
        told = f"{self.password} {self.signed_out_at.isoformat()}"
        return salted_hmac("cms.User.sessions", told, secret=secret, algorithm="sha256").hexdigest()

    @property
    def first_name(self) -> str:  # Wagtail's lists of users ask for the two names
        return self.name

    @property
    def last_name(self) -> str:
        return ""
