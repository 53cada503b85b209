"""What accounts, sign-in and the editing pages hold about a person: our user, and tables of allauth and Wagtail."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from content.base.holdings import GONE, OPENS_A_DOOR, STAFF_DID, Declared, Fate, Holding, NotAbout
from learners.admissions.models import Application
from learners.enrolment.models import Enrolment

_HASH = "Nobody can read it, not even the site."


def _log(user) -> QuerySet[ModelLogEntry]:
    """Lines of the staff's log about the account, the places and the applications of the person."""
    about = Q(pk=None)
    for model, ids in (
        (User, [user.pk]),
        (Enrolment, Enrolment.objects.filter(user=user).values_list("pk", flat=True)),
        (Application, Application.objects.filter(user=user).values_list("pk", flat=True)),
    ):
        about |= Q(
            content_type=ContentType.objects.get_for_model(model), object_id__in=[str(pk) for pk in ids]
        )
    return ModelLogEntry.objects.filter(about)


_TEXT = "It belongs to a page of the programme. Who wrote it is told in the list of deeds."

HOLDINGS: list[Declared] = [
    Holding("wagtailcore.ModelLogEntry", "", _("What staff did about you"), Fate.EMPTY, {"label": GONE, "data": {}}, rows=_log, why="Staff answer for their deeds."),
    Holding("wagtailcore.Comment", "user", _("Comments on pages"), Fate.EMPTY, {"text": GONE}, why="Others have answered it."),
    Holding("wagtailcore.CommentReply", "user", _("Answers to comments on pages"), Fate.EMPTY, {"text": GONE}, why="Others have answered it."),
    Holding("wagtailcore.PageSubscription", "user", _("Pages of which you get mails"), Fate.DELETE),
    Holding("wagtailadmin.EditingSession", "user", _("Pages that you edit"), Fate.DELETE),
    Holding("wagtailadmin.FormState", "user", _("Forms that you began"), Fate.DELETE),
    Holding("wagtailusers.UserProfile", "user", _("Settings of the editing pages"), Fate.DELETE),
    Holding("account.EmailConfirmation", "email_address__user", _("Confirmations of addresses"), Fate.DELETE, secret={"key": OPENS_A_DOOR}),
    Holding("account.EmailAddress", "user", _("E-mail addresses"), Fate.DELETE),
    Holding("mfa.Authenticator", "user", _("Passkeys and second step"), Fate.DELETE, secret={"data": OPENS_A_DOOR}),
    Holding("socialaccount.SocialToken", "account__user", _("Sign-in of your organisation: tokens"), Fate.DELETE, secret={"token": OPENS_A_DOOR, "token_secret": OPENS_A_DOOR}),
    Holding("socialaccount.SocialAccount", "user", _("Sign-in of your organisation"), Fate.DELETE),
    Holding("usersessions.UserSession", "user", _("Where you are signed in"), Fate.DELETE, secret={"session_key": OPENS_A_DOOR, "data": OPENS_A_DOOR}),
    Holding(
        "cms.User", "pk", _("Account"), Fate.KEEP, secret={"password": _HASH},
        why="Rows that stay need somebody to belong to; name and address go.",
    ),
    NotAbout("wagtailcore.PageLogEntry", STAFF_DID),
    NotAbout("wagtailcore.Revision", _TEXT),
    NotAbout("wagtailcore.Page", _TEXT),
    NotAbout("wagtailcore.TaskState", _TEXT),
    NotAbout("wagtailcore.WorkflowState", _TEXT),
    NotAbout("wagtailcore.UploadedFile", _TEXT),
    NotAbout("wagtaildocs.Document", _TEXT),
    NotAbout("wagtailimages.Image", _TEXT),
]  # fmt: skip
