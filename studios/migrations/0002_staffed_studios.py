import django.core.validators
import django.db.models.deletion
import studios.models.matter_settings
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_counter'),
        ('accounts', '__first__'),
        ('members', '0003_representatives'),
        ('studios', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='matter',
            options={'ordering': ['visit', 'position'], 'permissions': [('handle_matters', '办理诉求:转办、上报、记结果、告知群众'), ('export_matters', '导出诉求台账')], 'verbose_name': '诉求', 'verbose_name_plural': '诉求'},
        ),
        migrations.AlterModelOptions(
            name='studio',
            options={'ordering': ['number'], 'permissions': [('import_studios', '导入工作室和驻室人员'), ('export_studios', '导出工作室、驻室人员和建设标准')], 'verbose_name': '工作室', 'verbose_name_plural': '工作室'},
        ),
        migrations.AlterModelOptions(
            name='visitlog',
            options={'permissions': [('see_all_visits', '查看全部民情日志'), ('import_visits', '导入走访台账'), ('export_visits', '导出走访台账'), ('check_visits', '核实、退回民情日志'), ('record_visits', '代录民情日志'), ('log_visits', '记自己的走访(非委员)')], 'verbose_name': '民情日志', 'verbose_name_plural': '民情日志'},
        ),
        migrations.RemoveConstraint(
            model_name='matter',
            name='matter_outcome_known',
        ),
        migrations.RemoveConstraint(
            model_name='visitlog',
            name='visit_state_known',
        ),
        migrations.AddField(
            model_name='matter',
            name='asked_answer',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='部门怎么答复'),
        ),
        migrations.AddField(
            model_name='matter',
            name='asked_before',
            field=models.BooleanField(default=False, verbose_name='已向部门反映过'),
        ),
        migrations.AddField(
            model_name='matter',
            name='asked_when',
            field=models.CharField(blank=True, default='', max_length=30, verbose_name='什么时候'),
        ),
        migrations.AddField(
            model_name='matter',
            name='asked_whom',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='向哪个部门'),
        ),
        migrations.AddField(
            model_name='matter',
            name='closed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='办结时间'),
        ),
        migrations.AddField(
            model_name='matter',
            name='concerned',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='涉及人数'),
        ),
        migrations.AddField(
            model_name='matter',
            name='level',
            field=models.CharField(choices=[('studio', '工作室'), ('office', '政协办公室'), ('party', '党委办'), ('government', '政府办')], default='studio', max_length=10, verbose_name='在哪一级'),
        ),
        migrations.AddField(
            model_name='matter',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='studios.matter', verbose_name='并入'),
        ),
        migrations.AddField(
            model_name='matter',
            name='next_on',
            field=models.DateField(blank=True, null=True, verbose_name='下次报进展的日期'),
        ),
        migrations.AddField(
            model_name='matter',
            name='number',
            field=models.CharField(blank=True, default='', max_length=40, verbose_name='编号'),
        ),
        migrations.AddField(
            model_name='matter',
            name='reopened',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='重新办理次数'),
        ),
        migrations.AddField(
            model_name='matter',
            name='responsible',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任人'),
        ),
        migrations.AddField(
            model_name='matter',
            name='result',
            field=models.CharField(blank=True, choices=[('done', '已办'), ('doing', '正在办'), ('cannot', '暂不能办')], default='', max_length=10, verbose_name='办理结果'),
        ),
        migrations.AddField(
            model_name='matter',
            name='result_on',
            field=models.DateField(blank=True, null=True, verbose_name='结果日期'),
        ),
        migrations.AddField(
            model_name='matter',
            name='result_text',
            field=models.TextField(blank=True, default='', max_length=2000, verbose_name='结果说明'),
        ),
        migrations.AddField(
            model_name='matter',
            name='revision',
            field=models.PositiveIntegerField(default=1, verbose_name='修订号'),
        ),
        migrations.AddField(
            model_name='matter',
            name='state',
            field=models.CharField(choices=[('written', '未提交'), ('open', '待办理'), ('doing', '正在办'), ('answered', '待回音'), ('closed', '已办结'), ('merged', '已并入'), ('dropped', '已撤销')], default='written', max_length=10, verbose_name='状态'),
        ),
        migrations.AddField(
            model_name='matter',
            name='supervisor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='督办领导账号'),
        ),
        migrations.AddField(
            model_name='matter',
            name='supervisor_name',
            field=models.CharField(blank=True, default='', max_length=30, verbose_name='督办领导'),
        ),
        migrations.AddField(
            model_name='matter',
            name='title',
            field=models.CharField(blank=True, default='', help_text='一句话,不写群众姓名和电话', max_length=60, verbose_name='事由'),
        ),
        migrations.AddField(
            model_name='matter',
            name='town_told',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='告知的镇街、村(社区)'),
        ),
        migrations.AddField(
            model_name='matter',
            name='town_told_on',
            field=models.DateField(blank=True, null=True, verbose_name='告知镇街、村(社区)的日期'),
        ),
        migrations.AddField(
            model_name='matter',
            name='village',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.village', verbose_name='村(社区)'),
        ),
        migrations.AddField(
            model_name='residency',
            name='end_reason',
            field=models.CharField(blank=True, default='', max_length=100, verbose_name='结束原因'),
        ),
        migrations.AddField(
            model_name='studio',
            name='brand',
            field=models.CharField(blank=True, default='', max_length=40, verbose_name='品牌名'),
        ),
        migrations.AddField(
            model_name='studio',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.group', verbose_name='指导专委会'),
        ),
        migrations.AddField(
            model_name='studio',
            name='host',
            field=models.CharField(blank=True, default='', max_length=80, verbose_name='依托单位'),
        ),
        migrations.AddField(
            model_name='studio',
            name='leader',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member', verbose_name='联系领导'),
        ),
        migrations.AddField(
            model_name='studio',
            name='open_hours',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='开放时间'),
        ),
        migrations.AddField(
            model_name='studio',
            name='opened_on',
            field=models.DateField(blank=True, null=True, verbose_name='成立日期'),
        ),
        migrations.AddField(
            model_name='studio',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='branches', to='studios.studio', verbose_name='上级工作室'),
        ),
        migrations.AddField(
            model_name='studio',
            name='phone',
            field=models.CharField(blank=True, default='', max_length=30, verbose_name='室内电话'),
        ),
        migrations.AddField(
            model_name='studio',
            name='revision',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='修订号'),
        ),
        migrations.AddField(
            model_name='studio',
            name='sectors',
            field=models.ManyToManyField(blank=True, related_name='+', to='members.sector', verbose_name='结合界别'),
        ),
        migrations.AddField(
            model_name='visitlog',
            name='checked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='核实时间'),
        ),
        migrations.AddField(
            model_name='visitlog',
            name='checked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核实人'),
        ),
        migrations.AddField(
            model_name='visitlog',
            name='companions',
            field=models.ManyToManyField(blank=True, related_name='+', to='members.member', verbose_name='同行委员'),
        ),
        migrations.AddField(
            model_name='visitlog',
            name='constituents',
            field=models.ManyToManyField(blank=True, related_name='+', to='members.constituent', verbose_name='联系的群众'),
        ),
        migrations.AddField(
            model_name='visitlog',
            name='others',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='其他同行人'),
        ),
        migrations.AddField(
            model_name='visitlog',
            name='proxy',
            field=models.BooleanField(default=False, verbose_name='代录'),
        ),
        migrations.AddField(
            model_name='visitlog',
            name='returned_why',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='退回原因'),
        ),
        migrations.AddField(
            model_name='visitlog',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='账号(非委员)'),
        ),
        migrations.AlterField(
            model_name='matter',
            name='outcome',
            field=models.CharField(choices=[('settled', '当场解决'), ('explained', '解释说明'), ('referred', '转办'), ('reported', '上报'), ('opinion', '转社情民意'), ('proposal', '转提案'), ('topic', '转协商议题'), ('guided', '引导信访或司法'), ('history', '文史线索'), ('noted', '只记录')], default='noted', max_length=10, verbose_name='处理方式'),
        ),
        migrations.AlterField(
            model_name='visitevent',
            name='action',
            field=models.CharField(choices=[('file', '提交'), ('correct', '更正'), ('check', '核实'), ('return', '退回'), ('withdraw', '撤回')], max_length=10, verbose_name='操作'),
        ),
        migrations.AlterField(
            model_name='visitlog',
            name='member',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member', verbose_name='委员'),
        ),
        migrations.AlterField(
            model_name='visitlog',
            name='state',
            field=models.CharField(choices=[('draft', '草稿'), ('filed', '待核'), ('checked', '已核'), ('returned', '退回'), ('withdrawn', '已撤回')], default='draft', max_length=10, verbose_name='状态'),
        ),
        migrations.AddConstraint(
            model_name='residency',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', False), ('end_reason', ''), _connector='OR'), name='residency_reason_only_when_ended'),
        ),
        migrations.AddConstraint(
            model_name='studio',
            constraint=models.CheckConstraint(condition=models.Q(('opened_on__isnull', True), ('closed_on__isnull', True), ('opened_on__lte', models.F('closed_on')), _connector='OR'), name='studio_opens_before_it_closes'),
        ),
        migrations.AddConstraint(
            model_name='studio',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='studio_not_its_own_parent'),
        ),
        migrations.AddConstraint(
            model_name='visitlog',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'filed', 'checked', 'returned', 'withdrawn'])), name='visit_state_known'),
        ),
        migrations.AddConstraint(
            model_name='visitlog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('member__isnull', True), ('user__isnull', False)), models.Q(('member__isnull', False), ('user__isnull', True)), _connector='OR'), name='visit_member_or_user'),
        ),
        migrations.AddConstraint(
            model_name='visitlog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', False), ('state', 'checked')), models.Q(models.Q(('state', 'checked'), _negated=True), ('checked_at__isnull', True)), _connector='OR'), name='visit_checked_at_when_checked'),
        ),
        migrations.AddConstraint(
            model_name='visitlog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('returned_why', ''), _negated=True), _connector='OR'), name='visit_returned_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['settled', 'explained', 'referred', 'reported', 'opinion', 'proposal', 'topic', 'guided', 'history', 'noted'])), name='matter_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['written', 'open', 'doing', 'answered', 'closed', 'merged', 'dropped'])), name='matter_state_known'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['studio', 'office', 'party', 'government'])), name='matter_level_known'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['', 'done', 'doing', 'cannot'])), name='matter_result_known'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='matter_number_once'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'written'), models.Q(('number', ''), _negated=True), _connector='OR'), name='matter_begun_has_number'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('result', ''), ('result_on__isnull', True), ('result_text', '')), models.Q(models.Q(('result', ''), _negated=True), models.Q(('result_text', ''), _negated=True), ('result_on__isnull', False)), _connector='OR'), name='matter_result_whole'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'written'), ('state', 'open'), ('state', 'merged'), _connector='OR', _negated=True), ('result', ''), _connector='OR'), name='matter_open_has_no_result'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_on__isnull', False), ('result', 'doing'), ('state', 'doing'), models.Q(('supervisor_name', ''), _negated=True)), models.Q(models.Q(('state', 'doing'), _negated=True), models.Q(models.Q(('result', 'doing'), _negated=True), ('state', 'dropped'), _connector='OR')), _connector='OR'), name='matter_doing_is_supervised'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('town_told', ''), ('town_told_on__isnull', True)), models.Q(models.Q(('town_told', ''), _negated=True), ('town_told_on__isnull', False)), _connector='OR'), name='matter_town_told_whole'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('result', 'done'), ('state', 'closed'), _negated=True), ('town_told_on__isnull', False), _connector='OR'), name='matter_done_told_to_town'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('result', ''), ('told', True), _connector='OR'), name='matter_closed_told'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), ('merged_into__isnull', True), ('state', 'answered'), ('state', 'closed'), _connector='OR'), name='matter_merged_has_lead'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', False), _connector='OR'), name='matter_merged_into_something'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='matter_not_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='matter_closed_at_when_closed'),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('reopened__range', (0, 5))), name='matter_reopened_few'),
        ),
        migrations.CreateModel(
            name='DutyFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(editable=False, max_length=64, unique=True, verbose_name='密址')),
                ('made_at', models.DateTimeField(verbose_name='生成时间')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '值班日历订阅',
                'verbose_name_plural': '值班日历订阅',
            },
        ),
        migrations.CreateModel(
            name='DutyPattern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rhythm', models.CharField(choices=[('weekly', '每周星期几'), ('monthly', '每月几号'), ('nth', '每月第几个星期几')], max_length=10, verbose_name='周期')),
                ('weekday', models.PositiveSmallIntegerField(blank=True, help_text='0是星期一,6是星期日', null=True, verbose_name='星期几')),
                ('day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='几号')),
                ('nth', models.PositiveSmallIntegerField(blank=True, help_text='5是最后一个', null=True, verbose_name='第几个')),
                ('starts', models.TimeField(verbose_name='开始')),
                ('ends', models.TimeField(verbose_name='结束')),
                ('people', models.PositiveSmallIntegerField(default=1, verbose_name='每班人数')),
                ('day_off', models.CharField(choices=[('skip', '不值班'), ('move', '顺延'), ('keep', '照常值班')], default='move', max_length=10, verbose_name='遇放假')),
                ('makeup', models.CharField(choices=[('skip', '不值班'), ('move', '顺延'), ('keep', '照常值班')], default='keep', max_length=10, verbose_name='遇调休上班的周末')),
                ('place', models.CharField(blank=True, help_text='不填就是工作室的地址', max_length=60, verbose_name='地点')),
                ('since', models.DateField(verbose_name='从')),
                ('until', models.DateField(blank=True, null=True, verbose_name='到')),
                ('dropped', models.BooleanField(default=False, verbose_name='没有施行')),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='制定时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='停用时间')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='停用人')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制定人')),
                ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='patterns', to='studios.studio', verbose_name='工作室')),
            ],
            options={
                'verbose_name': '值班安排',
                'verbose_name_plural': '值班安排',
                'ordering': ['studio', 'pk'],
                'permissions': [('edit_duty', '安排各工作室的值班'), ('export_duty', '导出值班表')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('day__isnull', True), ('nth__isnull', True), ('rhythm', 'weekly'), ('weekday__isnull', False)), models.Q(('day__isnull', False), ('nth__isnull', True), ('rhythm', 'monthly'), ('weekday__isnull', True)), models.Q(('day__isnull', True), ('nth__isnull', False), ('rhythm', 'nth'), ('weekday__isnull', False)), _connector='OR'), name='pattern_rhythm_whole'), models.CheckConstraint(condition=models.Q(('weekday__isnull', True), ('weekday__range', (0, 6)), _connector='OR'), name='pattern_weekday'), models.CheckConstraint(condition=models.Q(('day__isnull', True), ('day__range', (1, 31)), _connector='OR'), name='pattern_day'), models.CheckConstraint(condition=models.Q(('nth__isnull', True), ('nth__range', (1, 5)), _connector='OR'), name='pattern_nth'), models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='pattern_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('people__range', (1, 20))), name='pattern_people'), models.CheckConstraint(condition=models.Q(('day_off__in', ['skip', 'move', 'keep'])), name='pattern_day_off_known'), models.CheckConstraint(condition=models.Q(('makeup__in', ['skip', 'move', 'keep'])), name='pattern_makeup_known'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('since__lte', models.F('until')), _connector='OR'), name='pattern_since_before_until'), models.CheckConstraint(condition=models.Q(('dropped', False), ('until__isnull', False), _connector='OR'), name='pattern_dropped_is_ended')],
            },
        ),
        migrations.CreateModel(
            name='DutySetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weeks_ahead', models.PositiveSmallIntegerField(default=8, help_text='每天夜里按值班安排排到这么多周以后(1至26)。未见规定,建议值', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(26)], verbose_name='提前几周排班')),
                ('reminder_hour', models.PositiveSmallIntegerField(default=18, help_text='值班前一天的这个钟点,不论是不是工作日(8至21)。未见规定,建议值', validators=[django.core.validators.MinValueValidator(8), django.core.validators.MaxValueValidator(21)], verbose_name='前一天几点提醒值班人')),
                ('unpublished_days', models.PositiveSmallIntegerField(default=5, help_text='还没有发布的班,到这时提醒召集人和联络员(1至30)。未见规定,建议值', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(30)], verbose_name='提前几天提醒发布')),
            ],
            options={
                'verbose_name': '值班设置',
                'verbose_name_plural': '值班设置',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='duty_setting_one_row'), models.CheckConstraint(condition=models.Q(('reminder_hour__range', (8, 21)), ('unpublished_days__range', (1, 30)), ('weeks_ahead__range', (1, 26))), name='duty_setting_sound')],
            },
        ),
        migrations.CreateModel(
            name='GapNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='该月的第一天', verbose_name='月份')),
                ('gap', models.CharField(choices=[('no_entry', '没有民情日志'), ('no_shift', '没有办结的值班'), ('not_come', '委员没有到过岗'), ('silent', '委员没有记录'), ('no_outcome', '值班没有结果'), ('unchecked', '日志没有核'), ('late_result', '诉求逾期没有结果'), ('no_echo', '结果没有告诉群众'), ('late_referral', '转办逾期')], max_length=15, verbose_name='哪一样空着')),
                ('count', models.PositiveIntegerField(verbose_name='当时几件')),
                ('reached', models.PositiveSmallIntegerField(verbose_name='告诉了几人')),
                ('convener_at', models.DateTimeField(verbose_name='告诉召集人、联络员')),
                ('office_at', models.DateTimeField(blank=True, null=True, verbose_name='告诉办公室')),
                ('leader_at', models.DateTimeField(blank=True, null=True, verbose_name='告诉主席会议成员')),
                ('mended_at', models.DateTimeField(blank=True, null=True, verbose_name='补上')),
                ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='studios.studio', verbose_name='工作室')),
            ],
            options={
                'verbose_name': '空缺提醒',
                'verbose_name_plural': '空缺提醒',
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('leader_at__isnull', True), ('mended_at__isnull', True)), fields=['month'], name='gap_notice_under_way')],
                'constraints': [models.UniqueConstraint(fields=('studio', 'month', 'gap'), name='gap_notice_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='gap_notice_of_a_month'), models.CheckConstraint(condition=models.Q(('gap__in', ['no_entry', 'no_shift', 'not_come', 'silent', 'no_outcome', 'unchecked', 'late_result', 'no_echo', 'late_referral'])), name='gap_notice_gap_known'), models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='gap_notice_of_something'), models.CheckConstraint(condition=models.Q(('office_at__isnull', True), ('convener_at__lt', models.F('office_at')), _connector='OR'), name='gap_notice_convener_before_office'), models.CheckConstraint(condition=models.Q(('leader_at__isnull', True), models.Q(('office_at__isnull', False), ('office_at__lt', models.F('leader_at'))), _connector='OR'), name='gap_notice_office_before_leader'), models.CheckConstraint(condition=models.Q(('mended_at__isnull', True), ('leader_at__isnull', True), _connector='OR'), name='gap_notice_mended_is_not_told')],
            },
        ),
        migrations.CreateModel(
            name='GapSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('convener_day', models.PositiveSmallIntegerField(default=20, help_text='逢休息日顺延到下一个工作日', verbose_name='每月几日告诉召集人、联络员')),
                ('office_after', models.PositiveSmallIntegerField(default=3, verbose_name='再过几个工作日告诉办公室')),
                ('leader_after', models.PositiveSmallIntegerField(default=5, verbose_name='再过几个工作日告诉主席会议成员')),
                ('unchecked_after', models.PositiveSmallIntegerField(default=5, verbose_name='日志提交后几个工作日没有核算太久')),
                ('first_month', models.DateField(help_text='更早的月份只在页面上列出,不提醒', verbose_name='从哪个月起提醒')),
                ('source', models.CharField(blank=True, default='未见规定,建议值', max_length=120, verbose_name='出处')),
            ],
            options={
                'verbose_name': '空缺提醒设置',
                'verbose_name_plural': '空缺提醒设置',
                'permissions': [('see_gaps', '查看还空着的(召集人知道以后的)'), ('see_gaps_first', '查看还空着的,不必等召集人先知道'), ('hear_of_gaps', '召集人之后收到还空着的提醒(办公室一步)'), ('hear_of_gaps_last', '办公室之后收到还空着的提醒(领导一步)'), ('export_gaps', '导出还空着的'), ('set_gaps', '修改还空着的提醒日子')],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='gap_setting_one_row'), models.CheckConstraint(condition=models.Q(('convener_day__range', (1, 28))), name='gap_setting_day_of_any_month'), models.CheckConstraint(condition=models.Q(('leader_after__range', (1, 60)), ('office_after__range', (1, 60)), ('unchecked_after__range', (1, 60))), name='gap_setting_days_sane'), models.CheckConstraint(condition=models.Q(('first_month__day', 1)), name='gap_setting_from_a_month')],
            },
        ),
        migrations.CreateModel(
            name='MatterCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=20, unique=True, verbose_name='类别')),
                ('position', models.PositiveSmallIntegerField(default=999, verbose_name='顺序')),
                ('in_use', models.BooleanField(default=True, verbose_name='在用')),
            ],
            options={
                'verbose_name': '诉求类别',
                'verbose_name_plural': '诉求类别',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='MatterEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('via', models.CharField(choices=[('page', '页面'), ('import', '导入'), ('code', '程序'), ('job', '定时任务')], max_length=10, verbose_name='途径')),
                ('action', models.CharField(choices=[('begin', '登记'), ('correct', '随日志更正'), ('refer', '转办'), ('report', '上报'), ('result', '记办理结果'), ('outcome', '改处理方式'), ('tell', '告知群众'), ('town', '告知镇街、村(社区)'), ('reopen', '重新办理'), ('merge', '并入'), ('lead', '合并办理'), ('unmerge', '解除合并'), ('follow', '随合并件办理'), ('drop', '随日志撤回'), ('assign', '确定责任人'), ('sent_back', '同意单位退回'), ('kept', '不同意单位退回'), ('rejected', '驳回答复'), ('taken_back', '撤回转办'), ('report_taken_back', '撤回上报'), ('report_answered', '上报有答复')], max_length=20, verbose_name='操作')),
                ('from_state', models.CharField(max_length=10, verbose_name='原状态')),
                ('to_state', models.CharField(max_length=10, verbose_name='新状态')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('said', models.TextField(blank=True, max_length=2000, verbose_name='内容')),
                ('stamp', models.CharField(blank=True, editable=False, max_length=64)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='studios.matter', verbose_name='诉求')),
            ],
            options={
                'verbose_name': '诉求经过',
                'verbose_name_plural': '诉求经过',
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('action__in', ['begin', 'correct', 'refer', 'report', 'result', 'outcome', 'tell', 'town', 'reopen', 'merge', 'lead', 'unmerge', 'follow', 'drop', 'assign', 'sent_back', 'kept', 'rejected', 'taken_back', 'report_taken_back', 'report_answered'])), name='matter_event_action_known')],
            },
        ),
        migrations.CreateModel(
            name='MatterFeedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told_on', models.DateField(verbose_name='告知日期')),
                ('way', models.CharField(choices=[('face', '当面'), ('phone', '电话'), ('wechat', '微信'), ('letter', '书面'), ('board', '村务公开栏')], max_length=10, verbose_name='告知方式')),
                ('whom', models.CharField(choices=[('self', '反映人本人'), ('family', '反映人家属'), ('village', '村(社区)干部转告'), ('public', '公开告知')], default='self', max_length=10, verbose_name='告诉了谁')),
                ('told_by', models.CharField(max_length=30, verbose_name='谁告知的')),
                ('words', models.TextField(max_length=1000, verbose_name='告知的内容')),
                ('content', models.CharField(choices=[('satisfied', '满意'), ('mostly', '基本满意'), ('unsatisfied', '不满意'), ('unsaid', '未表态')], default='unsaid', max_length=12, verbose_name='群众意见')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                ('final', models.BooleanField(default=True, verbose_name='办结回音')),
                ('round', models.PositiveSmallIntegerField(default=0, verbose_name='第几次办理')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时间')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedbacks', to='studios.matter', verbose_name='诉求')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
            ],
            options={
                'verbose_name': '群众回音',
                'verbose_name_plural': '群众回音',
                'ordering': ['recorded_at', 'pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ['face', 'phone', 'wechat', 'letter', 'board'])), name='feedback_way_known'), models.CheckConstraint(condition=models.Q(('whom__in', ['self', 'family', 'village', 'public'])), name='feedback_whom_known'), models.CheckConstraint(condition=models.Q(('content__in', ['satisfied', 'mostly', 'unsatisfied', 'unsaid'])), name='feedback_content_known'), models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), models.Q(('told_by', ''), _negated=True)), name='feedback_says_who_and_what'), models.UniqueConstraint(condition=models.Q(('final', True)), fields=('matter', 'round'), name='feedback_final_once')],
            },
        ),
        migrations.CreateModel(
            name='MatterReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('office', '政协办公室'), ('party', '党委办'), ('government', '政府办')], max_length=10, verbose_name='报到哪里')),
                ('text', models.TextField(max_length=2000, verbose_name='请求协调的事')),
                ('state', models.CharField(choices=[('waiting', '待答复'), ('answered', '已答复'), ('passed', '已继续上报或转办'), ('taken_back', '已撤回')], default='waiting', max_length=10, verbose_name='状态')),
                ('sent_at', models.DateTimeField(verbose_name='上报时间')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='答复')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='答复日期')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='studios.matter', verbose_name='诉求')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上报人')),
            ],
            options={
                'verbose_name': '诉求上报',
                'verbose_name_plural': '诉求上报',
                'ordering': ['sent_at', 'pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'answered', 'passed', 'taken_back'])), name='report_state_known'), models.CheckConstraint(condition=models.Q(('level__in', ['office', 'party', 'government'])), name='report_level_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='report_has_text'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(models.Q(('answer', ''), _negated=True), ('answered_on__isnull', False)), _connector='OR'), name='report_answer_whole'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='report_closed_at'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('matter',), name='report_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='MatterSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number_pattern', models.CharField(default='诉求〔{year}〕{number}号', help_text='{year} 是年份,{number} 是当年的序号', max_length=30, validators=[studios.models.matter_settings.names_year_and_number], verbose_name='诉求编号样式')),
                ('repeat_days', models.PositiveSmallIntegerField(default=90, help_text='同一位群众,或者同一个村(社区)同一类别。未见规定,建议值', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name='多少天内再次反映算重复')),
                ('reopenings', models.PositiveSmallIntegerField(default=1, help_text='参照提案的再次办理。未见规定,建议值', validators=[django.core.validators.MaxValueValidator(5)], verbose_name='群众不满意的最多重新办理几次')),
            ],
            options={
                'verbose_name': '诉求办理设置',
                'verbose_name_plural': '诉求办理设置',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='matter_setting_one_row'), models.CheckConstraint(condition=models.Q(('reopenings__range', (0, 5)), ('repeat_days__range', (1, 3650))), name='matter_setting_sane'), models.CheckConstraint(condition=models.Q(('number_pattern__contains', '{year}'), ('number_pattern__contains', '{number}')), name='matter_setting_pattern_whole')],
            },
        ),
        migrations.CreateModel(
            name='StandardItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30, unique=True, verbose_name='代码')),
                ('label', models.CharField(help_text='如:五有、六有、五上墙、台账', max_length=20, verbose_name='归类')),
                ('name', models.CharField(max_length=30, verbose_name='内容')),
                ('evidence', models.CharField(blank=True, help_text='填写时给工作室看的提示', max_length=120, verbose_name='要看什么')),
                ('position', models.PositiveSmallIntegerField(default=999, verbose_name='顺序')),
                ('in_use', models.BooleanField(default=True, help_text='不再要求的去掉勾选,已填的都留着', verbose_name='现在要求')),
            ],
            options={
                'verbose_name': '建设标准',
                'verbose_name_plural': '建设标准',
                'ordering': ['position', 'label', 'name'],
                'constraints': [models.UniqueConstraint(fields=('label', 'name'), name='standard_item_once_under_label')],
            },
        ),
        migrations.CreateModel(
            name='StudioEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('via', models.CharField(blank=True, max_length=10, verbose_name='途径')),
                ('what', models.CharField(max_length=120, verbose_name='事项')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('detail', models.JSONField(blank=True, default=dict, verbose_name='明细')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='studios.studio', verbose_name='工作室')),
            ],
            options={
                'verbose_name': '工作室经过',
                'verbose_name_plural': '工作室经过',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='StudioHonour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('title', models.CharField(max_length=60, verbose_name='荣誉名称')),
                ('given_by', models.CharField(blank=True, max_length=60, verbose_name='授予单位')),
                ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='honours', to='studios.studio', verbose_name='工作室')),
            ],
            options={
                'verbose_name': '工作室荣誉',
                'verbose_name_plural': '工作室荣誉',
                'ordering': ['-year', 'title'],
                'constraints': [models.UniqueConstraint(fields=('studio', 'year', 'title'), name='honour_once_a_year'), models.CheckConstraint(condition=models.Q(('year__range', (1949, 2199))), name='honour_year_sane'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='honour_has_title')],
            },
        ),
        migrations.CreateModel(
            name='VisitPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('photo', '现场照片'), ('page', '纸质日志')], default='photo', max_length=10, verbose_name='类别')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.storedfile', verbose_name='图片')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='studios.visitlog', verbose_name='民情日志')),
            ],
            options={
                'verbose_name': '民情日志图片',
                'verbose_name_plural': '民情日志图片',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('visit', 'file'), name='visit_photo_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['photo', 'page'])), name='visit_photo_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='DutyShift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('planned_on', models.DateField(blank=True, null=True, verbose_name='按安排是哪一天')),
                ('day', models.DateField(verbose_name='日期')),
                ('starts', models.TimeField(verbose_name='开始')),
                ('ends', models.TimeField(verbose_name='结束')),
                ('needed', models.PositiveSmallIntegerField(default=1, verbose_name='应到人数')),
                ('place', models.CharField(blank=True, max_length=60, verbose_name='地点')),
                ('theme', models.CharField(blank=True, max_length=60, verbose_name='主题')),
                ('guests', models.CharField(blank=True, help_text='部门、专家等,1+N 的 N', max_length=200, verbose_name='另请人员')),
                ('provisional', models.BooleanField(default=False, verbose_name='暂定')),
                ('expected_on', models.DateField(blank=True, editable=False, null=True, verbose_name='按日历应在哪一天')),
                ('edited', models.BooleanField(default=False, editable=False, verbose_name='改动过')),
                ('state', models.CharField(choices=[('planned', '未发布'), ('published', '已发布'), ('held', '已完成'), ('cancelled', '已取消')], default='planned', max_length=10, verbose_name='状态')),
                ('no_visitors', models.BooleanField(default=False, verbose_name='无来访')),
                ('instead', models.CharField(blank=True, max_length=300, verbose_name='无来访时做了什么')),
                ('revision', models.PositiveIntegerField(default=1, verbose_name='修订号')),
                ('changed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='最后改动')),
                ('pattern', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='studios.dutypattern', verbose_name='值班安排')),
                ('sectors', models.ManyToManyField(blank=True, related_name='+', to='members.sector', verbose_name='有关界别')),
                ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='studios.studio', verbose_name='工作室')),
            ],
            options={
                'verbose_name': '值班',
                'verbose_name_plural': '值班',
                'ordering': ['day', 'starts', 'pk'],
                'indexes': [models.Index(fields=['studio', '-day'], name='shift_by_studio'), models.Index(condition=models.Q(('state', 'published')), fields=['day'], name='shift_published')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'published', 'held', 'cancelled'])), name='shift_state_known'), models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='shift_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('needed__range', (1, 20))), name='shift_needed'), models.CheckConstraint(condition=models.Q(('no_visitors', False), models.Q(('instead', ''), _negated=True), _connector='OR'), name='shift_done_instead'), models.UniqueConstraint(condition=models.Q(('pattern__isnull', False)), fields=('pattern', 'planned_on'), name='shift_made_once'), models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('studio', 'day', 'starts'), name='shift_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='StudioEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('met', models.CharField(choices=[('yes', '已达到'), ('partly', '部分达到'), ('no', '未达到')], max_length=6, verbose_name='达到没有')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('at', models.DateTimeField(verbose_name='填写时间')),
                ('revision', models.PositiveIntegerField(default=1, verbose_name='修订号')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填写人')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='studios.standarditem', verbose_name='内容')),
                ('studio', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='studios.studio', verbose_name='工作室')),
            ],
            options={
                'verbose_name': '达标材料',
                'verbose_name_plural': '达标材料',
                'constraints': [models.UniqueConstraint(fields=('studio', 'item'), name='evidence_once_per_item'), models.CheckConstraint(condition=models.Q(('met__in', ['yes', 'partly', 'no'])), name='evidence_met_known')],
            },
        ),
        migrations.CreateModel(
            name='EvidenceEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('met', models.CharField(choices=[('yes', '已达到'), ('partly', '部分达到'), ('no', '未达到')], max_length=6, verbose_name='达到没有')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('files', models.CharField(blank=True, max_length=400, verbose_name='附件')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填写人')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='studios.studioevidence', verbose_name='达标材料')),
            ],
            options={
                'verbose_name': '达标材料经过',
                'verbose_name_plural': '达标材料经过',
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('met__in', ['yes', 'partly', 'no'])), name='evidence_event_met_known')],
            },
        ),
        migrations.CreateModel(
            name='EvidenceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.storedfile', verbose_name='文件')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='studios.studioevidence', verbose_name='达标材料')),
            ],
            options={
                'verbose_name': '达标材料附件',
                'verbose_name_plural': '达标材料附件',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ShiftEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('via', models.CharField(max_length=10, verbose_name='途径')),
                ('action', models.CharField(choices=[('make', '排班'), ('remake', '按日历重排'), ('change', '修改'), ('publish', '发布'), ('cancel', '取消'), ('keep', '照原定日期'), ('record', '登记到岗'), ('hold', '办结'), ('correct', '更正'), ('reopen', '重新打开'), ('ask', '申请调剂'), ('agree', '同意接班'), ('decline', '不便接班'), ('confirm', '确认调剂'), ('refuse', '不确认调剂'), ('take_back', '收回调剂'), ('lapse', '调剂失效'), ('arrange', '安排调剂')], max_length=12, verbose_name='操作')),
                ('from_state', models.CharField(blank=True, max_length=10, verbose_name='原状态')),
                ('to_state', models.CharField(blank=True, max_length=10, verbose_name='新状态')),
                ('about', models.CharField(blank=True, max_length=60, verbose_name='谁')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='studios.dutyshift', verbose_name='值班')),
            ],
            options={
                'verbose_name': '值班经过',
                'verbose_name_plural': '值班经过',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ShiftTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('expected', '应到'), ('arrived', '已到岗'), ('left', '已离岗'), ('absent', '缺席'), ('swapped', '已调剂'), ('dropped', '已撤下')], default='expected', max_length=10, verbose_name='状态')),
                ('arrived_at', models.TimeField(blank=True, null=True, verbose_name='到岗')),
                ('left_at', models.TimeField(blank=True, null=True, verbose_name='离岗')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member', verbose_name='委员')),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='studios.dutyshift', verbose_name='值班')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='账号(非委员)')),
            ],
            options={
                'verbose_name': '值班人',
                'verbose_name_plural': '值班人',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('member__isnull', True), ('user__isnull', False)), models.Q(('member__isnull', False), ('user__isnull', True)), _connector='OR'), name='turn_member_or_user'), models.CheckConstraint(condition=models.Q(('state__in', ['expected', 'arrived', 'left', 'absent', 'swapped', 'dropped'])), name='turn_state_known'), models.CheckConstraint(condition=models.Q(('left_at__isnull', True), ('arrived_at__lte', models.F('left_at')), _connector='OR'), name='turn_arrives_before_leaving'), models.CheckConstraint(condition=models.Q(models.Q(('arrived_at__isnull', False), ('left_at__isnull', True), ('state', 'arrived')), models.Q(('arrived_at__isnull', False), ('left_at__isnull', False), ('state', 'left')), models.Q(models.Q(('state', 'arrived'), _negated=True), models.Q(('state', 'left'), _negated=True), ('arrived_at__isnull', True), ('left_at__isnull', True)), _connector='OR'), name='turn_times_as_the_state_says'), models.UniqueConstraint(condition=models.Q(('member__isnull', False), models.Q(('state', 'swapped'), _negated=True), models.Q(('state', 'dropped'), _negated=True)), fields=('shift', 'member'), name='turn_member_once'), models.UniqueConstraint(condition=models.Q(('user__isnull', False), models.Q(('state', 'swapped'), _negated=True), models.Q(('state', 'dropped'), _negated=True)), fields=('shift', 'user'), name='turn_user_once')],
            },
        ),
        migrations.CreateModel(
            name='Swap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=100, verbose_name='原因')),
                ('state', models.CharField(choices=[('asked', '待对方同意'), ('agreed', '待联络员确认'), ('confirmed', '已调剂'), ('declined', '对方不便'), ('refused', '未确认'), ('taken_back', '已收回'), ('lapsed', '已失效')], default='asked', max_length=10, verbose_name='状态')),
                ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                ('answer', models.CharField(blank=True, max_length=100, verbose_name='答复')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member', verbose_name='接班委员')),
                ('turn', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='swaps', to='studios.shiftturn', verbose_name='值班人')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接班账号(非委员)')),
            ],
            options={
                'verbose_name': '调剂',
                'verbose_name_plural': '调剂',
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('member__isnull', True), ('user__isnull', False)), models.Q(('member__isnull', False), ('user__isnull', True)), _connector='OR'), name='swap_member_or_user'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'agreed', 'confirmed', 'declined', 'refused', 'taken_back', 'lapsed'])), name='swap_state_known'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'agreed'])), fields=('turn',), name='swap_one_at_a_time')],
            },
        ),
        migrations.AddField(
            model_name='visitlog',
            name='shift',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='studios.dutyshift', verbose_name='值班'),
        ),
        migrations.AddIndex(
            model_name='visitlog',
            index=models.Index(condition=models.Q(('state', 'filed')), fields=['studio', 'occurred_on'], name='visit_to_check'),
        ),
        migrations.AddField(
            model_name='matter',
            name='category',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='studios.mattercategory', verbose_name='类别'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['state', 'outcome'], name='matter_by_state'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['village', 'category'], name='matter_by_village'),
        ),
    ]
