"""Which networks a brand is on, as the room that knows its accounts tells it.

channels.tell(networks_of_the_inventory)      # AppConfig.ready: (brand) -> names of networks
"""

from collections.abc import Callable, Iterable

from simulacro.apps.brands.models import Brand

Teller = Callable[[Brand], Iterable[str]]
_tellers: list[Teller] = []


def tell(teller: Teller) -> None:
    """Let a room tell of networks."""
    if teller not in _tellers:
        _tellers.append(teller)


def channels_of(brand: Brand) -> frozenset[str]:
    """The networks that any room tells."""
    return frozenset(name for teller in _tellers for name in teller(brand))
