"""A Simulacro of the benchmark's own, on SQLite, in a data folder which is nobody else's."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_installation(folder: str = "") -> Iterator[None]:
    """Set Django up, once a process, and migrate, in `folder`; else in one which goes again."""
    with tempfile.TemporaryDirectory() as made:
        os.environ["SIMULACRO_DATA_DIR"] = folder or made
        os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "simulacro.config.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        yield
        connections.close_all()
