from members.services.access import HandedOut, hand_out_keys, let_in
from members.services.constituents import (
    ConstituentEntry,
    Nameless,
    PhoneKnown,
    add_constituent,
    correct_constituent,
    record_contact,
)
from members.services.contacts import record_contact_export, reveal_phone
from members.services.people import add_member, change_seat, correct_member, end_seat
from members.services.privacy import (
    anonymise_due,
    find_by_phone,
    record_people_export,
    reveal_constituent_phone,
    withdraw_consent,
)
from members.services.representatives import (
    RepresentativeEntry,
    RepresentativeRefused,
    add_representative,
    correct_representative,
    end_representative,
    record_representatives_export,
)
from members.services.ties import TieRefused, tie, untie

__all__ = [
    "ConstituentEntry",
    "HandedOut",
    "Nameless",
    "PhoneKnown",
    "RepresentativeEntry",
    "RepresentativeRefused",
    "TieRefused",
    "add_constituent",
    "add_member",
    "add_representative",
    "anonymise_due",
    "change_seat",
    "correct_constituent",
    "correct_member",
    "correct_representative",
    "end_representative",
    "end_seat",
    "find_by_phone",
    "hand_out_keys",
    "let_in",
    "record_contact",
    "record_contact_export",
    "record_people_export",
    "record_representatives_export",
    "reveal_constituent_phone",
    "reveal_phone",
    "tie",
    "untie",
    "withdraw_consent",
]
