"""Reading an office's workbook of studios and their people: pure, without a query."""

from studios.studiobook.reading import PersonRow, StudioFile, StudioRow, read_studios
from studios.studiobook.whose import Ambiguous, Officer, People, Unknown

__all__ = ["Ambiguous", "Officer", "People", "PersonRow", "StudioFile", "StudioRow", "Unknown", "read_studios"]
