"""How often somebody who did not sign in may try something, counted by their address."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

MOST = 30
SECONDS = 300


def is_too_often(request: HttpRequest, what: str, *, most: int = MOST, who: str = "") -> bool:
    """Count one more try; True beyond ``most`` within five minutes. The address is not kept.

    ``who`` counts somebody by themselves: a room full of people has one address.
    """
    counted = who or str(request.META.get("REMOTE_ADDR", ""))
    digest = salted_hmac("simulacro.counted_tries", counted, algorithm="sha256").hexdigest()
    key = f"tries:{what}:{digest[:32]}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ended between the two
        return False
