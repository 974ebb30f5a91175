from members.services.access import open_member_account
from members.services.contacts import record_contact_export, reveal_phone
from members.services.people import add_member, change_seat, correct_member, end_seat

__all__ = [
    "add_member",
    "change_seat",
    "correct_member",
    "end_seat",
    "open_member_account",
    "record_contact_export",
    "reveal_phone",
]
