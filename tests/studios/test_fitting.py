"""Which studio suits a member, and why."""

import pytest

from studios.fitting import NEAR, SECTOR, Person, Room, best, reasons, shared_word

TEACHER = Person(area=1, area_name="城关镇", sector=7, sector_name="教育界", specialty="中学物理教学、法律咨询")


@pytest.mark.parametrize(
    ("room", "why"),
    [
        (Room(1, 1, "甲", area=1), (NEAR,)),
        (Room(1, 1, "甲", area=2), ()),
        (Room(1, 1, "城关委员工作室"), (NEAR,)),
        (Room(1, 1, "城关委员工作室", area=2), ()),
        (Room(1, 1, "甲", sectors=frozenset({7, 8})), (SECTOR,)),
        (Room(1, 1, "教育委员工作室"), (SECTOR,)),
        (Room(1, 1, "教育委员工作室", sectors=frozenset({8})), ()),
        (Room(1, 1, "甲", words="法律服务工作室"), ("个人专长(法律)",)),
        (Room(1, 1, "甲", area=1, sectors=frozenset({7}), words="物理"), (NEAR, SECTOR, "个人专长(物理)")),
        (Room(1, 1, "甲", words="委员工作室 服务中心"), ()),
    ],
)
def test_studio_suits_for_a_reason(room: Room, why: tuple[str, ...]):
    assert reasons(TEACHER, room) == why


def test_nothing_known_suits_nothing():
    assert reasons(Person(), Room(1, 1, "甲", area=None, words="法律")) == ()
    assert reasons(Person(area_name="镇", sector_name="界"), Room(1, 1, "镇界")) == ()


def test_best_studios_come_first_and_ties_go_by_number():
    rooms = [
        Room(5, 5, "甲", area=1),
        Room(2, 2, "乙", area=1),
        Room(9, 9, "丙", area=1, sectors=frozenset({7})),
        Room(1, 1, "丁"),
    ]
    assert [fit.room.pk for fit in best(TEACHER, rooms, most=9)] == [9, 2, 5]
    assert [fit.room.pk for fit in best(TEACHER, rooms)] == [9, 2]


@pytest.mark.parametrize(
    ("specialty", "words", "word"),
    [
        ("医疗卫生", "卫生院", "卫生"),
        ("工作管理", "工作管理中心", ""),
        ("农", "农业", ""),
        ("", "法律", ""),
        ("水稻种植技术", "水稻种植合作社", "水稻种植"),
    ],
)
def test_word_in_common(specialty: str, words: str, word: str):
    assert shared_word(specialty, words) == word
