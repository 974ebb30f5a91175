from accounts.resources.audit import MOST_ROWS, export_trail, trail_name
from accounts.resources.units import UNIT_COLUMNS, write_unit_template

__all__ = ["MOST_ROWS", "UNIT_COLUMNS", "export_trail", "trail_name", "write_unit_template"]
