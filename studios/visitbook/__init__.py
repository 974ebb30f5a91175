"""Reading an office's own ledgers of visits into rows: pure, without a query."""

from studios.visitbook.reading import Ledger, LedgerRow, read_visits
from studios.visitbook.same import fingerprint, studio_key
from studios.visitbook.whose import Ambiguous, Sitters, Unknown

__all__ = ["Ambiguous", "Ledger", "LedgerRow", "Sitters", "Unknown", "fingerprint", "read_visits", "studio_key"]
