"""Excel in and out: reading workbooks as offices make them, writing them ready to print."""

from common.excel.reading import Sheet, UnreadableWorkbook, read_workbook
from common.excel.tables import Heading, NoTable, Row, Table, find_table
from common.excel.writing import Book, Column, downloaded

__all__ = [
    "Book",
    "Column",
    "Heading",
    "NoTable",
    "Row",
    "Sheet",
    "Table",
    "UnreadableWorkbook",
    "downloaded",
    "find_table",
    "read_workbook",
]
