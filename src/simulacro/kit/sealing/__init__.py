"""Encryption at rest by field (docs/reference/encryption.md).

    class InventoryRevision(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        brand = models.ForeignKey(Brand, on_delete=models.CASCADE)
        document = SealedJSONField()

        def sealing_scope(self) -> uuid.UUID:
            return self.brand_id

`revision.document` is the plain value, opened when it is first read; the
database, `.values()`, dumps and backups only ever hold the sealed bytes.
"""

from simulacro.kit.sealing.errors import SealingError
from simulacro.kit.sealing.fields import SealedJSONField, SealedTextField

__all__ = ["SealedJSONField", "SealedTextField", "SealingError"]
