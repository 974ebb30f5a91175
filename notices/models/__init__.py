from notices.models.choices import ChannelSetting, NoticeChoice
from notices.models.deliveries import Delivery, DeliveryEvent
from notices.models.notices import Notice

__all__ = ["ChannelSetting", "Delivery", "DeliveryEvent", "Notice", "NoticeChoice"]
