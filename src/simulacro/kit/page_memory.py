"""What one page asks again and again is asked once.

The rail, the tabs, the menu and the page itself each ask the same few things of a brand: what this
person may do there, which inventory is the current one. For as long as a page is made that only
reads, the brand's own object remembers the answers:

    with remembering(brand): ...                              # the guard of a page
    once(brand, ("role", user.pk), lambda: ask_the_database())

A request that writes remembers nothing, nor does a job or the command line: there the object asks
each time, as ever.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

T = TypeVar("T")
ATTRIBUTE: Final = "_asked_by_this_page"


@contextmanager
def remembering(about: object) -> Iterator[None]:
    """Let this very object remember, in this block and no longer, what it was asked `once`."""
    setattr(about, ATTRIBUTE, {})
    try:
        yield
    finally:
        delattr(about, ATTRIBUTE)


def once(about: object, question: Hashable, ask: Callable[[], T]) -> T:
    """The answer to a question about `about`: remembered where it is `remembering`, else asked.

    >>> class Brand: ...
    >>> brand, asked = Brand(), []
    >>> with remembering(brand):
    ...     for _twice in range(2):
    ...         _ = once(brand, "role", lambda: asked.append("within"))
    >>> for _twice in range(2):
    ...     _ = once(brand, "role", lambda: asked.append("after"))
    >>> asked
    ['within', 'after', 'after']
    """
    answers: dict[Hashable, Any] | None = getattr(about, ATTRIBUTE, None)
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    found: T = answers[question]
    return found
