"""What a deadline and a request for extension may go through, as data: action → (from, to)."""

OPEN, MET, CANCELLED = "open", "met", "cancelled"

STATES = {OPEN: "办理中", MET: "已办结", CANCELLED: "已取消"}

TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "meet": (frozenset({OPEN}), MET),
    "cancel": (frozenset({OPEN}), CANCELLED),
}

ACTIONS = {"meet": "办结", "cancel": "取消"}

# What else may happen to a deadline that stays open.
HAPPENINGS = {
    "open": "开始计时",
    "ask": "申请延期",
    "grant": "批准延期",
    "refuse": "不同意延期",
    "recalculate": "工作日历调整",
    "hand_over": "移交",
    "see": "知悉",
}

ASKED, GRANTED, REFUSED, DROPPED = "asked", "granted", "refused", "dropped"

REQUEST_STATES = {ASKED: "待批准", GRANTED: "已批准", REFUSED: "未同意", DROPPED: "已不需要"}


class NotAllowed(Exception):
    """The action does not fit the state of the deadline, or the person; the message is Chinese."""


def target(action: str, state: str) -> str:
    """The state that ``action`` leads to from ``state``. Raises NotAllowed."""
    starts, end = TRANSITIONS[action]
    if state not in starts:
        raise NotAllowed(f"这一件{STATES[state]},不能再{ACTIONS[action]}。")
    return end
