"""Official numbers: one after another, without gaps, whoever asks."""

import threading

import pytest
from django.db import connection, transaction

from accounts.models import Counter
from accounts.services import next_numbers


def test_numbers_follow_one_another_under_their_key(db):
    assert list(next_numbers("urge:2026")) == [1]
    assert list(next_numbers("urge:2026", 3)) == [2, 3, 4]
    assert list(next_numbers("urge:2027")) == [1]


def test_number_of_a_transaction_that_fails_is_given_again(db):
    with transaction.atomic():
        next_numbers("urge:2026", 5)
        transaction.set_rollback(True)
    assert list(next_numbers("urge:2026")) == [1]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_each_number_once():
    found, barrier = [], threading.Barrier(4)

    def ask() -> None:
        try:
            barrier.wait()
            for _ in range(10):
                with transaction.atomic():
                    found.extend(next_numbers("urge:2026"))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(found) == list(range(1, 41))
    assert Counter.objects.get().value == 40
