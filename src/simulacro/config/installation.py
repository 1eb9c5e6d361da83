"""What of an installation lies beside its database."""

from pathlib import Path

from django.conf import settings


def kept_folders() -> dict[str, Path]:
    """The folders that belong to the data: keys and sealed uploads."""
    data_dir = Path(settings.DATA_DIR)
    return {"keys": data_dir / "keys", "uploads": data_dir / "uploads"}
