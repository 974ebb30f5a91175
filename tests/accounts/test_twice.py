"""Units and their people: the same press twice is one, and the second of two hears what it is now."""

from accounts.models import UnitPost
from tests.cast import Cast
from tests.twice import Act, once, rows, text, told

KEEPER = ("keeper", "keeper")


def end(cast: Cast) -> str:
    return f"/office/accounts/units/posts/{UnitPost.objects.get(user=cast.handler).pk}/end/"


ACTS = [
    Act("end a post", end, KEEPER, {}, "马经办已经不是"),
]


test_same_form_sent_twice_does_it_once = once(ACTS)
test_second_of_two_hears_what_it_is_now_and_keeps_what_they_typed = told(ACTS)


def test_person_without_a_phone_sent_twice_has_one_account(cast: Cast, signed_in):
    client = signed_in(cast.keeper)
    form = {"unit": cast.water.pk, "name": "冯新", "phone": "", "part": "handler"}
    path = "/office/accounts/units/new/"
    assert "一次性密码" in text(client.post(path, form))
    before = rows()
    page = text(client.post(path, form))
    assert rows() == before
    assert "县水利局已经有冯新" in page
    assert 'value="冯新"' in page
