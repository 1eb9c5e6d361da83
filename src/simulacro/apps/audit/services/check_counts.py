"""Keep how many of a brand's questions are answered, for the pages that compare brands."""

from simulacro.apps.audit import queries
from simulacro.apps.audit.models import CheckCount
from simulacro.apps.brands.models import Brand


def keep_count(brand: Brand) -> None:
    """Keep the count as it is now; in the transaction of what changed it."""
    coverage = queries.check_coverage(brand)
    revision = queries.current_revision(brand)
    above = queries.current_revision(brand.agency) if brand.agency else None
    counts = {
        "answered": coverage.answered,
        "applicable": coverage.applicable,
        "revision": str(revision.pk) if revision else None,
        "above": str(above.pk) if above else None,
    }
    CheckCount(brand=brand, counts=counts).save()
