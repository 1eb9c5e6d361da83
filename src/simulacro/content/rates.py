"""The default rates of failure and theft that come with Simulacro."""

from functools import cache
from importlib import resources
from pathlib import Path

from simulacro.engines.access.rates import Rates, read_rates
from simulacro.engines.documents.fields import Fields
from simulacro.engines.documents.mistakes import Mistakes
from simulacro.engines.documents.plain_text import read_text


@cache
def default_rates() -> Rates:
    """The rates in `rates.yaml`, each with its source and date."""
    return parse_rates(default_rates_text().encode("utf-8"))


def default_rates_text() -> str:
    """`rates.yaml` as it ships."""
    file = resources.files("simulacro.content").joinpath("rates.yaml")
    return file.read_text("utf-8")


def load_rates(path: Path) -> Rates:
    """The rates in a file. Raises DocumentError with every mistake."""
    return parse_rates(path.read_bytes())


def parse_rates(text: bytes) -> Rates:
    values, places = read_text(text)
    mistakes = Mistakes(places)
    Fields(values, (), mistakes, "the rates")
    mistakes.raise_if_any()
    return read_rates(values if isinstance(values, dict) else {}, mistakes)
