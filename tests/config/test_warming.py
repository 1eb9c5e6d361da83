import pytest

from simulacro.config import asgi
from simulacro.content.packs import read_shipped_pack


def test_warming_reads_what_the_first_page_needs_and_asks_no_database(
    caplog: pytest.LogCaptureFixture,
) -> None:
    asgi.warm_pages()
    assert caplog.records == []
    reads = read_shipped_pack.cache_info()
    asgi.warm_pages()
    assert (reads.currsize, read_shipped_pack.cache_info().misses) == (1, reads.misses)
