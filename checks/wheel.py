"""Build the wheel, install it in an empty environment, and serve from it.

The wheel must carry templates, static files, packs and compiled translations;
the proof is a page in Spanish from a process that never saw the checkout.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CARRIED = (
    "simulacro/content/packs/base/measures.yaml",
    "simulacro/content/pack.schema.json",
    "simulacro/kit/templates/kit/base.html",
    "simulacro/kit/static/kit/tokens.css",
    "simulacro/apps/audit/paper/report.typ",
    "simulacro/apps/audit/static/audit/password-words.json",
    "simulacro/apps/audit/static/audit/strength/en-words.txt",
    "simulacro/apps/audit/static/audit/strength/es-words.txt",
    "simulacro/apps/audit/static/audit/strength/zxcvbn.js",
    "LC_MESSAGES/django.mo",
)
START_S = 60


def build(folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def missing_from(wheel: Path) -> list[str]:
    names = zipfile.ZipFile(wheel).namelist()
    return [part for part in CARRIED if not any(part in name for name in names)]


def install(wheel: Path, folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements/core.txt"], check=True)
    subprocess.run([*pip, "--no-deps", wheel], check=True)
    return folder / "bin" / "simulacro"


def serve(command: Path, folder: Path) -> list[str]:
    """Start it, ask for the front page and a style sheet, stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "SIMULACRO_DATA_DIR": str(folder / "data"),
        "SIMULACRO_LANGUAGE": "es",
    }
    process = subprocess.Popen(
        [command, "serve", "--port", str(port), "--no-browser"],
        env=environment,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        page = wait_for(f"{base}/", process)
        # The address of a style sheet carries a version: the page knows it.
        sheets = re.findall(r'href="(/static/[^"]+\.css)"', page)
        style = wait_for(base + sheets[0], process) if sheets else ""
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=20)
    problems = []
    if 'lang="es"' not in page:
        problems.append("the front page is not in Spanish")
    if "{" not in style:
        problems.append("the style sheet is empty")
    if process.returncode not in (0, -15):
        problems.append(f"serve ended with {process.returncode}:\n{output}")
    return problems


def wait_for(address: str, process: subprocess.Popen[str]) -> str:
    limit = time.monotonic() + START_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return f"{error.code} at {address}"
        except OSError:
            if time.monotonic() > limit or process.poll() is not None:
                return f"no answer at {address}"
            time.sleep(0.2)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="simulacro-wheel-") as name:
        folder = Path(name)
        wheel = build(folder / "dist")
        problems = [f"the wheel lacks {part}" for part in missing_from(wheel)]
        problems += serve(install(wheel, folder / "venv"), folder)
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
