"""The kinds of job, declared by the apps: name, words for the screen, function."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class JobResult:
    """What a job made: its kind and id, never its content."""

    kind: str
    id: uuid.UUID | str


class JobWork(Protocol):
    """What a job's function is given: a way to tell, and to hear that it should stop."""

    job_id: uuid.UUID
    scope: uuid.UUID
    attempt: int

    def report(self, progress: float, step: str = "") -> None:
        """Say how far it is (0 to 1) and at which declared step.

        Raises JobCancelled where somebody cancelled it, and JobTakenOver where
        another worker has it: let both through.
        """

    def check(self) -> None:
        """Raise as `report`, without saying anything; cheap enough for a loop."""


JobFunction = Callable[..., JobResult | None]


@dataclass(frozen=True)
class JobKind:
    """One declared kind."""

    name: str
    title: Any
    function: JobFunction
    steps: Mapping[str, Any] = field(default_factory=dict)
    # Given the brand and the result, the address of the page which shows it.
    address: Callable[[Any, JobResult], str] | None = None
    max_attempts: int = 3
    # Whether what it did before it was stopped is kept.
    keeps_parts: bool = False


class UnknownKind(LookupError):
    """No app declares this kind of job."""


KINDS: dict[str, JobKind] = {}


def job_kind(
    name: str,
    *,
    title: Any,
    steps: Mapping[str, Any] | None = None,
    address: Callable[[Any, JobResult], str] | None = None,
    max_attempts: int = 3,
    keeps_parts: bool = False,
) -> Callable[[JobFunction], JobFunction]:
    """Declare the function below as a kind of job.

    It is called as `function(work, **arguments)`. It may run again after a
    crash, up to `max_attempts` times in all, so it writes its result in one
    transaction at its end; or, with `keeps_parts`, part by part, and goes on
    from there. `title` and the values of `steps` are lazy
    translations.
    """

    def declare(function: JobFunction) -> JobFunction:
        if name in KINDS and KINDS[name].function.__qualname__ != function.__qualname__:
            raise ValueError(f"{name}: two kinds of job have this name")
        KINDS[name] = JobKind(
            name, title, function, dict(steps or {}), address, max_attempts, keeps_parts
        )
        return function

    return declare


def kind_named(name: str) -> JobKind:
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(name) from None
