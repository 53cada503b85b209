"""The action plan as a calendar (iCalendar)."""

from icalendar import Calendar, Event

from learners.selfassessment.models import ActionItem, Assessment
from learners.selfassessment.planning import actions_of


def plan_file(assessment: Assessment) -> bytes:
    """One whole day for each action with a date, except those that were dropped."""
    file = Calendar()
    file.add("prodid", "-//Campus//action plan//EN")
    file.add("version", "2.0")
    for item in actions_of(assessment):
        if item.due_on and item.state != ActionItem.State.DROPPED:
            file.add_component(_event(item))
    return file.to_ical()


def _event(item: ActionItem) -> Event:
    event = Event()
    event.add("uid", f"action-{item.pk}@campus")
    event.add("dtstamp", item.chosen_at)
    event.add("dtstart", item.due_on)
    event.add("summary", item.text)
    if item.doer:
        event.add("description", item.doer)
    return event
