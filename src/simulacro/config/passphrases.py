"""Where a command gets its passphrase: a file, the environment, or the person.

Never an argument of its own, which every process list would show.
"""

import os
import sys
from pathlib import Path

from simulacro.config.language import gettext as _
from simulacro.config.terminal import ask_unseen, complain
from simulacro.kit.passphrase import MIN_PASSPHRASE, WeakPassphrase, require_strong

VARIABLE = "SIMULACRO_PASSPHRASE"


def read_passphrase(file: Path | None, *, confirm: bool) -> str | None:
    """Return the passphrase, asked twice where `confirm`; None after saying what is wrong."""
    if file is not None:
        try:
            return file.read_text("utf-8").splitlines()[0]
        except (OSError, IndexError):
            complain(_("%(path)s: there is no passphrase to read.") % {"path": file})
            return None
        except UnicodeDecodeError:
            complain(_("%(path)s: the passphrase must be text in UTF-8.") % {"path": file})
            return None
    if os.environ.get(VARIABLE):
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        complain(
            _("Give the passphrase in %(variable)s or by --passphrase-file.")
            % {"variable": VARIABLE}
        )
        return None
    given = ask_unseen(_("Passphrase: "))
    if confirm:
        try:
            require_strong(given)
        except WeakPassphrase as weak:
            complain_of_weak(weak)
            return None
    if confirm and ask_unseen(_("The same passphrase again: ")) != given:
        complain(_("The two differ. Nothing was written."))
        return None
    return given


def complain_of_weak(weak: WeakPassphrase) -> None:
    """Say why a passphrase was refused."""
    if weak.code == "short":
        complain(_("Use at least %(count)d characters.") % {"count": MIN_PASSPHRASE})
    else:
        complain(
            _("Spaces, or one character again and again, protect nothing. Use four or five words.")
        )
