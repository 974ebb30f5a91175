from django import forms
from django.contrib.auth import forms as auth_forms


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
