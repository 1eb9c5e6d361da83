"""One version for all static files: their address changes when any of them does.

A module that imports "./other.js" stays under the same version, which a hash
per file name would need a build step for.
"""

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# Packages whose static files are served beside ours.
OTHERS = ("django-htmx", "django-allauth")


def static_version(package_dir: Path) -> str:
    """Return 12 hex digits of the content of every static file."""
    digest = hashlib.sha256()
    for folder in sorted(package_dir.glob("**/static")):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(str(file.relative_to(package_dir)).encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    for name in OTHERS:
        try:
            digest.update(version(name).encode())
        except PackageNotFoundError:
            continue
    return digest.hexdigest()[:12]


def is_immutable(path: str, url: str) -> bool:
    """WhiteNoise's question: every file under the version may be kept for good."""
    return True
