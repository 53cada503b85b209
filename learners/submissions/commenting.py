"""Comments that a marker keeps to use again."""

from learners.submissions.models import SavedComment


def comments_of(user) -> list[SavedComment]:
    return list(SavedComment.objects.filter(owner=user).order_by("text", "pk"))


def keep_comment(text: str, *, by) -> SavedComment:
    """Kept already is the same result."""
    return SavedComment.objects.get_or_create(owner=by, text=text)[0]


def drop_comment(comment_id: int, *, by) -> None:
    """Another person's comment, and one that is gone, are left alone."""
    SavedComment.objects.filter(pk=comment_id, owner=by).delete()
