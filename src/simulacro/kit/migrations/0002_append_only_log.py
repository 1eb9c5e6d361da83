from django.db import migrations

from simulacro.kit.audit_log import guards


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_sealing_and_audit_log")]

    operations = [migrations.RunPython(guards.install, guards.remove)]
