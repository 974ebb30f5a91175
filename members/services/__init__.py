from members.services.access import HandedOut, hand_out_keys, let_in
from members.services.contacts import record_contact_export, reveal_phone
from members.services.people import add_member, change_seat, correct_member, end_seat

__all__ = [
    "HandedOut",
    "add_member",
    "change_seat",
    "correct_member",
    "end_seat",
    "hand_out_keys",
    "let_in",
    "record_contact_export",
    "reveal_phone",
]
