"""What was opened lately and never changes: inventories of revisions, readings of audits, and the
parts of pages that only an audit and a language make.

Opening one means to unseal it, parse it and check that it fits together, which for 2,000 assets
takes most of a second. Both are values and their rows never change, so a process keeps the latest
few in its memory, by the ids of their rows; nothing of them is written anywhere.
"""

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from django.utils.safestring import SafeString

from simulacro.apps.audit.reading import Reading
from simulacro.engines.access.inventory import Inventory

T = TypeVar("T")


class Opened(Generic[T]):
    """The `most` values used last, each by its key.

    >>> numbers = Opened[int](most=2)
    >>> [numbers.get(key, lambda: len(key)) for key in ("a", "bb", "a", "ccc")]
    [1, 2, 1, 3]
    >>> numbers.get("a", lambda: 0), numbers.get("bb", lambda: 0)
    (1, 0)
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of the key, made where it is not here; two may make it at once."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        # What is kept is large and has no cycles. The collector would walk it again and again:
        # 0.1 s each time with 2,000 assets, in the middle of somebody's page.
        gc.freeze()
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value


PARTS = Opened[SafeString](most=32)
INVENTORIES = Opened[Inventory](most=24)
READINGS = Opened[Reading](most=12)
