"""What a monthly sheet that was asked for goes through, as data: action → (from, to)."""

ASKED, MAKING, READY, FAILED = "asked", "making", "ready", "failed"

STATES = {ASKED: "排队中", MAKING: "正在生成", READY: "已生成", FAILED: "没有生成"}
OPEN = (ASKED, MAKING)

TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "take": (frozenset({ASKED, MAKING}), MAKING),  # one that is being made already: whoever made it died at it
    "finish": (frozenset({MAKING}), READY),
    "fail": (frozenset({MAKING}), FAILED),
}

ACTIONS = {"take": "开始生成", "finish": "生成完毕", "fail": "没有生成"}
