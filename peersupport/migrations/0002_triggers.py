from django.db import migrations

from peersupport.database import put_triggers
from peersupport.triggers import TRIGGERS


class Migration(migrations.Migration):
    dependencies = [("peersupport", "0001_initial")]
    operations = [put_triggers(TRIGGERS)]
