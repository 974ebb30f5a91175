"""Template filters for Chinese pages; built in, so that no template loads them."""

import datetime as dt

from django import template
from django.utils import timezone

from common import dates, names, phones

register = template.Library()


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """2026年3月5日(周四); — when empty."""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return dates.chinese_date(value) if value else "—"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """2026年3月5日(周四) 14:30; — when empty."""
    if not value:
        return "—"
    local = timezone.localtime(value)
    return f"{dates.chinese_date(local.date())} {local:%H:%M}"


@register.filter
def month(value: dt.date | None) -> str:
    """2026年3月; — when empty."""
    return f"{value.year}年{value.month}月" if value else "—"


@register.filter
def masked(phone: str) -> str:
    """138****5678; — when empty."""
    return phones.mask(phone) or "—"


@register.filter
def masked_name(name: str) -> str:
    """韩*, for who may not be told whose it is; — when empty."""
    return names.mask(name) or "—"


@register.filter
def dash(value: object) -> object:
    """— for what is empty; a zero stays zero."""
    return "—" if value is None or value == "" else value
