"""What a matter may go through, as data: action → (from, to). Which of several ends it is, the act itself says."""

from studios.states.refusals import NotAllowed

WRITTEN, OPEN, DOING, ANSWERED, CLOSED, MERGED, DROPPED = (
    "written",
    "open",
    "doing",
    "answered",
    "closed",
    "merged",
    "dropped",
)

MATTERS = {
    WRITTEN: "未提交",
    OPEN: "待办理",
    DOING: "正在办",
    ANSWERED: "待回音",
    CLOSED: "已办结",
    MERGED: "已并入",
    DROPPED: "已撤销",
}

LIVE = frozenset({OPEN, DOING, ANSWERED})  # somebody has still to do something
AT_WORK = frozenset({OPEN, DOING})  # nothing final is known yet
BEGUN = frozenset(MATTERS) - {WRITTEN}

_BEGINNING = frozenset({OPEN, ANSWERED, CLOSED})

# domain §1, document 004: 已办, 正在办, 暂不能办, each with an act of its own
MATTER_STEPS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "begin": (frozenset({WRITTEN}), _BEGINNING),
    "correct": (_BEGINNING, _BEGINNING),
    "refer": (AT_WORK, frozenset({OPEN})),
    "report": (AT_WORK, frozenset({OPEN})),
    "result": (AT_WORK, frozenset({DOING, ANSWERED})),
    "outcome": (LIVE | {CLOSED}, _BEGINNING),
    "tell": (frozenset({DOING, ANSWERED}), frozenset({DOING, ANSWERED, CLOSED})),
    "town": (frozenset({ANSWERED}), frozenset({ANSWERED, CLOSED})),
    "reopen": (frozenset({CLOSED}), frozenset({OPEN})),
    "merge": (frozenset({OPEN, CLOSED}), frozenset({MERGED})),
    "lead": (frozenset({OPEN, DOING, CLOSED}), frozenset({OPEN, DOING})),
    "unmerge": (frozenset({MERGED}), _BEGINNING),
    "follow": (frozenset({MERGED, ANSWERED}), frozenset({ANSWERED, CLOSED, MERGED})),
    "drop": (LIVE | {CLOSED, MERGED}, frozenset({DROPPED})),
    # what happens to it and leaves the state as it was
    "assign": (LIVE, LIVE),
    "sent_back": (AT_WORK, AT_WORK),
    "kept": (AT_WORK, AT_WORK),
    "rejected": (AT_WORK, AT_WORK),
    "taken_back": (AT_WORK, AT_WORK),
    "report_taken_back": (AT_WORK, AT_WORK),
    "report_answered": (AT_WORK, AT_WORK),
}

MATTER_ACTIONS = {
    "begin": "登记",
    "correct": "随日志更正",
    "refer": "转办",
    "report": "上报",
    "result": "记办理结果",
    "outcome": "改处理方式",
    "tell": "告知群众",
    "town": "告知镇街、村(社区)",
    "reopen": "重新办理",
    "merge": "并入",
    "lead": "合并办理",
    "unmerge": "解除合并",
    "follow": "随合并件办理",
    "drop": "随日志撤回",
    "assign": "确定责任人",
    "sent_back": "同意单位退回",
    "kept": "不同意单位退回",
    "rejected": "驳回答复",
    "taken_back": "撤回转办",
    "report_taken_back": "撤回上报",
    "report_answered": "上报有答复",
}

# After anything but these the author of the visit can no longer change what was asked or how it is dealt with.
NOT_MOVING = frozenset({"begin", "correct", "assign"})

REPORT_WAITING, REPORT_ANSWERED, REPORT_PASSED, REPORT_TAKEN_BACK = "waiting", "answered", "passed", "taken_back"

REPORTS = {
    REPORT_WAITING: "待答复",
    REPORT_ANSWERED: "已答复",
    REPORT_PASSED: "已继续上报或转办",
    REPORT_TAKEN_BACK: "已撤回",
}


def matter_step(action: str, start: str, end: str | None = None) -> None:
    """Raises NotAllowed unless ``action`` fits ``start``; ValueError when it does not lead to ``end``."""
    starts, ends = MATTER_STEPS[action]
    if start not in starts:
        raise NotAllowed(f"这件诉求{MATTERS[start]},不能再{MATTER_ACTIONS[action]}。")
    if end is not None and end not in ends:
        raise ValueError(f"{action} does not lead to {end}")
