"""Model fields whose column only ever holds sealed bytes.

The row keeps the sealed bytes and opens them when the attribute is first
read; queries, `.values()` and dumps move sealed bytes only. A plain value
waits in a `Plain` box which shows nothing and cannot be pickled, and the only
way of one into the database is `pre_save`, which seals it.
"""

import base64
import json
import uuid
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from django.core import checks
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import IsNull, Lookup

from simulacro.kit.sealing import cipher, keys
from simulacro.kit.sealing.errors import NotSealed

ST = TypeVar("ST", contravariant=True)
GT = TypeVar("GT", covariant=True)

if TYPE_CHECKING:
    FieldOf = models.Field
else:

    class FieldOf(models.Field):
        """Django's field, subscriptable at run time as its type stubs are."""

        def __class_getitem__(cls, types: Any) -> type:
            return cls


class SealedRow(Protocol):
    """What a model with sealed fields provides."""

    pk: Any
    _meta: Any

    def sealing_scope(self) -> uuid.UUID:
        """The brand, agency or person whose data key seals this row."""


class Sealed(bytes):
    """Sealed bytes as the database keeps them."""

    def __repr__(self) -> str:
        return "<sealed>"


class Plain:
    """A plain value on its way to be sealed, or after it was opened."""

    __slots__ = ("origin", "value")

    def __init__(self, value: Any, origin: Sealed | None = None) -> None:
        self.value = value
        self.origin = origin

    def __repr__(self) -> str:
        return "<sealed>"

    def __reduce__(self) -> Any:
        raise TypeError("a plain value of a sealed field cannot be pickled")

    def __copy__(self) -> "Plain":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Plain":
        return self


class PlainAttribute:
    """`row.name`: opens on first reading; what is set is sealed by save()."""

    def __init__(self, field: "SealedField[Any, Any]") -> None:
        self.field = field

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        if self.field.name not in row.__dict__:
            row.refresh_from_db(fields=[self.field.name])
        held = row.__dict__[self.field.name]
        if isinstance(held, Plain):
            return held.value
        # A deserializer's row goes into the database as it is, still sealed.
        if held is None or row._state.adding:
            return held
        opened = row.__dict__.get(self.field.opened_name)
        if not isinstance(opened, Plain) or opened.origin is not held:
            opened = Plain(self.field.open(row, held), held)
            row.__dict__[self.field.opened_name] = opened
        return opened.value

    def __set__(self, row: Any, value: Any) -> None:
        if value is not None and not isinstance(value, Sealed):
            value = Plain(value)
        row.__dict__[self.field.name] = value
        row.__dict__.pop(self.field.opened_name, None)


class SealedField(FieldOf[ST, GT]):
    """Base of the sealed fields: see SealedTextField and SealedJSONField."""

    empty_strings_allowed = False

    def __init__(self, verbose_name: Any = None, **options: Any) -> None:
        if "default" in options or options.get("unique") or options.get("db_index"):
            raise TypeError("a sealed field has no default, index or uniqueness")
        options["editable"] = False
        super().__init__(verbose_name, **options)

    def encode(self, value: Any) -> bytes:
        raise NotImplementedError

    def decode(self, plain: bytes) -> Any:
        raise NotImplementedError

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("editable", None)
        return name, path, args, options

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def opened_name(self) -> str:
        return f"_opened_{self.name}"

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.name, PlainAttribute(self))

    def place(self, row: SealedRow) -> cipher.Place:
        return cipher.Place(
            row.sealing_scope(), (str(row._meta.db_table), str(row.pk), str(self.column))
        )

    def open(self, row: SealedRow, sealed: bytes) -> GT:
        """Return the plain value of this row's sealed bytes."""
        place = self.place(row)
        key = keys.opening_key(cipher.key_id_of(sealed, place), place)
        return cast(GT, self.decode(cipher.unseal(key, sealed, place)))

    def close(self, row: SealedRow, value: Any) -> Sealed:
        """Return `value` sealed for this row under the scope's newest key."""
        place = self.place(row)
        key_id, key = keys.sealing_key(place.scope)
        return Sealed(cipher.seal(key, key_id, self.encode(value), place))

    def pre_save(self, model_instance: Any, add: bool) -> Sealed | None:
        held = model_instance.__dict__.get(self.name)
        if isinstance(held, Sealed):
            # What was opened may have been changed in place, such as a dict.
            opened = model_instance.__dict__.get(self.opened_name)
            if not isinstance(opened, Plain) or opened.origin is not held:
                if add:
                    # A copied row: better refused now than unreadable later.
                    self.open(model_instance, held)
                return held
            held = opened
        if held is None:
            return None
        sealed = self.close(model_instance, held.value)
        model_instance.__dict__[self.name] = sealed
        model_instance.__dict__[self.opened_name] = Plain(held.value, sealed)
        return sealed

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Sealed | memoryview):
            return value
        raise NotSealed(self.name)

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        value = self.get_prep_value(value)
        return None if value is None else bytes(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def value_from_object(self, obj: models.Model) -> Any:
        held = obj.__dict__.get(self.name)
        return self.close(cast(SealedRow, obj), held.value) if isinstance(held, Plain) else held

    def value_to_string(self, obj: models.Model) -> str:
        sealed = self.value_from_object(obj)
        return "" if sealed is None else base64.b64encode(sealed).decode("ascii")

    def to_python(self, value: Any) -> Any:
        """Read what `value_to_string` wrote; only deserializers call this."""
        if value in (None, ""):
            return None
        return Sealed(base64.b64decode(value)) if isinstance(value, str) else value

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        self.validate(value, model_instance)
        return value

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        """Sealed bytes cannot be searched; only absence and the key can be asked for."""
        return {"isnull": IsNull, "sealed_with": SealedWith}.get(lookup_name)

    def check(self, **options: Any) -> list[checks.CheckMessage]:
        found = list(super().check(**options))
        if not callable(getattr(self.model, "sealing_scope", None)):
            found.append(
                checks.Error(
                    f"{self.model.__name__} has sealed fields and no sealing_scope()",
                    obj=self,
                    id="kit.E001",
                )
            )
        if isinstance(self.model._meta.pk, models.AutoField | models.BigAutoField):
            found.append(
                checks.Error(
                    f"{self.model.__name__}: a sealed value is bound to its row's key, "
                    "so the key must be known before the first save (UUIDField)",
                    obj=self,
                    id="kit.E002",
                )
            )
        return found


class SealedTextField(SealedField[ST, GT]):
    """Text of any length, sealed."""

    _pyi_private_set_type: str
    _pyi_private_get_type: str

    def encode(self, value: Any) -> bytes:
        if not isinstance(value, str):
            raise TypeError(f"{self.name} takes text")
        return value.encode()

    def decode(self, plain: bytes) -> str:
        return plain.decode()


class SealedJSONField(SealedField[ST, GT]):
    """Whatever JSON can say, sealed: dict, list, str, finite numbers, bool.

    None is the absence of a value, as SQL's NULL.
    """

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def encode(self, value: Any) -> bytes:
        return json.dumps(
            value, ensure_ascii=False, allow_nan=False, separators=(",", ":")
        ).encode()

    def decode(self, plain: bytes) -> Any:
        return json.loads(plain)


class SealedWith(Lookup[Any]):
    """`name__sealed_with=key_id`: rows whose value that data key sealed."""

    lookup_name = "sealed_with"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [uuid.UUID(str(value)).bytes]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"substr({left}, 2, 16) = {right}", [*left_values, *right_values]
