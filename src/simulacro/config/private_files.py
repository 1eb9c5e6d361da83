"""What a command writes for whoever called it, and for nobody else of the machine."""

import os
import tempfile
from pathlib import Path

from simulacro.config.language import gettext as _
from simulacro.config.terminal import complain, why


def write_private(path: Path, data: bytes) -> bool:
    """Write a file that only this user can read; False after saying why it cannot be written.

    What stood there before stays until the new file is whole.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
            try:
                draft.write(data)
                draft.flush()
                os.replace(draft.name, path)
            except BaseException:
                os.unlink(draft.name)
                raise
    except OSError as error:
        complain(
            _("%(file)s cannot be written: %(reason)s.") % {"file": path, "reason": why(error)}
        )
        return False
    return True
