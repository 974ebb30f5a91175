"""The right to see the jobs."""

from accounts import roles
from accounts.seed import grant
from liaison.rules import SEE_JOBS


def seed() -> None:
    grant([roles.SYSTEM_ADMIN, roles.GENERAL_OFFICE], [SEE_JOBS])
