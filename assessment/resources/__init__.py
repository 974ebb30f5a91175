"""The month as a workbook."""

from assessment.resources.months import export_month_sheet, write_month_sheet

__all__ = ["export_month_sheet", "write_month_sheet"]
