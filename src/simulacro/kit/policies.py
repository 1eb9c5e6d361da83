"""Who may do what: deny by default, one policy module per app.

An app's `policies.py` declares one `Policy`; its services call `require`, its
templates ask `allows`. An action that no rule names is denied.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Rule = Callable[[Any, Any], bool]  # (actor, target) -> may they?


class Denied(Exception):
    """The actor may not do this. The edge turns it into a page or an exit code."""

    def __init__(self, *, app: str, action: str) -> None:
        super().__init__(f"{app}: {action} denied")
        self.app = app
        self.action = action


@dataclass(frozen=True)
class Policy:
    """The rules of one app: action name to rule.

    What a `sensitive` one guards is shown only to somebody who proved lately who they are.
    """

    app: str
    rules: Mapping[str, Rule] = field(default_factory=dict)
    sensitive: bool = False

    def allows(self, actor: Any, action: str, target: Any) -> bool:
        """Return whether `actor` may do `action` to `target`; unknown actions are denied."""
        rule = self.rules.get(action)
        if rule is None or not getattr(actor, "is_active", False):
            return False
        return rule(actor, target)

    def require(self, actor: Any, action: str, target: Any) -> None:
        """Raise Denied unless `allows`."""
        if not self.allows(actor, action, target):
            raise Denied(app=self.app, action=action)
