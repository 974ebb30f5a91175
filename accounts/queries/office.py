import datetime as dt

from django.utils import timezone

from accounts.models import Office


def the_office() -> Office:
    """The settings row; its defaults while nobody has saved one. One query."""
    return Office.objects.first() or Office(pk=1)


def workbook_name(what: str, now: dt.datetime) -> str:
    """What a workbook that leaves the system is called: whose, of what, from when. One query."""
    return f"{the_office().short_name}_{what}_{timezone.localtime(now):%Y%m%d%H%M}.xlsx"
