"""The pages of a job, for each of the cast."""

import uuid

import pytest
from django.test import Client
from tests.slow_jobs.job_kinds import count

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.kit.jobs import services
from simulacro.kit.jobs.kinds import KINDS, JobKind, JobResult, UnknownKind
from simulacro.kit.jobs.models import Job


@pytest.fixture
def job(brand: Brand, monkeypatch: pytest.MonkeyPatch) -> Job:
    kind = JobKind(
        "slow.count",
        "Counting",
        count,
        {"counting": "Counting on"},
        address=lambda brand, result: f"/b/{brand.slug}/?result={result.id}",
    )
    monkeypatch.setitem(KINDS, kind.name, kind)
    return services.start_job("slow.count", scope=brand.id, arguments={"steps": 2})


def address(job: Job, brand: Brand, what: str = "") -> str:
    return f"/b/{brand.slug}/jobs/{job.id}/{what}"


def run(job: Job, progress: float) -> Job:
    claimed = services.claim(job.id, worker="w", at=job.created_at)
    assert claimed is not None
    services.report(claimed, progress, "counting")
    return claimed


def test_observer_sees_progress_and_no_cancel_button(
    client: Client, brand: Brand, cy: User, job: Job
) -> None:
    run(job, 0.5)
    client.force_login(cy)
    page = client.get(address(job, brand)).content.decode()
    assert 'value="50"' in page
    assert "Counting on" in page
    assert "/cancel/" not in page
    assert client.post(address(job, brand, "cancel/")).status_code == 403


def test_responder_cancels_a_waiting_job_at_once(
    client: Client, brand: Brand, ben: User, job: Job
) -> None:
    client.force_login(ben)
    assert "/cancel/" in client.get(address(job, brand)).content.decode()
    assert client.post(address(job, brand, "cancel/")).url == address(job, brand)
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_outsider_finds_no_job(client: Client, brand: Brand, dot: User, job: Job) -> None:
    client.force_login(dot)
    for what in ("", "cancel/", "repeat/"):
        send = client.post if what else client.get
        assert send(address(job, brand, what)).status_code == 404
    assert client.get(f"/b/{brand.slug}/jobs/").status_code == 404


def test_job_of_another_brand_is_not_found(
    client: Client, brand: Brand, ben: User, job: Job
) -> None:
    Job.objects.update(scope=uuid.uuid4())
    client.force_login(ben)
    assert client.get(address(job, brand)).status_code == 404


def test_page_without_script_refreshes_itself_until_the_end(
    client: Client, brand: Brand, ben: User, job: Job
) -> None:
    client.force_login(ben)
    assert 'http-equiv="refresh"' in client.get(address(job, brand)).content.decode()
    claimed = run(job, 0.9)
    services.finish(claimed, Job.State.DONE, at=job.created_at, result=JobResult("count", "abc"))
    page = client.get(address(job, brand)).content.decode()
    assert 'http-equiv="refresh"' not in page
    assert f"/b/{brand.slug}/?result=abc" in page


def test_script_gets_the_live_part_only(client: Client, brand: Brand, ben: User, job: Job) -> None:
    client.force_login(ben)
    part = client.get(address(job, brand), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f'data-live-topic="job.{job.id}"' in part


def test_failed_job_is_started_again_with_the_same_arguments(
    client: Client, brand: Brand, ben: User, job: Job
) -> None:
    claimed = run(job, 0.1)
    services.finish(claimed, Job.State.FAILED, at=job.created_at, failure="ValueError")
    client.force_login(ben)
    assert "ValueError" in client.get(address(job, brand)).content.decode()
    answer = client.post(address(job, brand, "repeat/"))
    again = Job.objects.exclude(pk=job.pk).get()
    assert answer.url == address(again, brand)
    assert again.arguments == {"steps": 2}


def test_running_job_is_not_started_twice(
    client: Client, brand: Brand, ben: User, job: Job
) -> None:
    client.force_login(ben)
    assert client.post(address(job, brand, "repeat/")).status_code == 400
    assert Job.objects.count() == 1


def test_list_shows_the_latest_jobs(client: Client, brand: Brand, cy: User, job: Job) -> None:
    client.force_login(cy)
    assert address(job, brand) in client.get(f"/b/{brand.slug}/jobs/").content.decode()


def test_unknown_kind_is_refused_before_anything_is_written(brand: Brand) -> None:
    with pytest.raises(UnknownKind):
        services.start_job("no.such", scope=brand.id, arguments={})
    assert Job.objects.count() == 0
