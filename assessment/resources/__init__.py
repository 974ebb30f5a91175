"""The month as a workbook."""

from assessment.resources.months import NoSheet, export_month_sheet, sheet_name, write_month_sheet

__all__ = ["NoSheet", "export_month_sheet", "sheet_name", "write_month_sheet"]
