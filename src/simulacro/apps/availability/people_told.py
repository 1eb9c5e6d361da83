"""Who there is and their usual week, as the room that knows the people tells it.

    people_told.tell(people_of_the_inventory)      # AppConfig.ready: (brand) -> people

This app stands below the rooms: it asks, and imports none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.engines.availability.pattern import Availability


@dataclass(frozen=True, slots=True)
class PersonTold:
    """A person by an id that lasts and an alias. A `pattern` of None is always at hand; `edit` is
    the address where the usual week is written."""

    id: str
    name: str
    pattern: Availability | None
    edit: str = ""


@dataclass(frozen=True, slots=True)
class ThingTold:
    """Something that works may cut off for a while: a power supply, a connection, a carrier."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """`meaning` is the address of the page that shows what the hours mean for the brand, and
    `may_edit` says whether a person may write usual weeks."""

    people: tuple[PersonTold, ...] = ()
    things: tuple[ThingTold, ...] = ()
    meaning: str = ""
    may_edit: Callable[[User, Brand], bool] = lambda _person, _brand: False


Teller = Callable[[Brand], Told]
_tellers: list[Teller] = []


def tell(teller: Teller) -> None:
    """Let a room tell of people."""
    if teller not in _tellers:
        _tellers.append(teller)


def person_called(told: Told, name: str) -> str:
    """The id of the person whom an account of this name is: the alias is the name, or the only one
    that begins with it («Olga, la dueña» is Olga); empty where nobody is, or several could be.

    >>> two = Told((PersonTold("a", "Olga, la dueña", None), PersonTold("b", "Ben", None)))
    >>> person_called(two, "olga"), person_called(two, "Ben"), person_called(two, "Be")
    ('a', 'b', '')
    """
    wanted = name.casefold().strip()
    if not wanted:
        return ""
    exact = [person.id for person in told.people if person.name.casefold().strip() == wanted]
    begins = [
        person.id
        for person in told.people
        if person.name.casefold().startswith(wanted)
        and not person.name.casefold().removeprefix(wanted)[:1].isalnum()
    ]
    found = exact or begins
    return found[0] if len(found) == 1 else ""


def told_of(brand: Brand) -> Told:
    """Everybody and everything told of, each id once, the first teller's words."""
    every: Sequence[Told] = [teller(brand) for teller in _tellers]
    people = {person.id: person for told in reversed(every) for person in told.people}
    things = {thing.id: thing for told in reversed(every) for thing in told.things}
    meaning = next((told.meaning for told in every if told.meaning), "")

    def may_edit(person: User, owner: Brand) -> bool:
        return any(told.may_edit(person, owner) for told in every)

    return Told(tuple(people.values()), tuple(things.values()), meaning, may_edit)
