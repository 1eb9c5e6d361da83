"""What the tests need of the machine besides Python: Chromium, and PostgreSQL's programs.

Run as a program it looks for both and, as root on Debian, installs what is
missing; elsewhere it says in one line what to install and exits with 2.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Without a window it takes a third less of the machine than the whole browser does.
HEADLESS = "chromium-headless-shell"
BROWSERS = (HEADLESS, "chromium", "chromium-browser", "google-chrome")
PROGRAMS = ("initdb", "pg_ctl")


def chromium() -> str:
    """The path of Chromium, or of what SIMULACRO_CHROMIUM names; empty where there is none."""
    asked = os.environ.get("SIMULACRO_CHROMIUM", "")
    return asked or next(filter(None, map(shutil.which, BROWSERS)), "")


def postgres() -> Path | None:
    """The folder of initdb and pg_ctl: PG_BIN, else Debian's newest, else that on the path."""
    named = [Path(os.environ["PG_BIN"])] if "PG_BIN" in os.environ else []
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
    )
    on_path = [Path(found).parent] if (found := shutil.which("initdb")) else []
    for folder in [*named, *debian, *on_path]:
        if all((folder / name).exists() for name in PROGRAMS):
            return folder
    return None


def missing_packages() -> list[str]:
    """Debian's names of what is not here."""
    found = {HEADLESS: chromium(), "postgresql": postgres()}
    return [name for name, where in found.items() if not where]


def what_to_install(packages: list[str]) -> str:
    return (
        f"The tests need {' and '.join(packages)}: apt-get install {' '.join(packages)} "
        "(or set SIMULACRO_CHROMIUM, PG_BIN)."
    )


def install(packages: list[str]) -> bool:
    """Install Debian packages as root; whether that could be done."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    sys.stderr.write(f"Installing {' and '.join(packages)} for the tests…\n")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        if subprocess.run(
            ["apt-get", "-qq", *words], env=quiet, stdout=subprocess.DEVNULL
        ).returncode:
            return False
    return True


def main() -> int:
    packages = missing_packages()
    if packages and (not install(packages) or missing_packages()):
        sys.stderr.write(what_to_install(packages) + "\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
