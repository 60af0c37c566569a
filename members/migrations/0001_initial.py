import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import program.clock
import program.tenancy.owned
import program.tenancy.scope
from django.conf import settings
from django.db import migrations, models
from program.tenancy.operations import OwnTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('program', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='joined')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_lower_case')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('member', 'Member'), ('ambassador', 'Ambassador'), ('coach', 'Coach'), ('host', 'Host'), ('editor', 'Editor'), ('support', 'Support'), ('finance', 'Finance'), ('ambassador_manager', 'Ambassador manager'), ('owner', 'Owner')], default='member', max_length=20, verbose_name='role')),
                ('state', models.CharField(choices=[('active', 'Active'), ('pending', 'Waiting for approval'), ('left', 'Left')], default='active', max_length=10, verbose_name='state')),
                ('time_zone', models.CharField(blank=True, max_length=64, validators=[program.clock.validate_zone], verbose_name='time zone')),
                ('language', models.CharField(blank=True, choices=[('en', 'English'), ('pt-br', 'Português (Brasil)')], max_length=12, verbose_name='language')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='joined')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['program', 'role'], name='members_mem_program_0163cd_idx'),
                    models.Index(fields=['program', '-joined_at'], name='members_mem_program_f918cb_idx'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('program', 'user'), name='membership_once_per_program'),
                    models.CheckConstraint(condition=models.Q(('role__in', ['member', 'ambassador', 'coach', 'host', 'editor', 'support', 'finance', 'ambassador_manager', 'owner'])), name='membership_role_known'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['active', 'pending', 'left'])), name='membership_state_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='InviteLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, verbose_name='code')),
                ('campaign', models.CharField(blank=True, max_length=60, verbose_name='campaign')),
                ('uses_allowed', models.PositiveIntegerField(blank=True, help_text='Empty: any number.', null=True, verbose_name='uses allowed')),
                ('uses', models.PositiveIntegerField(default=0, editable=False, verbose_name='uses')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='expires')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('ambassador', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='invite_links', to='members.membership', verbose_name='ambassador')),
            ],
            options={
                'verbose_name': 'invite link',
                'verbose_name_plural': 'invite links',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['program', 'ambassador'], name='members_inv_program_a32185_idx'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('program', 'code'), name='invitelink_code_unique'),
                    models.CheckConstraint(condition=models.Q(('uses_allowed', None), ('uses__lte', models.F('uses_allowed')), _connector='OR'), name='invitelink_uses_within_allowed'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(choices=[('curriculum', 'Curriculum'), ('premium', 'Premium')], max_length=12, verbose_name='tier')),
                ('starts_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='from')),
                ('ends_at', models.DateTimeField(blank=True, help_text='Empty: without an end.', null=True, verbose_name='until')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('granted_by', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.membership', verbose_name='granted by')),
                ('membership', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='members.membership', verbose_name='membership')),
            ],
            options={
                'verbose_name': 'grant',
                'verbose_name_plural': 'grants',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['program', 'membership', 'starts_at'], name='members_gra_program_8aa0fc_idx'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('tier__in', ['curriculum', 'premium'])), name='grant_tier_known'),
                    models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='grant_ends_after_start', violation_error_message='The grant must end after it starts.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Attribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_touch_at', models.DateTimeField(verbose_name='first link followed')),
                ('last_touch_at', models.DateTimeField(verbose_name='last link followed')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='joined')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('first_link', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='first_touches', to='members.invitelink', verbose_name='first link')),
                ('last_link', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='last_touches', to='members.invitelink', verbose_name='last link')),
                ('membership', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='attributions', to='members.membership', verbose_name='membership')),
            ],
            options={
                'verbose_name': 'attribution',
                'verbose_name_plural': 'attributions',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['program', 'last_link'], name='members_att_program_e15700_idx'),
                    models.Index(fields=['program', 'first_link'], name='members_att_program_919670_idx'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('program', 'membership'), name='attribution_once_per_member'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Venture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('one_liner', models.CharField(blank=True, max_length=160, verbose_name='in one sentence')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'venture',
                'verbose_name_plural': 'ventures',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['program', '-created_at'], name='members_ven_program_988287_idx'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Founder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('member', 'Member')], default='owner', max_length=10, verbose_name='role')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('membership', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='founderships', to='members.membership', verbose_name='membership')),
                ('venture', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='founders', to='members.venture', verbose_name='venture')),
            ],
            options={
                'verbose_name': 'founder',
                'verbose_name_plural': 'founders',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['program', 'venture'], name='members_fou_program_adfd77_idx'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('program', 'membership'), name='founder_one_venture_at_a_time'),
                    models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'member'])), name='founder_role_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='VerifiedRevenue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ends_on', models.DateField(verbose_name='twelve months up to')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=16, verbose_name='revenue')),
                ('jobs', models.PositiveIntegerField(default=0, verbose_name='people employed')),
                ('verified_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('venture', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='verified_revenues', to='members.venture', verbose_name='venture')),
                ('verified_by', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.membership', verbose_name='verified by')),
            ],
            options={
                'verbose_name': 'verified revenue',
                'verbose_name_plural': 'verified revenue',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    models.UniqueConstraint(fields=('program', 'venture', 'ends_on'), name='verifiedrevenue_once_per_day'),
                    models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='verifiedrevenue_not_negative'),
                ],
            },
        ),
        OwnTables("Membership", "InviteLink", "Grant", "Attribution", "Venture", "Founder", "VerifiedRevenue"),
    ]
