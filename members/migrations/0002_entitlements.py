import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [
        migrations.AddField(
            "grant",
            "entitlements",
            django.contrib.postgres.fields.ArrayField(models.CharField(max_length=24), default=list),
        ),
        migrations.AddField(
            "grant",
            "source",
            models.CharField(
                "source",
                choices=[
                    ("staff", "Staff"), ("scholarship", "Scholarship"), ("subscription", "Subscription"),
                    ("purchase", "Purchase"), ("gift", "Gift"), ("sponsor", "Sponsor"),
                ],
                default="staff",
                max_length=12,
            ),
        ),
    ]
