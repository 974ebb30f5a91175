"""Referrals: the same press twice is one, and the second of two hears who was first and keeps what they typed."""

from referrals import states
from tests.cast import Cast
from tests.referrals.makers import LATER, in_state, referred, signed, village
from tests.referrals.test_our_pages import clock
from tests.twice import Act, once, told

__all__ = ["clock"]

UNIT, OURS = ("handler", "head"), ("liaison", "clerk")
ANSWER = {"act": "send", "text": "已更换灯头", "result": "done", "head_name": "郑局长"}
ANSWER |= {"contact_name": "马经办", "contact_phone": "0700-5551234"}
SLIP = {"on": "2026-03-10", "result": "doing", "text": "月底修好", "head_name": "村主任"}
YES, NO = {"decision": "同意退回"}, {"decision": "不同意,仍由该单位办", "why": "归你局"}
OTHER_SETTING = {"head_signs_off": "", "number_pattern": "办〔{year}〕{number}号"}
SETTING = {"head_signs_off": "on", "number_pattern": "转〔{year}〕{number}号"}
GOOD, BAD = {"decision": "审核通过"}, {"decision": "驳回重办", "why": "没有写明哪天修好"}
SIGN_OFF, HAND_BACK = {"decision": "审定,正式答复"}, {"decision": "退回修改", "why": "写得太短"}


def unit(state: str, act: str):
    return lambda cast: f"/unit/referrals/{in_state(cast, state).pk}/{act}/"


def ours(state: str, act: str):
    return lambda cast: f"/my/referrals/{in_state(cast, state).pk}/{act}/"


def signed_now(cast: Cast, act: str = "return") -> str:
    """Signed for lately, so that it may still be given back."""
    return f"/unit/referrals/{referred(cast, LATER).pk}/{act}/"


def slip(cast: Cast) -> str:
    return f"/my/referrals/{referred(cast, unit=village()).pk}/slip/"


def late(cast: Cast) -> str:
    return f"/office/referrals/{signed(cast).pk}/allow-return/"


def office(path: str) -> str:
    return path.replace("/my/", "/office/")


def other(old: str, new: str):
    return lambda path: path.replace(old, new)


ACTS = [
    Act("sign", unit(states.WAITING, "sign"), UNIT, {}, "马经办已签收"),
    Act("ask to give back", signed_now, UNIT, {"reason": "归路灯所管", "suggested_unit": ""},
        "马经办已申请退回", {"reason": "不是我们的路"}, "不是我们的路"),
    Act("answer", unit(states.SIGNED, "answer"), UNIT, ANSWER,
        "马经办已答复", {"text": "另写了一遍"}, "另写了一遍"),
    Act("keep a draft", unit(states.SIGNED, "answer"), UNIT, ANSWER | {"act": "draft"},
        "刚刚改过这份答复", {"text": "另写了一遍"}, "另写了一遍"),
    Act("sign off", unit(states.FOR_HEAD, "sign-off"), ("head", "handler"), SIGN_OFF,
        "郑局长已审定", instead=other("sign-off", "take-back")),
    Act("hand back", unit(states.FOR_HEAD, "sign-off"), ("head", "head"), HAND_BACK,
        "郑局长已退回修改", SIGN_OFF | {"why": "很好"}, "很好"),
    Act("take back", unit(states.FOR_HEAD, "take-back"), UNIT, {},
        "马经办已收回修改", HAND_BACK, "写得太短", other("take-back", "sign-off")),
    Act("agree to a return", ours(states.ASKED_BACK, "return"), OURS, YES,
        "赵联已同意退回", NO, "归你局", office),
    Act("refuse a return", ours(states.ASKED_BACK, "return"), OURS, NO,
        "赵联已不同意退回", YES | {"why": "可以改交"}, "可以改交", office),
    Act("approve an answer", ours(states.ANSWERED, "review"), OURS, GOOD,
        "赵联已审核通过", BAD, "没有写明哪天修好", office),
    Act("reject an answer", ours(states.ANSWERED, "review"), OURS, BAD,
        "赵联已驳回", GOOD | {"why": "写得清楚"}, "写得清楚", office),
    Act("withdraw", ours(states.SIGNED, "withdraw"), OURS, {"why": "重复了"},
        "赵联已撤回", {"why": "不用办了"}, "不用办了", office),
    Act("withdraw what the unit answers", ours(states.SIGNED, "withdraw"), ("liaison", "handler"), {"why": "重复了"},
        "赵联已撤回", ANSWER, "已更换灯头", lambda path: path.replace("/my/", "/unit/").replace("withdraw", "answer")),
    Act("enter a slip", slip, OURS, SLIP, "赵联已答复", {"text": "已经修好"}, "已经修好", office),
    Act("allow a late return", late, ("clerk", "clerk"), {"why": "职责调整"}, "已放宽"),
    Act("say how things are handed out", lambda cast: "/office/referrals/setting/", ("clerk", "clerk"), SETTING,
        "刚刚有人改过,现在是:负责人审定开", OTHER_SETTING, "办〔{year}〕"),
]  # fmt: skip


test_same_form_sent_twice_does_it_once = once(ACTS)
test_second_of_two_hears_what_it_is_now_and_keeps_what_they_typed = told(ACTS)
