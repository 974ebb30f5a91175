"""What a delivery may go through, as data: action → (from, to)."""

WAITING, SENDING, SENT = "waiting", "sending", "sent"
FAILED, TOLD, DROPPED = "failed", "told", "dropped"

STATES = {
    WAITING: "待发送",
    SENDING: "发送中",
    SENT: "已送出",
    FAILED: "没能送到",
    TOLD: "已电话通知",
    DROPPED: "不用再发",
}

# "take" from SENDING is a second worker taking up what a killed one held, after its lease.
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "take": (frozenset({WAITING, SENDING}), SENDING),
    "send": (frozenset({SENDING}), SENT),
    "put_off": (frozenset({SENDING}), WAITING),
    "give_up": (frozenset({SENDING}), FAILED),
    "drop": (frozenset({SENDING}), DROPPED),
    "retry": (frozenset({FAILED}), WAITING),
    "tell": (frozenset({FAILED}), TOLD),
}

ACTIONS = {
    "take": "开始发送",
    "send": "送出",
    "put_off": "稍后再发",
    "give_up": "不再自动重发",
    "drop": "不用再发",
    "retry": "重新发送",
    "tell": "电话通知",
}
