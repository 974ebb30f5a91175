"""One's own inbox behind each door, and one's own choice."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent, User
from notices.models import ChannelSetting, Notice, NoticeChoice
from notices.services import notify
from tests.cast import Cast

DOORS = [("clerk", "/office/inbox/"), ("member", "/my/inbox/"), ("handler", "/unit/inbox/")]


def tell(to: User, subject: str = "您的走访记录已退回", *, ago: int = 1, **changes) -> Notice:
    now = timezone.now() - dt.timedelta(hours=ago)
    said = {"key": subject, "body": "请补充地点。", "link": "/go/studios.visit/7/"}
    return notify(to=to, subject=subject, now=now, **(said | changes))


def read(notice: Notice) -> bool:
    notice.refresh_from_db()
    return notice.read_at is not None


@pytest.mark.parametrize(("who", "url"), DOORS)
def test_inbox_shows_ones_own_unread_first_and_nobody_elses(cast: Cast, signed_in, who: str, url: str):
    user = getattr(cast, who)
    tell(user, "旧的未读", ago=9)
    seen = tell(user, "新的已读", ago=1)
    tell(cast.other, "李强的事")
    client = signed_in(user)
    client.post(f"{url}{seen.pk}/read/")
    page = client.get(url).content.decode()
    assert page.index("旧的未读") < page.index("新的已读")
    assert "李强的事" not in page
    assert "未读 1" in page
    only = client.get(url, {"show": "unread"}).content.decode()
    assert "旧的未读" in only
    assert "新的已读" not in only


def test_what_is_kept_for_later_is_not_shown_yet(cast: Cast, signed_in):
    notice = tell(cast.member, "明天再说", not_before=timezone.now() + dt.timedelta(hours=1))
    client = signed_in(cast.member)
    assert "明天再说" not in client.get("/my/inbox/").content.decode()
    client.post("/my/inbox/read/")
    assert not read(notice)


def test_looking_reads_nothing_and_a_button_does(cast: Cast, signed_in):
    notice = tell(cast.member)
    client = signed_in(cast.member)
    client.get("/my/inbox/")
    assert client.get(f"/my/inbox/{notice.pk}/read/").status_code == 405
    assert not read(notice)
    answer = client.post(f"/my/inbox/{notice.pk}/read/?show=unread")
    assert answer.headers["Location"] == "/my/inbox/?show=unread"
    assert read(notice)
    first = notice.read_at
    client.post(f"/my/inbox/{notice.pk}/read/")
    assert read(notice)
    assert notice.read_at == first


def test_view_button_reads_and_goes_to_what_it_is_about(cast: Cast, signed_in):
    notice, plain = tell(cast.member), tell(cast.member, "没有链接", link="")
    client = signed_in(cast.member)
    assert client.post(f"/my/inbox/{notice.pk}/read/", {"go": "1"}).headers["Location"] == "/go/studios.visit/7/"
    assert client.post(f"/my/inbox/{plain.pk}/read/", {"go": "1"}).headers["Location"] == "/my/inbox/"
    assert read(notice)


def test_notice_of_somebody_else_does_not_exist(cast: Cast, signed_in):
    notice = tell(cast.other)
    for user, door in ((cast.member, "my"), (cast.clerk, "office")):
        assert signed_in(user).post(f"/{door}/inbox/{notice.pk}/read/").status_code == 404
    assert not read(notice)


def test_all_are_read_with_one_button_but_nobody_elses(cast: Cast, signed_in):
    mine, others = [tell(cast.member, "一"), tell(cast.member, "二")], tell(cast.other)
    client = signed_in(cast.member)
    page = client.post("/my/inbox/read/", follow=True).content.decode()
    assert "2条通知已标为已读。" in page
    assert "全部标为已读</button>" not in page
    assert [read(notice) for notice in mine] == [True, True]
    assert not read(others)


def test_empty_inbox_says_what_will_come(cast: Cast, signed_in):
    client = signed_in(cast.member)
    assert "还没有通知" in client.get("/my/inbox/").content.decode()
    assert "没有未读的通知" in client.get("/my/inbox/", {"show": "unread"}).content.decode()


def test_text_for_the_wechat_group_has_the_link_and_no_phone_number(cast: Cast, signed_in):
    tell(cast.clerk, "请联系韩梅 13900000001", body="电话13900000001,编号113900000001。")
    page = signed_in(cast.clerk).get("/office/inbox/").content.decode()
    text = page[page.index("<textarea") : page.index("</textarea>")]
    assert "请联系韩梅 139****0001" in text
    assert "电话139****0001,编号113900000001。" in text
    assert "http://testserver/go/studios.visit/7/" in text


@pytest.mark.parametrize(("who", "url"), [("clerk", "/office/"), ("member", "/my/"), ("handler", "/unit/")])
def test_menu_counts_what_is_unread_in_one_query(cast: Cast, signed_in, who: str, url: str):
    user = getattr(cast, who)
    tell(user)
    client = signed_in(user)

    def asked() -> tuple[str, int]:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url).content.decode()
        return page, sum("notices_notice" in query["sql"] for query in queries if "delivery" not in query["sql"])

    assert '<span class="count">1<' in asked()[0]
    tell(user, "二")
    tell(user, "三")
    tell(cast.other, "不是我的")
    page, count = asked()
    assert '<span class="count">3<' in page
    assert count == 1
    client.post(f"{url}inbox/read/")
    assert 'class="count"' not in asked()[0]


def test_inbox_asks_the_same_queries_for_one_notice_and_three(cast: Cast, signed_in):
    client = signed_in(cast.member)

    def asked() -> int:
        client.get("/my/inbox/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/my/inbox/")
        return len(queries)

    tell(cast.member)
    one = asked()
    tell(cast.member, "二")
    tell(cast.member, "三")
    assert asked() == one


# One's own choice


def test_choice_is_kept_with_a_row_in_the_trail_that_has_no_address(cast: Cast, signed_in):
    client = signed_in(cast.member)
    form = {"way": "digest", "email": "hanmei@example.cn"}
    assert "通知方式已保存" in client.post("/my/inbox/choice/", form, follow=True).content.decode()
    client.post("/my/inbox/choice/", form | {"way": "at_once"})
    choice = NoticeChoice.objects.get()
    assert (choice.user, choice.way, choice.email) == (cast.member, "at_once", "hanmei@example.cn")
    event = AuditEvent.objects.filter(action="changed", actor_id=cast.member.pk).first()
    assert event.detail == {"notice_way": "有通知就告诉我", "email": "已填"}
    assert 'value="hanmei@example.cn"' in client.get("/my/inbox/choice/").content.decode()
    assert "hanmei" not in signed_in(cast.other).get("/my/inbox/choice/").content.decode()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"way": "digest", "email": ""}, "每天汇总要寄到邮箱,请填写邮箱。"),
        ({"way": "at_once", "email": "不是邮箱"}, "邮箱写得不对"),
        ({"way": "digest", "email": "不是邮箱"}, "邮箱写得不对"),
    ],
)
def test_choice_that_cannot_work_says_so_and_keeps_what_was_typed(cast: Cast, signed_in, form: dict, words: str):
    page = signed_in(cast.member).post("/my/inbox/choice/", form).content.decode()
    assert words in page
    assert f'value="{form["email"]}"' in page or not form["email"]
    assert not NoticeChoice.objects.exists()


def test_choice_page_says_what_the_office_has_not_got(cast: Cast, signed_in, settings):
    client = signed_in(cast.member)
    assert "还没有开通邮件" in client.get("/my/inbox/choice/").content.decode()
    settings.NOTICE_MAIL, settings.NOTICE_SMS_URL = "smtp://127.0.0.1", "http://127.0.0.1:1/"
    ChannelSetting.objects.update(on=True)
    page = client.get("/my/inbox/choice/").content.decode()
    assert "还没有开通邮件" not in page
    assert "发短信到登录用的手机号码" in page
