"""The month and the progress with quotas as workbooks."""

from assessment.resources.months import export_month_sheet, write_month_sheet
from assessment.resources.progress import write_progress

__all__ = ["export_month_sheet", "write_month_sheet", "write_progress"]
