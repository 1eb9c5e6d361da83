"""Values of sealed fields that stay in memory, so that a list does not open every row again.

    WORDS = OpenedValues(Exercise, "words", lambda plain: Words(**plain))
    rows = Exercise.objects.filter(brand=brand).values_list("pk", "words")
    [WORDS.of(pk, brand.pk, sealed) for pk, sealed in rows]

What is kept of a row is given for its very sealed bytes and for no others. Those are authentic and
never the same twice, so whatever writes the row, commits or rolls back, this is right, in every
process. It is given only as long as its data key can be had: what was destroyed is gone here too.
Nothing of it is written anywhere (docs/decisions/0080-opened-values-stay-in-memory.md).
"""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, Generic, TypeVar, cast

from django.db import models

from simulacro.kit.sealing import cipher, keys
from simulacro.kit.sealing.fields import Sealed, SealedField, SealedRow

T = TypeVar("T")
MOST_KEPT: Final = 4096


@dataclass(frozen=True, slots=True, repr=False)
class _Kept(Generic[T]):
    scope: uuid.UUID
    sealed: bytes
    key: uuid.UUID
    value: T


class OpenedValues(Generic[T]):
    """What `make` made of the plain values of one sealed field, of the `most` rows read last.

    `make` gets a value of its own; what it gives is shared and must not be changed.
    """

    def __init__(
        self,
        model: type[models.Model],
        name: str,
        make: Callable[[Any], T],
        *,
        scope: str = "brand_id",
        most: int = MOST_KEPT,
    ) -> None:
        self._model, self._make, self._scope, self._most = model, make, scope, most
        self._field = cast("SealedField[Any, Any]", model._meta.get_field(name))
        self._kept: OrderedDict[Any, _Kept[T]] = OrderedDict()
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"<opened values of {self._field}>"

    def of(self, pk: Any, scope: uuid.UUID, sealed: Any) -> T:
        """The value of the row `pk` of the brand `scope`, whose column holds `sealed`.

        Raises a SealingError where they do not belong together, or the key is no more.
        """
        with self._lock:
            kept = self._kept.get(pk)
            if kept is not None:
                self._kept.move_to_end(pk)
        if kept is not None and kept.scope == scope and kept.sealed == sealed:
            if not keys.is_open(kept.key):
                keys.opening_key(kept.key, self._field.place(self._row(pk, scope)))
            return kept.value
        row = self._row(pk, scope)
        value = self._make(self._field.open(row, Sealed(sealed)))
        key = cipher.key_id_of(sealed, self._field.place(row))
        with self._lock:
            self._kept[pk] = _Kept(scope, sealed, key, value)
            self._kept.move_to_end(pk)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value

    def _row(self, pk: Any, scope: uuid.UUID) -> SealedRow:
        return cast(SealedRow, self._model(pk=pk, **{self._scope: scope}))
