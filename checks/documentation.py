"""Documentation is a tested surface: links lead somewhere, both languages are there,
every setting and every command has its paragraph."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SETTING = re.compile(
    r"""read_(?:text|flag|int|list)\(\s*"([A-Z_]+)"|environ(?:\.get\(|\[)"([A-Z_]+)\""""
)
NOT_OURS = {
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "HOME",
    "XDG_DATA_HOME",
    "PATH",
    "LANGUAGE",
    "DJANGO_SETTINGS_MODULE",
}


def pages() -> list[Path]:
    return [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("examples/**/*.md"),
    ]


def broken_links() -> Iterator[str]:
    for page in pages():
        for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
            for target in LINK.findall(line):
                path = target.partition("#")[0]
                if "://" in target or target.startswith("mailto:") or not path:
                    continue
                if not (page.parent / path).exists():
                    yield f"{page.relative_to(ROOT)}:{number}: {target} leads nowhere"


def missing_language() -> Iterator[str]:
    guide = ROOT / "docs" / "guide"
    for one, other in (("es", "en"), ("en", "es")):
        for page in (guide / one).glob("*.md"):
            if not (guide / other / page.name).exists():
                yield f"docs/guide/{one}/{page.name}: there is no {other} of it"
    for name in ("README.md", "README.es.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        if not (ROOT / name).exists():
            yield f"{name} is missing"


def undocumented_settings() -> Iterator[str]:
    page = ROOT / "docs/reference/settings.md"
    told = page.read_text("utf-8") if page.exists() else ""
    for source in (ROOT / "src/simulacro").rglob("*.py"):
        for match in SETTING.finditer(source.read_text("utf-8")):
            name = match[1] or match[2]
            if name not in NOT_OURS and f"`{name}`" not in told:
                yield f"docs/reference/settings.md: {name} ({source.name}) has no paragraph"


def undocumented_commands() -> Iterator[str]:
    page = ROOT / "docs/reference/command-line.md"
    told = page.read_text("utf-8") if page.exists() else ""
    from simulacro.config.cli import COMMANDS

    for command in COMMANDS:
        if f"simulacro {command}" not in told:
            yield f"docs/reference/command-line.md: simulacro {command} has no paragraph"


def addresses_in_locks() -> Iterator[str]:
    for lock in (ROOT / "requirements").glob("*.txt"):
        for number, line in enumerate(lock.read_text("utf-8").splitlines(), 1):
            if "://" in line or "index" in line.lower():
                yield f"requirements/{lock.name}:{number}: names an index or an address"


def main() -> int:
    checks = (
        broken_links,
        missing_language,
        undocumented_settings,
        undocumented_commands,
        addresses_in_locks,
    )
    found = [problem for check in checks for problem in check()]
    sys.stderr.writelines(f"{problem}\n" for problem in dict.fromkeys(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
