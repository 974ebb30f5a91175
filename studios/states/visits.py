"""What a visit log may go through, as data: action → (from, to)."""

from studios.states.refusals import NotAllowed

DRAFT, FILED, CHECKED, RETURNED, WITHDRAWN = "draft", "filed", "checked", "returned", "withdrawn"

STATES = {DRAFT: "草稿", FILED: "待核", CHECKED: "已核", RETURNED: "退回", WITHDRAWN: "已撤回"}

STANDING = frozenset({FILED, CHECKED})  # what is there to be read and counted

TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "file": (frozenset({DRAFT}), FILED),
    "correct": (frozenset({FILED, CHECKED, RETURNED}), FILED),
    "check": (frozenset({FILED}), CHECKED),
    "return": (frozenset({FILED, CHECKED}), RETURNED),
    "withdraw": (frozenset({FILED, CHECKED, RETURNED}), WITHDRAWN),
}

ACTIONS = {"file": "提交", "correct": "更正", "check": "核实", "return": "退回", "withdraw": "撤回"}


def target(action: str, state: str) -> str:
    """The state that ``action`` leads to from ``state``. Raises NotAllowed."""
    starts, end = TRANSITIONS[action]
    if state not in starts:
        raise NotAllowed(f"这条记录{STATES[state]},不能{ACTIONS[action]}")
    return end
