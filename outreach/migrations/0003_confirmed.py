from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce


def say_what_is_known(apps, schema_editor):
    """Who asked for herself is confirmed by that; who was introduced, where somebody has spoken
    with her. The others are asked."""
    rows = apps.get_model("outreach", "Introduction").objects
    rows.filter(came_by="herself").update(confirm_way="form", confirmed_at=F("received_at"))
    wants = Q(spoke_at__isnull=False) | Q(said="yes") | Q(not_yet_reason="no_room")
    first = Coalesce("spoke_at", "decided_at", "received_at")
    rows.filter(wants, came_by="partner").update(confirm_way="voice", confirmed_at=first)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0002_places"),
        ("outreach", "0002_turn"),
        ("peersupport", "0004_browser_sessions"),
    ]

    operations = [
        migrations.AddField(
            model_name="introduction",
            name="confirm_way",
            field=models.CharField(
                blank=True,
                choices=[
                    ("form", "She asked herself"),
                    ("link", "On her own page"),
                    ("voice", "When we spoke"),
                ],
                default="",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="introduction",
            name="confirmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(say_what_is_known, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirm_way", ""), ("confirmed_at__isnull", True)),
                    models.Q(
                        ("confirm_way__in", ["form", "link", "voice"]),
                        ("confirmed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="introduction_confirmed_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("came_by", "herself"), ("confirm_way", "form")),
                    models.Q(
                        ("came_by", "partner"), models.Q(("confirm_way", "form"), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="introduction_herself_is_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("said", "yes"), _negated=True),
                    ("confirmed_at__isnull", False),
                    _connector="OR",
                ),
                name="introduction_yes_is_confirmed",
            ),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(
                condition=models.Q(("confirmed_at__isnull", True)),
                fields=["received_at"],
                name="introduction_unconfirmed",
            ),
        ),
    ]
