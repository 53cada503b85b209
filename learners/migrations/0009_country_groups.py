"""Applications that are stored get the finer country groups."""

from django.db import migrations

from learners.admissions.countries import COUNTRIES, Group, group_on


def to_finer_groups(apps, schema_editor):
    applications = apps.get_model("learners", "Application").objects.filter(country__in=COUNTRIES)
    for application in applications.order_by("pk").iterator():
        application.country_group = group_on(application.country, application.saved_at.date())
        application.save(update_fields=["country_group"])


def to_coarser_groups(apps, schema_editor):
    applications = apps.get_model("learners", "Application").objects
    finer = [Group.LANDLOCKED, Group.SMALL_ISLAND]
    applications.filter(country_group__in=finer).update(country_group=Group.DEVELOPING)


class Migration(migrations.Migration):
    dependencies = [("learners", "0008_alerts_groups_and_stopped_mails")]
    operations = [migrations.RunPython(to_finer_groups, to_coarser_groups)]
