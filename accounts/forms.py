from django import forms
from django.contrib.auth import forms as auth_forms

from accounts.models import AuditEvent
from common.forms import FilterForm


class SignInForm(auth_forms.AuthenticationForm):
    """One answer for an unknown name, a wrong password and a closed account: it tells a stranger nothing."""

    error_messages = {
        "invalid_login": "用户名(或手机号码)与密码不符,请核对后重试。忘记密码请联系政协办公室。",
        "inactive": "用户名(或手机号码)与密码不符,请核对后重试。忘记密码请联系政协办公室。",
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名或手机号码"
        self.fields["username"].max_length = 50
        self.fields["username"].widget.attrs.update(maxlength=50, autocomplete="username")
        self.fields["password"].label = "密码"


class PasswordForm(auth_forms.PasswordChangeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "现在的密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = "至少10位,不要全是数字,不要用姓名、生日这样容易猜到的"
        self.fields["new_password2"].label = "再输一次新密码"


class LargeTextForm(forms.Form):
    on = forms.BooleanField(required=False)
    next = forms.CharField(required=False)


class AuditFilters(FilterForm):
    """Filters of the trail, kept in the address."""

    who = forms.CharField(
        label="操作人", required=False, max_length=50, widget=forms.TextInput(attrs={"placeholder": "姓名或用户名"})
    )
    action = forms.ChoiceField(label="操作", required=False, choices=[("", "全部"), *AuditEvent.Action.choices])
    subject = forms.CharField(label="对象", required=False, max_length=60)
    since = forms.DateField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    via = forms.CharField(label="途径", required=False, max_length=60)
    number = forms.IntegerField(
        label="编号", required=False, min_value=1, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )


class AuditExportForm(forms.Form):
    reason = forms.CharField(
        label="用途",
        max_length=200,
        help_text="如“上级检查”,会记入审计",
        error_messages={"required": "请写明用途,如“上级检查”。"},
    )
