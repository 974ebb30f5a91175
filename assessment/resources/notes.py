"""The sheet 说明: how every column is defined, with its denominator, and what the rulebook counts."""

from collections.abc import Iterator

from assessment.models import Rulebook
from assessment.queries import MonthTable, full_points, in_words, scored, unit_of, unsourced
from assessment.scoring import plain

Note = tuple[str, str, str]

DEFINITIONS: list[Note] = [
    ("列入范围", "本月任何一天在任的委员;界别、片区、职务按月末在任的,月内离任的按最后一次任职。", ""),
    ("走访次数", "本月民情日志条数,含接待、入户、座谈、电话、网络、活动;草稿、退回和已撤回的不计。", ""),
    ("人次", "上述民情日志“人次”之和。", ""),
    ("接待次数", "上述民情日志中方式为“接待来访”的条数。", ""),
    ("反映问题", "上述民情日志所记诉求的件数。", ""),
    ("当场化解", "上述诉求中处理方式为“当场解决”的件数。", ""),
    ("本月得分", "截至本月末的本年累计,减去截至上月末的本年累计,逐项相减;1月即当月累计。", ""),
    ("本年累计", "本年1月至本月,按各项目计分之和。年中修订考核办法的,从施行当月起按新版重算,以前月份的表不变。", ""),
    ("应得分", "截至本月应当完成的部分:按月的项目每满一个月计一次,按季度的项目每开始一个季度计一次,"
     "按年的项目按已过月数占12个月的比例计,都不超过封顶。年内新任的从任职当月起算。", ""),
    ("得分率(%)", "本年累计÷应得分×100,保留两位小数,最高100。", ""),
    ("等次", "按得分率对照下列标准;未达到前置条件的,不高于规定的等次,并在“说明”栏注明。", ""),
    ("明细", "一条记录可以涉及几个项目,各列一行;达到定额或封顶后不再计分的也列出,计0分并注明原因。"
     "各行计分之和等于本月得分。", ""),
    ("不作排名", "各表按界别、姓氏笔画为序,不按得分排序,不设名次(国办函〔2026〕12号)。", ""),
]  # fmt: skip


def notes(table: MonthTable, book: Rulebook) -> Iterator[Note]:
    yield from DEFINITIONS
    state = "已确认" if book.confirmed_at else "示例,未确认" if book.is_sample else "未确认"
    dates = f"{book.effective_from:%Y-%m-%d}起施行"
    if book.effective_to:
        dates += f",到{book.effective_to:%Y-%m-%d}止"
    counts = "待核的也计入" if book.counts_unchecked else "只计已核的,待核的不计"
    yield "民情日志的核实", f"{counts}。召集人、联络员或办公室核实,本人的由他人核实。", ""
    yield "考核办法", f"{book}({state}),{dates},满分{plain(full_points(book))}分。", ""
    for item in scored(book):
        yield f"项目:{item.name}", in_words(item), item.source
    for item in unsourced(book):
        yield f"项目:{item.name}", f"{in_words(item)}。尚无数据来源,不计分,也不计入应得分。", item.source
    for grade in book.grades.all():
        yield f"等次:{grade.name}", f"得分率达到{grade.from_percent}%", ""
    for one in book.prerequisites.all():
        asked = f"全年至少{one.required}{unit_of(one.measure)}"
        yield f"前置条件:{one.name}", f"{asked},从{one.from_month}月起检查;未达到的,等次最高为{one.ceiling.name}", ""
