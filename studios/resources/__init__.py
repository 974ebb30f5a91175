"""Workbooks of studios, a noun a module."""

from studios.resources.duty import export_duty, roster_name
from studios.resources.gaps import export_gaps, gaps_name
from studios.resources.matters import export_matters, matters_name
from studios.resources.standard import export_standard, standard_name
from studios.resources.studios import STUDIO_TEMPLATE_NAME, export_studios, studios_name, write_studio_template
from studios.resources.visits import KEPT, LEDGER, TEMPLATE_NAME, export_visits, ledger_name, write_visit_template

__all__ = [
    "KEPT",
    "LEDGER",
    "STUDIO_TEMPLATE_NAME",
    "TEMPLATE_NAME",
    "export_duty",
    "export_gaps",
    "export_matters",
    "export_standard",
    "export_studios",
    "export_visits",
    "gaps_name",
    "ledger_name",
    "matters_name",
    "roster_name",
    "standard_name",
    "studios_name",
    "write_studio_template",
    "write_visit_template",
]
