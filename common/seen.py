"""What a form showed, and what stands when it comes back: whether somebody changed it in between.

What can be changed says what it is in words, always as many. The form carries their mark.
"""

from collections.abc import Sequence

from django.utils.crypto import salted_hmac


class Stale(Exception):
    """Somebody changed meanwhile what a form showed. ``seen`` marks what stands now; the message is Chinese."""

    def __init__(self, seen: str, stands: Sequence[str]) -> None:
        super().__init__(f"刚刚有人改过,现在是:{';'.join(stands)}。您填的还在下面,核对后再按一次,就以您填的为准。")
        self.seen = seen


def mark_of(words: Sequence[str]) -> str:
    """What tells these words from others, for the hidden field ``seen``; nobody reads them out of it."""
    return salted_hmac("common.seen", "\n".join(words)).hexdigest()


def refuse_stale(seen: str, stands: Sequence[str], wanted: Sequence[str]) -> None:
    """Raise Stale when a form would write over what stands, and showed something else.

    Where all that is ``wanted`` stands already, nothing is lost. Who sends no mark saw nothing.
    """
    lost = [old for old, new in zip(stands, wanted, strict=True) if old != new]
    if seen and lost and seen != mark_of(stands):
        raise Stale(mark_of(stands), lost)


def changes_of(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """What is said otherwise now, as the trail keeps it."""
    return [f"{old}→{new}" for old, new in zip(before, after, strict=True) if old != new]
