"""What can go wrong with sealed values. No message carries a plain value or a key."""


class SealingError(Exception):
    """Base of all errors of sealing."""


class Tampered(SealingError):
    """The bytes are not those which were sealed for this place."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place}: the sealed value was damaged or moved from another place")
        self.place = place


class DataKeyMissing(SealingError):
    """The data key which sealed this value no longer exists: it was destroyed."""

    def __init__(self, place: str, key_id: object) -> None:
        super().__init__(f"{place}: its data key {key_id} was destroyed")
        self.place = place


class NotSealed(SealingError):
    """Something tried to write a plain value past the seal."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field}: a sealed field is written by save(), create() or bulk_create()")
        self.field = field


class MasterKeyProblem(SealingError):
    """The master key is absent, damaged or another one: nothing can be opened.

    `problem` is "absent", "damaged", "another" or "generation".
    """

    def __init__(self, problem: str, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = problem
