from django.urls import path

from notices.views import deliveries, inbox

app_name = "notices"

urlpatterns = [
    # one's own inbox, behind each door
    path("office/inbox/", inbox.inbox, {"door": "office"}, name="office_inbox"),
    path("office/inbox/read/", inbox.read_all, {"door": "office"}, name="office_read_all"),
    path("office/inbox/<uuid:pk>/read/", inbox.read, {"door": "office"}, name="office_read"),
    path("office/inbox/choice/", inbox.choice, {"door": "office"}, name="office_choice"),
    path("my/inbox/", inbox.inbox, {"door": "my"}, name="my_inbox"),
    path("my/inbox/read/", inbox.read_all, {"door": "my"}, name="my_read_all"),
    path("my/inbox/<uuid:pk>/read/", inbox.read, {"door": "my"}, name="my_read"),
    path("my/inbox/choice/", inbox.choice, {"door": "my"}, name="my_choice"),
    path("unit/inbox/", inbox.inbox, {"door": "unit"}, name="unit_inbox"),
    path("unit/inbox/read/", inbox.read_all, {"door": "unit"}, name="unit_read_all"),
    path("unit/inbox/<uuid:pk>/read/", inbox.read, {"door": "unit"}, name="unit_read"),
    path("unit/inbox/choice/", inbox.choice, {"door": "unit"}, name="unit_choice"),
    # what did not get through
    path("office/notices/", deliveries.deliveries, name="deliveries"),
    path("office/notices/retry/", deliveries.retry_all, name="retry_all"),
    path("office/notices/<int:pk>/retry/", deliveries.retry, name="retry"),
    path("office/notices/<int:pk>/told/", deliveries.told, name="told"),
    path("office/notices/<int:pk>/phone/", deliveries.phone, name="phone"),
]
