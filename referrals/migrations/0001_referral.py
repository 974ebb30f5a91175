import django.core.validators
import django.db.models.deletion
import referrals.models.settings
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0005_counter'),
        ('accounts', '__first__'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('deadlines', '0002_calendar'),
    ]

    operations = [
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=80, verbose_name='事项代号')),
                ('label', models.CharField(max_length=120, verbose_name='事项')),
                ('link', models.CharField(blank=True, max_length=120, verbose_name='链接')),
                ('text', models.TextField(max_length=4000, verbose_name='交办内容')),
                ('part', models.CharField(choices=[('lead', '主办'), ('joint', '会办'), ('share', '分办')], default='lead', max_length=10, verbose_name='承办方式')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='第几轮')),
                ('urgent', models.BooleanField(default=False, verbose_name='急件')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='编号')),
                ('state', models.CharField(choices=[('waiting', '待签收'), ('asked_back', '申退中'), ('signed', '已签收'), ('for_head', '待负责人审定'), ('opinion_in', '意见已交'), ('answered', '已答复'), ('approved', '审核通过'), ('rejected', '驳回重办'), ('returned', '已退回'), ('withdrawn', '已撤回')], default='waiting', max_length=10, verbose_name='状态')),
                ('on_paper', models.BooleanField(default=False, verbose_name='送纸质转办单')),
                ('decided_here', models.BooleanField(default=True, verbose_name='在交办页面处理')),
                ('late_return', models.BooleanField(default=False, verbose_name='放宽了退回期限')),
                ('sent_at', models.DateTimeField(verbose_name='交办时间')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='签收时间')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='答复')),
                ('result', models.CharField(blank=True, choices=[('done', '已办'), ('doing', '正在办'), ('cannot', '暂不能办')], max_length=10, verbose_name='办理结果')),
                ('head_name', models.CharField(blank=True, max_length=30, verbose_name='承办负责人')),
                ('contact_name', models.CharField(blank=True, max_length=30, verbose_name='单位联系人')),
                ('contact_phone', models.CharField(blank=True, max_length=30, verbose_name='单位联系电话')),
                ('drafted_at', models.DateTimeField(blank=True, null=True, verbose_name='最后起草时间')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='答复日期')),
                ('revision', models.PositiveIntegerField(default=1, verbose_name='修订号')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('deadline', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deadlines.deadline', verbose_name='期限')),
                ('drafted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最后起草人')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代录人')),
                ('office_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.group', verbose_name='跟办')),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='联系人')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='交办人')),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签收人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='承办单位')),
            ],
            options={
                'verbose_name': '交办件',
                'verbose_name_plural': '交办件',
                'permissions': [('see_referrals', '查看全部交办件'), ('manage_referrals', '处理退回申请、审核答复、撤回交办、代录纸质回执'), ('export_referrals', '导出交办台账'), ('set_referrals', '修改交办设置')],
                'default_permissions': (),
                'indexes': [models.Index(fields=['subject'], name='referral_by_subject'), models.Index(fields=['unit', 'state'], name='referral_by_unit'), models.Index(fields=['-sent_at'], name='referral_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'asked_back', 'signed', 'for_head', 'opinion_in', 'answered', 'approved', 'rejected', 'returned', 'withdrawn'])), name='referral_state_known'), models.CheckConstraint(condition=models.Q(('part__in', ['lead', 'joint', 'share'])), name='referral_part_known'), models.CheckConstraint(condition=models.Q(('result__in', ['', 'done', 'doing', 'cannot'])), name='referral_result_known'), models.CheckConstraint(condition=models.Q(('round__gte', 1)), name='referral_round_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('label', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='referral_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), ('state', 'approved'), ('state', 'for_head'), ('state', 'opinion_in'), ('state', 'rejected'), ('state', 'signed'), _connector='OR', _negated=True), ('signed_at__isnull', False), _connector='OR'), name='referral_signed_for_before_more'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('signed_at__isnull', True), _connector='OR'), name='referral_waiting_is_unsigned'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), ('state', 'approved'), ('state', 'opinion_in'), _connector='OR', _negated=True), models.Q(('answered_on__isnull', False), models.Q(('answer', ''), _negated=True), models.Q(models.Q(('answered_by__isnull', False), ('entered_by__isnull', True)), models.Q(('answered_by__isnull', True), ('entered_by__isnull', False)), _connector='OR')), _connector='OR'), name='referral_answer_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), ('state', 'approved'), ('state', 'opinion_in'), _connector='OR', _negated=True), ('part', 'joint'), models.Q(('result', ''), _negated=True), _connector='OR'), name='referral_answer_has_result'), models.CheckConstraint(condition=models.Q(('decided_here', True), models.Q(('link', ''), _negated=True), _connector='OR'), name='referral_decided_somewhere'), models.UniqueConstraint(condition=models.Q(('state__in', ['answered', 'asked_back', 'for_head', 'opinion_in', 'rejected', 'signed', 'waiting'])), fields=('subject', 'unit'), name='referral_one_live')],
            },
        ),
        migrations.CreateModel(
            name='ReferralSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head_signs_off', models.BooleanField(default=False, help_text='打开后,经办人写好的答复先送本单位负责人,负责人审定才算答复;负责人自己答复的不用再审', verbose_name='答复须单位负责人审定')),
                ('number_pattern', models.CharField(default='转办〔{year}〕{number}号', help_text='{year} 是年份,{number} 是当年的序号', max_length=30, validators=[referrals.models.settings.names_year_and_number, django.core.validators.RegexValidator('^[^{}]*\\{\\w+\\}[^{}]*\\{\\w+\\}[^{}]*$', '大括号没有配好。')], verbose_name='转办单编号样式')),
            ],
            options={
                'verbose_name': '交办设置',
                'verbose_name_plural': '交办设置',
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='referral_setting_one_row'), models.CheckConstraint(condition=models.Q(('number_pattern__contains', '{year}'), ('number_pattern__contains', '{number}')), name='referral_setting_pattern_whole')],
            },
        ),
        migrations.CreateModel(
            name='ReferralEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('via', models.CharField(choices=[('page', '页面'), ('paper', '纸质回执'), ('code', '程序'), ('import', '导入'), ('job', '定时任务')], max_length=10, verbose_name='途径')),
                ('action', models.CharField(choices=[('sign', '签收'), ('ask_back', '申请退回'), ('accept_return', '同意退回'), ('refuse_return', '不同意退回'), ('refuse_return_signed', '不同意退回'), ('submit', '送负责人审定'), ('hand_back', '退回修改'), ('take_back', '收回修改'), ('sign_off', '审定答复'), ('answer', '答复'), ('opinion', '交会办意见'), ('approve', '审核通过'), ('reject', '驳回'), ('withdraw', '撤回'), ('send', '交办'), ('allow_return', '放宽退回期限')], max_length=20, verbose_name='操作')),
                ('from_state', models.CharField(blank=True, max_length=10, verbose_name='原状态')),
                ('to_state', models.CharField(max_length=10, verbose_name='新状态')),
                ('why', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('said', models.TextField(blank=True, verbose_name='答复内容')),
                ('on', models.DateField(blank=True, null=True, verbose_name='纸面日期')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='referrals.referral', verbose_name='交办件')),
                ('suggested_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='建议改办单位')),
            ],
            options={
                'verbose_name': '交办经过',
                'verbose_name_plural': '交办经过',
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action', 'ask_back'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='referral_return_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='ReferralFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('sender', '交办材料'), ('unit', '答复附件'), ('scan', '回执扫描件')], max_length=10, verbose_name='谁的材料')),
                ('at', models.DateTimeField(verbose_name='上传时间')),
                ('handed_in_at', models.DateTimeField(blank=True, null=True, verbose_name='提交时间')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.storedfile', verbose_name='文件')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='referrals.referral', verbose_name='交办件')),
            ],
            options={
                'verbose_name': '交办材料',
                'verbose_name_plural': '交办材料',
                'ordering': ['pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('side__in', ['sender', 'unit', 'scan'])), name='referral_file_side_known'), models.CheckConstraint(condition=models.Q(('side', 'unit'), ('handed_in_at__isnull', False), _connector='OR'), name='referral_file_only_units_are_drafts'), models.UniqueConstraint(fields=('referral', 'file'), name='referral_file_once')],
            },
        ),
    ]
