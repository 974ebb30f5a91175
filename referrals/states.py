"""What a referral may go through, as data: action → (from, to)."""

WAITING, ASKED_BACK, SIGNED, FOR_HEAD = "waiting", "asked_back", "signed", "for_head"
OPINION_IN, ANSWERED, APPROVED, REJECTED = "opinion_in", "answered", "approved", "rejected"
RETURNED, WITHDRAWN = "returned", "withdrawn"

STATES = {
    WAITING: "待签收",
    ASKED_BACK: "申退中",
    SIGNED: "已签收",
    FOR_HEAD: "待负责人审定",
    OPINION_IN: "意见已交",
    ANSWERED: "已答复",
    APPROVED: "审核通过",
    REJECTED: "驳回重办",
    RETURNED: "已退回",
    WITHDRAWN: "已撤回",
}

IN_HAND = frozenset({SIGNED, REJECTED})  # the unit is at work on it
WITH_UNIT = frozenset({WAITING, ASKED_BACK, SIGNED, FOR_HEAD, REJECTED})  # the unit has not answered yet
IN = frozenset({OPINION_IN, ANSWERED})  # waits to be looked at by whoever sent it
HEARD = IN | {APPROVED}  # the unit's word may be read
LIVE = WITH_UNIT | IN  # another of this subject may not go to the same unit
OVER = frozenset({APPROVED, RETURNED, WITHDRAWN})

TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "sign": (frozenset({WAITING}), SIGNED),
    "ask_back": (frozenset({WAITING, SIGNED}), ASKED_BACK),
    "accept_return": (frozenset({ASKED_BACK}), RETURNED),
    "refuse_return": (frozenset({ASKED_BACK}), WAITING),
    "refuse_return_signed": (frozenset({ASKED_BACK}), SIGNED),  # when it was signed for before
    "submit": (IN_HAND, FOR_HEAD),
    "hand_back": (frozenset({FOR_HEAD}), SIGNED),
    "take_back": (frozenset({FOR_HEAD}), SIGNED),
    "sign_off": (frozenset({FOR_HEAD}), ANSWERED),
    "answer": (IN_HAND, ANSWERED),
    "opinion": (IN_HAND, OPINION_IN),
    "approve": (IN, APPROVED),
    "reject": (IN, REJECTED),
    "withdraw": (WITH_UNIT, WITHDRAWN),
}

ACTIONS = {
    "sign": "签收",
    "ask_back": "申请退回",
    "accept_return": "同意退回",
    "refuse_return": "不同意退回",
    "refuse_return_signed": "不同意退回",
    "submit": "送负责人审定",
    "hand_back": "退回修改",
    "take_back": "收回修改",
    "sign_off": "审定答复",
    "answer": "答复",
    "opinion": "交会办意见",
    "approve": "审核通过",
    "reject": "驳回",
    "withdraw": "撤回",
}

# What else stands in its story and leaves the state as it was.
HAPPENINGS = {"send": "交办", "allow_return": "放宽退回期限"}


class NotAllowed(Exception):
    """The action does not fit the state of the referral, or the person; the message is Chinese."""


def target(action: str, state: str) -> str:
    """The state that ``action`` leads to from ``state``. Raises NotAllowed."""
    starts, end = TRANSITIONS[action]
    if state not in starts:
        raise NotAllowed(f"这一件{STATES[state]},不能再{ACTIONS[action]}。")
    return end
