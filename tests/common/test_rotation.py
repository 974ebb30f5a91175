"""The change of keys, on the constituents' phones, which are what is encrypted."""

import io

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection

from common.encryption import WrongKey
from members.models import Constituent
from members.services import correct_constituent
from tests.cast import NOW, Cast
from tests.members.people import PHONE, known

OLD, NEW, OTHER = (f"{word} key of thirty-two characters or more" for word in ("old", "new", "other"))


@pytest.fixture
def three(cast: Cast, settings) -> list[Constituent]:
    """Three constituents written down under the old key, one without a number; history rows with them."""
    settings.FIELD_KEYS = [OLD]
    people = [known(cast, cast.member, f"群众{n}", phone) for n, phone in enumerate([PHONE, "13812345679", ""])]
    correct_constituent(
        constituent=people[1], name="群众改", phone="13812345680", village=None, by=cast.member, now=NOW
    )
    return people


def raw(table: str, column: str = "phone") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY 1")  # noqa: S608  (both from this file)
        return [value for (value,) in cursor.fetchall()]


def rotate(*options: str) -> str:
    said = io.StringIO()
    call_command("rotate_field_keys", *options, stdout=said)
    return said.getvalue()


def test_database_holds_no_digit_of_a_number(three) -> None:
    lying = [*raw("members_constituent"), *raw("members_historicalconstituent")]
    assert len([value for value in lying if value]) == 5
    assert not [value for value in lying if PHONE[:6] in value or PHONE[-6:] in value]
    assert not [value for value in raw("members_constituent", "phone_hmac") if PHONE in value]
    assert Constituent.objects.get(pk=three[0].pk).phone == PHONE


def test_only_emptiness_can_be_asked_of_the_database(three) -> None:
    assert Constituent.objects.get(phone="") == three[2]
    with pytest.raises(TypeError, match="empty"):
        list(Constituent.objects.filter(phone=PHONE))
    for lookup in ("contains", "startswith", "in", "gt"):
        with pytest.raises(FieldError):
            list(Constituent.objects.filter(**{f"phone__{lookup}": PHONE}))


def test_number_is_found_whole_before_between_and_after_the_change(three, settings) -> None:
    def finds() -> bool:
        found = [Constituent.objects.with_phone(n).first() for n in (PHONE, "13812345680", PHONE[:-1], "")]
        return found == [three[0], three[1], None, None]

    assert finds()
    settings.FIELD_KEYS = [NEW, OLD]
    assert finds()
    rotate()
    assert finds()
    settings.FIELD_KEYS = [NEW]
    assert finds()


def test_after_the_change_the_old_key_may_go(three, settings) -> None:
    settings.FIELD_KEYS = [NEW, OLD]
    said = rotate()
    assert "members_constituent:3行都能解开,改了2行。" in said
    assert "members_historicalconstituent:4行都能解开,改了3行。" in said
    settings.FIELD_KEYS = [NEW]
    assert [person.phone for person in Constituent.objects.order_by("pk")] == [PHONE, "13812345680", ""]
    assert {row.phone for row in Constituent.history.all()} == {PHONE, "13812345679", "13812345680", ""}
    assert Constituent.history.count() == 4, "the change of keys is no change of the record"


def test_change_that_is_run_again_has_nothing_to_do(three, settings) -> None:
    settings.FIELD_KEYS = [NEW, OLD]
    rotate()
    before = raw("members_constituent")
    assert "改了0行" in rotate()
    assert raw("members_constituent") == before


def test_change_that_broke_off_goes_on_where_it_was(three, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("common.encryption.rotation.BATCH", 1)
    settings.FIELD_KEYS = [OTHER]
    Constituent.objects.filter(pk=three[1].pk).update(phone="13812345680")
    settings.FIELD_KEYS = [NEW, OLD]
    with pytest.raises(CommandError, match=f"members_constituent 编号 {three[1].pk} "):
        rotate()
    settings.FIELD_KEYS = [NEW]
    assert Constituent.objects.get(pk=three[0].pk).phone == PHONE, "the batch before stays done"
    settings.FIELD_KEYS = [NEW, OTHER, OLD]
    assert "members_constituent:3行都能解开,改了1行。" in rotate()
    settings.FIELD_KEYS = [NEW]
    assert Constituent.objects.get(pk=three[1].pk).phone == "13812345680"


def test_looking_first_changes_nothing_and_says_whether_the_old_key_may_go(three, settings) -> None:
    settings.FIELD_KEYS = [NEW, OLD]
    before = raw("members_constituent")
    assert "旧密钥还不能删" in rotate("--dry-run")
    assert raw("members_constituent") == before
    rotate()
    assert "旧密钥可以删了" in rotate("--dry-run")


def test_wrong_key_is_an_error_and_never_an_empty_number(three, settings) -> None:
    settings.FIELD_KEYS = [OTHER]
    with pytest.raises(WrongKey, match="解不开"):
        Constituent.objects.get(pk=three[0].pk)
    with pytest.raises(CommandError, match="解不开"):
        rotate("--dry-run")
    assert Constituent.objects.get(pk=three[2].pk).phone == "", "who has no number is not in the way"
