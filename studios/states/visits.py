"""What a visit log may go through, as data: action → (from, to)."""

from studios.states.refusals import NotAllowed

DRAFT, FILED, WITHDRAWN = "draft", "filed", "withdrawn"

STATES = {DRAFT: "草稿", FILED: "已提交", WITHDRAWN: "已撤回"}

TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "file": (frozenset({DRAFT}), FILED),
    "correct": (frozenset({FILED}), FILED),
    "withdraw": (frozenset({FILED}), WITHDRAWN),
}

ACTIONS = {"file": "提交", "correct": "更正", "withdraw": "撤回"}


def target(action: str, state: str) -> str:
    """The state that ``action`` leads to from ``state``. Raises NotAllowed."""
    starts, end = TRANSITIONS[action]
    if state not in starts:
        raise NotAllowed(f"这条记录{STATES[state]},不能{ACTIONS[action]}")
    return end
