"""Which pages may be published or sent to a reader."""

from content.casestudies.models import CaseStudyPage
from content.casestudies.publishing import check_publishable
from courses.lessons.checking import check_ready
from courses.lessons.models import LessonPage

TO_A_READER = ("submit", "restart_workflow")
TO_THE_PUBLIC = (*TO_A_READER, "publish", "perform_workflow_action")


def check_sending(page, *, action: str) -> None:
    """Refuses the editor's action. Saving a draft is never refused."""
    if isinstance(page, CaseStudyPage) and action in TO_THE_PUBLIC:
        check_publishable(page)
    if isinstance(page, LessonPage) and action in TO_A_READER:
        check_ready(page.body)


def check_publishing_many(pages, *, with_subpages: bool) -> None:
    """Each of the pages in its latest version, as the bulk action would publish it."""
    for page in pages:
        for each in page.get_descendants(inclusive=True).specific() if with_subpages else [page.specific]:
            check_sending(each.get_latest_revision_as_object(), action="publish")
