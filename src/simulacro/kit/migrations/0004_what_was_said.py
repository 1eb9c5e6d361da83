"""What was said is sealed under its row's id, which must be known before the first save.

Keys live a week and nothing refers to them, so the table is simply made anew.
"""

import uuid

from django.db import migrations, models

import simulacro.kit.sealing.fields


class Migration(migrations.Migration):
    dependencies = [
        ("kit", "0003_idempotencykey"),
    ]

    operations = [
        migrations.DeleteModel("IdempotencyKey"),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("header", models.CharField(blank=True, max_length=20)),
                ("address", models.TextField(blank=True)),
                ("said", simulacro.kit.sealing.fields.SealedJSONField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
        ),
    ]
