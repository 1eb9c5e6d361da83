"""A model file that is refused, told in the language of the command line."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulacro.config.language import gettext as _
from simulacro.config.terminal import in_words

if TYPE_CHECKING:
    from simulacro.engines.documents.refusals import Refusal


@dataclass(frozen=True)
class Told:
    """One refusal, as a line to print and as values for programs."""

    refusal: "Refusal"

    def __str__(self) -> str:
        wrong, way_out = (_(text) for text in self.refusal.TEXTS[self.refusal.code])
        values = {name: in_words(value) for name, value in self.refusal.values}
        place = f"{self.refusal.file}:{self.refusal.line}"
        return f"{place}: {wrong.format(**values)}; {way_out.format(**values)}"

    def as_dict(self) -> dict[str, object]:
        return self.refusal.as_dict()
