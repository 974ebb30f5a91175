"""What may be empty or waiting in a studio's month (domain §1, requirement 6), as data. The order is that of the pages.

``of_month``: a fact about the month alone. The others wait: whatever began until the end of the month and still stands.
``means`` defines the number; pages and workbooks print it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    code: str
    name: str
    unit: str
    of_month: bool
    means: str

    @property
    def of_studio(self) -> bool:
        """Whether it is the studio itself that is empty, not somebody or something in it."""
        return self.unit == "个室"


NO_ENTRY, NO_SHIFT, NOT_COME, SILENT = "no_entry", "no_shift", "not_come", "silent"
NO_OUTCOME, UNCHECKED = "no_outcome", "unchecked"
LATE_RESULT, NO_ECHO, LATE_REFERRAL = "late_result", "no_echo", "late_referral"

GAPS = {
    gap.code: gap
    for gap in (
        Gap(
            NO_ENTRY, "没有民情日志", "个室", True,
            "当月没有一篇提交了的民情日志的工作室,待核的也算有;当月才成立的不算,表里是短横线。",
        ),
        Gap(NO_SHIFT, "没有办结的值班", "个室", True, "当月没有一次办结了的值班的工作室;当月才成立的不算。"),
        Gap(
            NOT_COME, "委员没有到过岗", "人", True,
            "当月排了班、班期已过,一次也没有到岗的委员;到岗还没有登记的也在内,没有排到班的不算。",
        ),
        Gap(
            SILENT, "委员没有记录", "人", True,
            "当月一篇民情日志也没有的驻室委员,记在别的室、不记室的都算有。一人在两个室的,两个室各算一次,合计只算一次。",
        ),
        Gap(NO_OUTCOME, "值班没有结果", "次", False, "班期已过、还没有办结的值班。"),
        Gap(UNCHECKED, "日志没有核", "篇", False, "提交以后过了规定的工作日还没有核的民情日志。"),
        Gap(LATE_RESULT, "诉求逾期没有结果", "件", False, "过了期限还没有办理结果的诉求,上报了没有答复的也在内。"),
        Gap(NO_ECHO, "结果没有告诉群众", "件", False, "有了结果、待回音的诉求,不论期限到了没有。"),
        Gap(LATE_REFERRAL, "转办逾期", "件", False, "转给单位、过了期限没有签收或没有答复的诉求;几个单位逾期算一件。"),
    )
}  # fmt: skip
