from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def create_table(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The cache in the database, which counts tries to sign in, has a table and no model."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_sign_in_agencies_invitations")]

    operations = [migrations.RunPython(create_table, migrations.RunPython.noop)]
