from notices.services.telling import Email, NewNotice, Phone, notify, notify_all

__all__ = ["Email", "NewNotice", "Phone", "notify", "notify_all"]
