"""What duty shifts, turns and swaps may go through, as data: action → (from, to)."""

from studios.states.refusals import NotAllowed

Steps = dict[str, tuple[frozenset[str], str]]

PLANNED, PUBLISHED, HELD, CANCELLED = "planned", "published", "held", "cancelled"

SHIFTS = {PLANNED: "未发布", PUBLISHED: "已发布", HELD: "已完成", CANCELLED: "已取消"}

# A shift is held only with an outcome: entries of the log, or what was done instead (domain §1, requirement 1). It is
# open again when every entry it was held by has been withdrawn.
SHIFT_STEPS: Steps = {
    "change": (frozenset({PLANNED, PUBLISHED}), ""),
    "publish": (frozenset({PLANNED}), PUBLISHED),
    "record": (frozenset({PUBLISHED, HELD}), ""),
    "hold": (frozenset({PUBLISHED}), HELD),
    "correct": (frozenset({HELD}), HELD),
    "reopen": (frozenset({HELD}), PUBLISHED),
    "cancel": (frozenset({PLANNED, PUBLISHED}), CANCELLED),
}

EXPECTED, ARRIVED, LEFT, ABSENT, SWAPPED, DROPPED = "expected", "arrived", "left", "absent", "swapped", "dropped"

TURNS = {
    EXPECTED: "应到",
    ARRIVED: "已到岗",
    LEFT: "已离岗",
    ABSENT: "缺席",
    SWAPPED: "已调剂",
    DROPPED: "已撤下",
}
GONE = frozenset({SWAPPED, DROPPED})  # no place in the shift any more
CAME = frozenset({ARRIVED, LEFT})

ASKED, AGREED, CONFIRMED, DECLINED, REFUSED, TAKEN_BACK, LAPSED = (
    "asked",
    "agreed",
    "confirmed",
    "declined",
    "refused",
    "taken_back",
    "lapsed",
)

SWAPS = {
    ASKED: "待对方同意",
    AGREED: "待联络员确认",
    CONFIRMED: "已调剂",
    DECLINED: "对方不便",
    REFUSED: "未确认",
    TAKEN_BACK: "已收回",
    LAPSED: "已失效",
}
RUNNING = frozenset({ASKED, AGREED})

SWAP_STEPS: Steps = {
    "agree": (frozenset({ASKED}), AGREED),
    "decline": (frozenset({ASKED}), DECLINED),
    "confirm": (frozenset({AGREED}), CONFIRMED),
    "refuse": (RUNNING, REFUSED),
    "take_back": (RUNNING, TAKEN_BACK),
    "lapse": (RUNNING, LAPSED),  # the shift was moved, cancelled or begun meanwhile, or one of the two left it
}

# Every kind of row in a shift's story.
ACTIONS = {
    "make": "排班",
    "remake": "按日历重排",
    "change": "修改",
    "publish": "发布",
    "cancel": "取消",
    "keep": "照原定日期",
    "record": "登记到岗",
    "hold": "办结",
    "correct": "更正",
    "reopen": "重新打开",
    "ask": "申请调剂",
    "agree": "同意接班",
    "decline": "不便接班",
    "confirm": "确认调剂",
    "refuse": "不确认调剂",
    "take_back": "收回调剂",
    "lapse": "调剂失效",
    "arrange": "安排调剂",
}


def step(table: Steps, names: dict[str, str], action: str, state: str) -> str:
    """The state that ``action`` leads to; the same one where the table names none. Raises NotAllowed."""
    starts, end = table[action]
    if state not in starts:
        raise NotAllowed(f"这一项{names[state]},不能再这样做。请刷新页面看最新情况。")
    return end or state
