from django.db import migrations

from agreements.triggers import TRIGGERS
from peersupport.database import put_triggers


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]
    operations = [put_triggers(TRIGGERS)]
