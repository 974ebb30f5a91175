from notices.services.inbox import choose, mark_all_read, mark_read
from notices.services.sending import send_due, send_due_digests
from notices.services.telling import Email, NewNotice, Phone, notify, notify_all
from notices.services.undelivered import retry, reveal_phone, told_by_phone

__all__ = [
    "Email",
    "NewNotice",
    "Phone",
    "choose",
    "mark_all_read",
    "mark_read",
    "notify",
    "notify_all",
    "retry",
    "reveal_phone",
    "send_due",
    "send_due_digests",
    "told_by_phone",
]
