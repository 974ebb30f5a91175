from typing import Any

from django import forms
from django.contrib.auth import forms as auth_forms

from accounts.models import AuditEvent, Unit, UnitPost
from common.forms import FilterForm
from common.phones import BadPhone, parse_phone
from common.text import person_name

REMEMBER = "在这部手机上记住我"
REMEMBER_HELP = "公用的手机、电脑请不要勾"


class SignInForm(auth_forms.AuthenticationForm):
    """One answer for an unknown name, a wrong password and a closed account: it tells a stranger nothing."""

    error_messages = {
        "invalid_login": "用户名(或手机号码)与密码不符,请核对后重试。忘记密码请联系政协办公室。",
        "inactive": "用户名(或手机号码)与密码不符,请核对后重试。忘记密码请联系政协办公室。",
    }
    remember = forms.BooleanField(label=REMEMBER, help_text=REMEMBER_HELP, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名或手机号码"
        self.fields["username"].max_length = 50
        self.fields["username"].widget.attrs.update(maxlength=50, autocomplete="username")
        self.fields["password"].label = "密码"


class EnterForm(forms.Form):
    """What a QR code's page asks."""

    remember = forms.BooleanField(label=REMEMBER, help_text=REMEMBER_HELP, required=False)


def _word_new_password(form: forms.Form) -> None:
    form.fields["new_password1"].label = "新密码"
    form.fields["new_password1"].help_text = "至少10位,不要全是数字,不要用姓名、生日这样容易猜到的"
    form.fields["new_password2"].label = "再输一次新密码"
    form.fields["new_password2"].help_text = ""


class PasswordForm(auth_forms.PasswordChangeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "现在的密码"
        _word_new_password(self)


class FirstPasswordForm(auth_forms.SetPasswordForm):
    """For who came in with a slip, and knows no password to be asked for."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].widget.attrs["autofocus"] = True
        _word_new_password(self)


class CodeForm(forms.Form):
    code = forms.CharField(
        label="动态码",
        max_length=20,
        help_text="手机上显示的6位数字;手机不在身边,用一个备用码",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
        error_messages={"required": "请输入动态码。"},
    )


class FirstCodeForm(CodeForm):
    """The code by which a phone is bound: there is no other yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "手机上显示的6位数字"


class AgainForm(CodeForm):
    """The password once more, and the phone's code where the office asks for one: what of the two is missing.

    Its names have a prefix: they travel with the fields of a form that was sent too late.
    """

    prefix = "again"
    field_order = ["password", "code"]
    password = forms.CharField(
        label="密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
        error_messages={"required": "请输入密码。"},
    )

    def __init__(self, *args: Any, away: bool = True, unverified: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not away:
            del self.fields["password"]
        if not unverified:
            del self.fields["code"]


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


class UnitPersonForm(forms.Form):
    """A handler or head for whom an account is opened."""

    unit = forms.ModelChoiceField(
        label="承办单位",
        queryset=Unit.objects.standing().by_name(),
        empty_label="请选择",
        error_messages={"required": "请选择承办单位。"},
    )
    name = forms.CharField(label="姓名", max_length=50, error_messages={"required": "请写姓名。"})
    phone = forms.CharField(
        label="手机号码", max_length=30, required=False, help_text="没有手机号码的,登录条上给一个用户名"
    )
    part = forms.ChoiceField(
        label="身份", choices=UnitPost.Part.choices, widget=forms.RadioSelect, initial=UnitPost.Part.HANDLER
    )

    def clean_name(self) -> str:
        return person_name(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        try:
            phone = parse_phone(self.cleaned_data["phone"])
        except BadPhone as error:
            raise forms.ValidationError(f"{error}。")
        if phone and not phone.startswith("1"):
            raise forms.ValidationError("登录要用手机号码,请填11位手机号码,没有就空着。")
        return phone


class UnitPeopleFilters(FilterForm):
    q = forms.CharField(label="查找", required=False, widget=forms.TextInput(attrs={"placeholder": "单位、姓名"}))
    desk = forms.ChoiceField(label="归口", required=False, choices=[("", "全部"), *Unit.Desk.choices])
    part = forms.ChoiceField(label="身份", required=False, choices=[("", "全部"), *UnitPost.Part.choices])
    used = forms.ChoiceField(label="登录", required=False, choices=[("", "全部"), ("never", "还没有登录过")])
