"""What may stand in words that others read: no constituent's name in a title, no phone in what a unit is given."""

import datetime as dt
import re

from django.utils import timezone

from studios.models import Matter
from studios.states import NotAllowed

PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


class WordsRefused(NotAllowed):
    """``field`` is where the words stand that may not stand there; the message is Chinese."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


def refuse_names(matter: Matter, title: str, field: str = "title") -> None:
    """A title goes into labels and notices: nobody met on the visit may be named in it. One query."""
    names = matter.visit.constituents.filter(anonymised_at__isnull=True).values_list("name", flat=True)
    if any(len(name) > 1 and name in title for name in names):
        raise WordsRefused("事由会印在转办单和通知上,请不要写群众的姓名,改成“某村村民”这样的说法。", field)
    refuse_phones(title, field)


def refuse_phones(text: str, field: str = "text") -> None:
    if PHONE.search(text):
        raise WordsRefused("这里不能写群众的电话号码。需要联系群众的,请承办单位先联系工作室。", field)


def refuse_future(day: dt.date, now: dt.datetime, field: str) -> None:
    if day > timezone.localdate(now):
        raise WordsRefused("日期还没有到,请改成当天的日期。", field)


def refuse_past(day: dt.date, now: dt.datetime, field: str) -> None:
    if day <= timezone.localdate(now):
        raise WordsRefused("下次报进展的日期要在今天以后。", field)
