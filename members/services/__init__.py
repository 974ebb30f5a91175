from members.services.people import add_member, change_seat, correct_member, end_seat

__all__ = ["add_member", "change_seat", "correct_member", "end_seat"]
