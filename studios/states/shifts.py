"""What duty shifts, turns and swaps may go through, as data: action → (from, to)."""

from studios.states.refusals import NotAllowed

PLANNED, PUBLISHED, HELD, CANCELLED = "planned", "published", "held", "cancelled"

SHIFTS = {PLANNED: "未发布", PUBLISHED: "已发布", HELD: "已完成", CANCELLED: "已取消"}

# A shift is held only with an outcome: entries of the log, or what was done instead (domain §1, requirement 1).
SHIFT_STEPS: dict[str, tuple[frozenset[str], str]] = {
    "change": (frozenset({PLANNED, PUBLISHED}), ""),
    "publish": (frozenset({PLANNED}), PUBLISHED),
    "hold": (frozenset({PUBLISHED}), HELD),
    "correct": (frozenset({HELD}), HELD),
    "cancel": (frozenset({PLANNED, PUBLISHED}), CANCELLED),
}

EXPECTED, ARRIVED, LEFT, ABSENT, SWAPPED = "expected", "arrived", "left", "absent", "swapped"

TURNS = {EXPECTED: "应到", ARRIVED: "已到岗", LEFT: "已离岗", ABSENT: "缺席", SWAPPED: "已调剂"}

ASKED, AGREED, CONFIRMED, DECLINED, REFUSED, TAKEN_BACK = (
    "asked",
    "agreed",
    "confirmed",
    "declined",
    "refused",
    "taken_back",
)

SWAPS = {
    ASKED: "待对方同意",
    AGREED: "待联络员确认",
    CONFIRMED: "已调剂",
    DECLINED: "对方不便",
    REFUSED: "未确认",
    TAKEN_BACK: "已收回",
}

SWAP_STEPS: dict[str, tuple[frozenset[str], str]] = {
    "agree": (frozenset({ASKED}), AGREED),
    "decline": (frozenset({ASKED}), DECLINED),
    "confirm": (frozenset({AGREED}), CONFIRMED),
    "refuse": (frozenset({ASKED, AGREED}), REFUSED),
    "take_back": (frozenset({ASKED, AGREED}), TAKEN_BACK),
}


def step(table: dict[str, tuple[frozenset[str], str]], names: dict[str, str], action: str, state: str) -> str:
    """The state that ``action`` leads to; the same one where the table names none. Raises NotAllowed."""
    starts, end = table[action]
    if state not in starts:
        raise NotAllowed(f"这一项{names[state]},不能再这样做。请刷新页面看最新情况。")
    return end or state
