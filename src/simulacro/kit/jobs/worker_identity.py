"""Which worker this process is."""

import threading
import uuid
from dataclasses import dataclass, field


@dataclass
class Identity:
    """`id` is written on the jobs it runs; `stopping` is set when it is told to end."""

    id: str = field(default_factory=lambda: f"process-{uuid.uuid4().hex[:12]}")
    stopping: threading.Event = field(default_factory=threading.Event)


identity = Identity()
