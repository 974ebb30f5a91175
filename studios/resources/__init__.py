"""Workbooks of studios, a noun a module."""

from studios.resources.gaps import export_gaps, gaps_name
from studios.resources.matters import export_matters, matters_name
from studios.resources.visits import (
    KEPT,
    LEDGER,
    TEMPLATE_NAME,
    export_duty,
    export_visits,
    ledger_name,
    roster_name,
    write_visit_template,
)

__all__ = [
    "KEPT",
    "LEDGER",
    "TEMPLATE_NAME",
    "export_duty",
    "export_gaps",
    "export_matters",
    "export_visits",
    "gaps_name",
    "ledger_name",
    "matters_name",
    "roster_name",
    "write_visit_template",
]
