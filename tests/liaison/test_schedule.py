"""The list of jobs: what each line promises is there."""

import inspect
import re
from fnmatch import fnmatch

import pytest
from django.utils.module_loading import import_string

from liaison.models import JobState
from liaison.schedule import JOBS
from liaison.slots import Job
from tests.repository import APPS, app_files, name, text

LISTED = [pytest.param(job, id=job.code) for job in JOBS]


@pytest.mark.parametrize("job", LISTED)
def test_job_is_a_function_that_takes_the_clock_and_returns_words(job: Job):
    signature = inspect.signature(import_string(job.function))
    assert list(signature.parameters) == ["now"]
    assert signature.return_annotation is str
    assert any(fnmatch(job.function, f"{app}.tasks.*") for app in APPS)


@pytest.mark.parametrize("job", LISTED)
def test_job_has_a_chinese_name_and_a_code_that_fits(job: Job):
    assert re.search(r"[\u4e00-\u9fff]", job.name)
    assert len(job.code) <= JobState._meta.get_field("job").max_length


def test_no_two_jobs_share_a_code():
    assert len({job.code for job in JOBS}) == len(JOBS)


def test_every_function_of_a_tasks_module_is_scheduled():
    defined = {
        f"{name(path).removesuffix('.py').replace('/', '.')}.{found}"
        for path in app_files("tasks.py")
        for found in re.findall(r"^def ([a-z]\w*)", text(path), re.MULTILINE)
    }
    assert defined == {job.function for job in JOBS}
