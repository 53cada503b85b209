"""Whose question banks somebody sees in the Wagtail admin, and which quizzes draw from them."""

from collections import defaultdict
from functools import wraps

from django.db.models import Q, QuerySet
from django.http import Http404
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.permissions import ModelPermissionPolicy

from cms.accounts.glass import BehindGlass, to_the_glass
from cms.accounts.roles import may
from cms.accounts.syncing import modules_of
from courses.assessments.models import QuizSection
from courses.questions.models import QuestionBank


def banks_of(user) -> QuerySet[QuestionBank]:
    """All banks for a superuser; for an author the banks of the own modules, M01 and M01-extra for module M01."""
    if user.is_superuser:
        return QuestionBank.objects.all()
    wanted = Q(pk__in=[])
    for code in modules_of(user):
        wanted |= Q(code=code) | Q(code__startswith=f"{code}-")
    return QuestionBank.objects.filter(wanted)


KEYS = "read_key_before_release"
"""The action of the role table by which a superuser reads questions: with a reason, for an hour."""


def has_to_break_glass(user) -> bool:
    """A superuser who is no author reads questions and keys in an emergency only."""
    return user.is_superuser and not modules_of(user) and not may(user, KEYS)


def behind_glass(view):
    @wraps(view)
    def door(request, *args, **kwargs):
        if has_to_break_glass(request.user):
            return to_the_glass(request, KEYS)
        return view(request, *args, **kwargs)

    return door


class ShowsKeys(BehindGlass):
    """For the views that show questions."""

    glass = KEYS

    def has_to_break_glass(self, user) -> bool:
        return has_to_break_glass(user)


def quizzes_by_bank() -> dict[int, list[str]]:
    titles = defaultdict(list)
    rows = QuizSection.objects.order_by("quiz__title", "pk").values_list("bank_id", "quiz__title")
    for bank_id, title in rows:
        titles[bank_id].append(title)
    return titles


class BankPolicy(ModelPermissionPolicy):
    """Keys and explanations are for the instructors of the module alone."""

    def __init__(self, model, *, bank_field: str):
        super().__init__(model)
        self.bank_field = bank_field

    def visible_to(self, user, queryset: QuerySet) -> QuerySet:
        if user.is_superuser:
            return queryset
        return queryset.filter(**{f"{self.bank_field}__in": banks_of(user).values("pk")})

    def user_has_permission_for_instance(self, user, action, instance) -> bool:
        if not self.user_has_permission(user, action):
            return False
        return self.visible_to(user, self.model._default_manager.filter(pk=instance.pk)).exists()


class OwnBanks(PermissionCheckedMixin):
    """For a view of one bank or question: another module's answers like a missing one."""

    def get_object(self, *args, **kwargs):
        instance = super().get_object(*args, **kwargs)
        known = self.permission_policy.visible_to(self.request.user, type(instance)._default_manager.all())
        if not known.filter(pk=instance.pk).exists():
            raise Http404
        return instance


class OwnBanksList(PermissionCheckedMixin):
    def get_base_queryset(self):
        return self.permission_policy.visible_to(self.request.user, super().get_base_queryset())
