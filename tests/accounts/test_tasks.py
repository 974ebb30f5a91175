import datetime as dt

from django.contrib.sessions.models import Session

from accounts.models import ImportFile
from accounts.tasks import clear_sessions, remove_imports
from tests.cast import NOW, Cast

SECOND = dt.timedelta(seconds=1)


def test_expired_sessions_go_and_others_stay(db):
    for key, expires in (("old", NOW - SECOND), ("new", NOW + SECOND)):
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
    assert clear_sessions(now=NOW) == "清除过期的登录 1 个、旧的输错记录 0 条"
    assert Session.objects.get().session_key == "new"
    assert clear_sessions(now=NOW) == ""


def test_imports_older_than_a_week_go_whoever_uploaded_them(cast: Cast):
    week = dt.timedelta(days=7)
    for who, at in ((cast.clerk, NOW - week - SECOND), (cast.officer, NOW - week - SECOND), (cast.clerk, NOW - week)):
        ImportFile.objects.create(kind="roster", name="名册.xlsx", content=b"x", uploaded_by=who, uploaded_at=at)
    assert remove_imports(now=NOW) == "清除一周前的导入文件 2 个"
    assert ImportFile.objects.get().uploaded_at == NOW - week
    assert remove_imports(now=NOW) == ""
