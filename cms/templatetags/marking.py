"""What the desks of those who judge ask about the work."""

from django import template

from content.markdown import render_markdown
from courses.editions.plan import PlannedActivity, frozen_page

register = template.Library()


@register.inclusion_tag("cms/staff/task_and_notes.html")
def task_and_notes(planned: PlannedActivity) -> dict:
    """As the cohort's edition froze them."""
    page = frozen_page(planned.revision_id)
    return {"brief": render_markdown(page.brief), "notes": render_markdown(page.marking_notes)}
