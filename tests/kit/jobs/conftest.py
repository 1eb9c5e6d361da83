"""One installation with slow jobs per test module."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.kit.jobs.bench import START, Bench
from tests.running import Installation


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    made = Installation("tests.slow_jobs.settings")
    made.do(START)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def bench(installation: Installation, tmp_path: Path) -> Iterator[Bench]:
    """No server yet: for tests that start, stop and kill their own."""
    yield Bench(installation, tmp_path)
    installation.do("Job.objects.filter(state__in=['queued', 'running']).update(state='failed')")
