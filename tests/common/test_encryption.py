import pytest

from common.encryption import WrongKey, decrypt, encrypt, fingerprint, fingerprints
from common.encryption.keys import is_by_first_key, key_has_its_own_place

OLD, NEW, OTHER = (f"{word} key of thirty-two characters or more" for word in ("old", "new", "other"))
PHONE = "13812345678"


def test_text_comes_back_and_lies_otherwise_each_time(settings) -> None:
    settings.FIELD_KEYS = [OLD]
    first, second = encrypt(PHONE), encrypt(PHONE)
    assert first != second
    assert decrypt(first) == decrypt(second) == PHONE
    assert PHONE not in first


def test_new_key_writes_and_the_old_one_still_reads(settings) -> None:
    settings.FIELD_KEYS = [OLD]
    before = encrypt(PHONE)
    settings.FIELD_KEYS = [NEW, OLD]
    after = encrypt(PHONE)
    assert decrypt(before) == PHONE
    assert (is_by_first_key(before), is_by_first_key(after)) == (False, True)
    settings.FIELD_KEYS = [NEW]
    assert decrypt(after) == PHONE
    with pytest.raises(WrongKey):
        decrypt(before)


@pytest.mark.parametrize("broken", ["", "gAAAA", "x" * 100, "汉字"])
def test_what_no_key_opens_is_an_error_that_says_where_to_look(settings, broken: str) -> None:
    settings.FIELD_KEYS = [OTHER]
    with pytest.raises(WrongKey, match="FIELD_KEYS"):
        decrypt(broken)


def test_token_changed_by_one_character_is_refused(settings) -> None:
    settings.FIELD_KEYS = [OLD]
    token = encrypt(PHONE)
    with pytest.raises(WrongKey):
        decrypt(token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:])


def test_fingerprint_is_the_same_under_one_key_and_another_under_another(settings) -> None:
    settings.FIELD_KEYS = [OLD]
    old = fingerprint(PHONE)
    assert old == fingerprint(PHONE) != fingerprint("13812345679")
    assert len(old) == 64
    settings.FIELD_KEYS = [NEW, OLD]
    assert fingerprint(PHONE) != old
    assert fingerprints(PHONE) == [fingerprint(PHONE), old]


def test_fingerprint_of_nothing_is_nothing() -> None:
    assert fingerprint("") == ""


@pytest.mark.parametrize(("production", "keys", "told"), [(True, 1, True), (True, 2, False), (False, 1, False)])
def test_production_hears_that_the_fields_hang_on_the_secret_key(
    settings, production: bool, keys: int, told: bool
) -> None:
    settings.PRODUCTION, settings.FIELD_KEYS = production, [NEW, OLD][:keys]
    assert bool(key_has_its_own_place()) == told
