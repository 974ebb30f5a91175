"""Settings of the real processes: the suite's, with a schedule that is quick enough to watch.

``JOBS`` names which jobs of ``tests.reliability.jobs`` there are.
"""

import os

from liaison.schedule import JOBS
from tests.reliability.jobs import SCHEDULE
from tests.settings import *  # noqa: F403

JOB_LOOK_SECONDS = 1
JOB_LEASE_SECONDS = 3
JOBS[:] = [SCHEDULE[code] for code in os.environ["JOBS"].split(",")]
