from django.db import migrations, models

import peersupport.clock


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0002_places"),
    ]

    operations = [
        migrations.AddField(
            model_name="group",
            name="changed_at",
            field=models.DateTimeField(db_index=True, default=peersupport.clock.now),
        ),
        migrations.AddField(
            model_name="group",
            name="checked_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
