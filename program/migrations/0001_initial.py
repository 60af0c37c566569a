import django.core.validators
import django.db.models.deletion
import program.clock
import program.logos
import program.money
from django.db import migrations, models


WALL = """
CREATE FUNCTION app_program() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE chosen text := current_setting('app.program_id', true);
BEGIN
  IF chosen IS NULL OR chosen = '' THEN
    RAISE EXCEPTION 'no program is chosen in this transaction' USING ERRCODE = '42501';
  END IF;
  RETURN chosen::bigint;
END $$;

-- Programs and hosts are read before a program is known; a program changes only itself.
ALTER TABLE program_program ENABLE ROW LEVEL SECURITY;
ALTER TABLE program_program FORCE ROW LEVEL SECURITY;
CREATE POLICY readable ON program_program FOR SELECT TO app_web USING (true);
CREATE POLICY own_program ON program_program FOR UPDATE TO app_web
  USING (id = (SELECT app_program())) WITH CHECK (id = (SELECT app_program()));
CREATE POLICY platform ON program_program TO app_platform USING (true) WITH CHECK (true);
CREATE POLICY owner ON program_program TO app_owner USING (true) WITH CHECK (true);

ALTER TABLE program_programhost ENABLE ROW LEVEL SECURITY;
ALTER TABLE program_programhost FORCE ROW LEVEL SECURITY;
CREATE POLICY readable ON program_programhost FOR SELECT TO app_web USING (true);
CREATE POLICY platform ON program_programhost TO app_platform USING (true) WITH CHECK (true);
CREATE POLICY owner ON program_programhost TO app_owner USING (true) WITH CHECK (true);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='short name')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('tagline', models.CharField(blank=True, max_length=160, verbose_name='tagline')),
                ('language', models.CharField(choices=[('en', 'English'), ('pt-br', 'Português (Brasil)')], default='en', max_length=12, verbose_name='language')),
                ('time_zone', models.CharField(default='UTC', max_length=64, validators=[program.clock.validate_zone], verbose_name='time zone')),
                ('currency', models.CharField(default='USD', max_length=3, validators=[program.money.validate_currency], verbose_name='currency')),
                ('milestone', models.DecimalField(decimal_places=2, default=1000000, help_text='Trailing twelve-month revenue at which a venture has made it.', max_digits=14, verbose_name='milestone')),
                ('accent', models.CharField(default='#14532d', help_text='Shades that are hard to read are adjusted on the page.', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}$', 'Write the colour as # and six digits, like #14532d.')], verbose_name='accent colour')),
                ('logo', models.FileField(blank=True, upload_to=program.logos.logo_path, validators=[program.logos.validate_logo], verbose_name='logo')),
                ('legal_note', models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(4000)], verbose_name='legal note')),
                ('mail_from', models.EmailField(blank=True, max_length=254, verbose_name='sender address')),
                ('signup_policy', models.CharField(choices=[('open', 'Open: anyone may join'), ('invite', "Invite: only with an ambassador's or staff's link"), ('application', 'Application: staff approve each person')], default='open', max_length=12, verbose_name='who may join')),
                ('staff_need_second_factor', models.BooleanField(default=True, verbose_name='staff need a second factor')),
                ('is_demo', models.BooleanField(default=False, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'program',
                'verbose_name_plural': 'programs',
                'constraints': [models.CheckConstraint(condition=models.Q(('milestone__gt', 0)), name='program_milestone_positive'), models.CheckConstraint(condition=models.Q(('signup_policy__in', ['open', 'invite', 'application'])), name='program_signup_policy_known')],
            },
        ),
        migrations.CreateModel(
            name='ProgramHost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('host', models.CharField(max_length=253, unique=True, verbose_name='host')),
                ('is_primary', models.BooleanField(default=False, verbose_name='primary')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hosts', to='program.program')),
            ],
            options={
                'verbose_name': 'host',
                'verbose_name_plural': 'hosts',
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_primary', True)), fields=('program',), name='programhost_one_primary'), models.CheckConstraint(condition=models.Q(('host__regex', '^[a-z0-9.-]+$')), name='programhost_lower_case')],
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
