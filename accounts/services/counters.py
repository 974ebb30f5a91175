from django.db import transaction
from django.db.models import F

from accounts.models import Counter


@transaction.atomic(savepoint=False)
def next_numbers(key: str, count: int = 1) -> range:
    """The next ``count`` official numbers under ``key``, without gaps: given up again if the transaction is.

    Locks the key until the caller's transaction ends, so ask as late in it as may be.
    """
    if not Counter.objects.filter(key=key).update(value=F("value") + count):
        Counter.objects.bulk_create([Counter(key=key)], ignore_conflicts=True)  # somebody else may make it meanwhile
        Counter.objects.filter(key=key).update(value=F("value") + count)
    last: int = Counter.objects.values_list("value", flat=True).get(key=key)
    return range(last - count + 1, last + 1)
