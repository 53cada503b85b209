from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="signed_out_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="all sessions ended"
            ),
        ),
    ]
