"""What the demo county's people have been told, read or not, and what the office must telephone."""

import datetime as dt

from accounts.models import User
from liaison.demo.diary import moment
from liaison.demo.world import County
from members.models import Member
from notices.services import Phone, mark_all_read, mark_read, notify
from studios.models import VisitLog


def plan_notices(county: County) -> None:
    """What came yesterday is not read yet; everything before was read on Fridays by those who sign in."""
    county.diary.on(county.ago(1), lambda now: tell_people(county, now))
    users = list(User.objects.exclude(pk__in=Member.objects.filter(user__isnull=False).values("user")).order_by("pk"))
    users += [member.user for member in county.residents[county.studios[0].pk] if member.user]
    for day in county.days():
        if day.weekday() == 4 or day == county.today - dt.timedelta(days=2):
            county.diary.on(moment(day, 17, 30), lambda now: [mark_all_read(by=user, now=now) for user in users])


def tell_people(county: County, now: dt.datetime) -> None:
    clerk = county.clerk
    for member in county.residents[county.studios[0].pk][:2]:
        _tell_author(member, now)
    of_members = VisitLog.objects.filter(recorded_at__lt=now, member__isnull=False).filed()
    visit = of_members.select_related("member").newest_first().first()
    if visit:
        notify(
            to=clerk,
            key=f"demo:reported:{visit.pk}",
            subject=f"{visit.member.name}委员的走访记录有问题上报",
            body="请看看反映的问题,商定由谁来办。",
            link=f"/go/studios.visit/{visit.pk}/",
            now=now,
        )
    closing = notify(
        to=clerk,
        key="demo:closing",
        subject="上月走访记录请在5日前核对",
        body="核对后由联络考核结账。结账后委员不能再更正。",
        now=now - dt.timedelta(days=3),
    )
    if closing:
        mark_read(notice=closing, now=now - dt.timedelta(days=2))
    notify(
        to=Phone("19900029999"),
        key="demo:meeting",
        subject="请参加石桥镇委员工作室协商会",
        body="时间:下周三上午9点。地点:便民服务中心二楼。",
        now=now,
    )


def _tell_author(member: Member, now: dt.datetime) -> None:
    """That the office has read the newest of their visits."""
    visit = VisitLog.objects.filter(member=member, recorded_at__lt=now).filed().newest_first().first()
    if visit:
        notify(
            to=member.user,
            key=f"demo:answer:{visit.pk}",
            subject=f"您{visit.occurred_on.month}月{visit.occurred_on.day}日的走访记录,办公室已经看过",
            body="反映的问题正在办理,有了结果会告诉您,请转告群众。",
            link=f"/go/studios.visit/{visit.pk}/",
            now=now,
        )
