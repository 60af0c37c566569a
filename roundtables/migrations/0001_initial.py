import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import program.clock
import program.tenancy.owned
import program.tenancy.scope
from django.db import migrations, models
from program.tenancy.operations import OwnTables


# A seat, or a place in the waiting list, in one round trip. The roundtable's row is the mutex; each statement
# after the lock sees what the one before us committed. No row comes back when the roundtable takes nobody.
# Runs with the caller's rights, so that row-level security holds.
TAKE_SEAT = """
CREATE FUNCTION take_seat(_roundtable bigint, _membership bigint, _now timestamptz)
RETURNS TABLE (is_new boolean, registration roundtables_registration)
LANGUAGE plpgsql SECURITY INVOKER SET lock_timeout = '3s' AS $$
DECLARE
  held roundtables_roundtable;
  is_seat boolean;
BEGIN
  SELECT * INTO held FROM roundtables_roundtable WHERE id = _roundtable FOR NO KEY UPDATE;
  is_new := false;
  SELECT * INTO registration FROM roundtables_registration
   WHERE program_id = held.program_id AND roundtable_id = _roundtable AND membership_id = _membership
     AND state <> 'cancelled';
  IF FOUND THEN
    RETURN NEXT;
    RETURN;
  END IF;
  IF held.state IS DISTINCT FROM 'open' OR held.ends_at <= _now THEN
    RETURN;
  END IF;
  is_new := true;
  is_seat := held.seats_taken < held.capacity;
  INSERT INTO roundtables_registration (program_id, roundtable_id, membership_id, state, queued_at, seated_at)
  VALUES (held.program_id, _roundtable, _membership,
          CASE WHEN is_seat THEN 'seat' ELSE 'waiting' END, _now, CASE WHEN is_seat THEN _now END)
  RETURNING * INTO registration;
  IF is_seat THEN
    UPDATE roundtables_roundtable SET seats_taken = seats_taken + 1 WHERE id = _roundtable;
  END IF;
  RETURN NEXT;
END $$
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0001_initial'),
        ('program', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('time_zone', models.CharField(max_length=64, validators=[program.clock.validate_zone], verbose_name='time zone')),
                ('weekday', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MaxValueValidator(6)], verbose_name='weekday')),
                ('local_time', models.TimeField(verbose_name='local time')),
                ('duration_minutes', models.PositiveSmallIntegerField(default=60, verbose_name='minutes')),
                ('capacity', models.PositiveIntegerField(default=100, verbose_name='seats')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Roundtable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='number')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('summary', models.TextField(blank=True, max_length=2000, verbose_name='what it is about')),
                ('host_name', models.CharField(blank=True, max_length=80, verbose_name='host')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('time_zone', models.CharField(max_length=64, validators=[program.clock.validate_zone], verbose_name='time zone')),
                ('capacity', models.PositiveIntegerField(default=100, validators=[django.core.validators.MinValueValidator(1)], verbose_name='seats')),
                ('seats_taken', models.PositiveIntegerField(default=0, editable=False, verbose_name='seats taken')),
                ('tier', models.CharField(choices=[('free', 'Free'), ('curriculum', 'Curriculum'), ('premium', 'Premium')], default='free', max_length=12, verbose_name='who may register')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('save_the_date', 'Save the date'), ('open', 'Open'), ('closed', 'Registration closed'), ('cancelled', 'Cancelled')], default='open', max_length=14, verbose_name='state')),
                ('cancel_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='reason')),
                ('room_url', models.CharField(blank=True, help_text='Where people meet; may change any time.', max_length=500, validators=[django.core.validators.URLValidator(message='Write a full address that begins with https://', schemes=['https'])], verbose_name='room link')),
                ('recording_url', models.CharField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(message='Write a full address that begins with https://', schemes=['https'])], verbose_name='recording link')),
                ('recording_tier', models.CharField(choices=[('free', 'Free'), ('curriculum', 'Curriculum'), ('premium', 'Premium')], default='premium', max_length=12, verbose_name='who may watch')),
                ('recording_published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='recording published')),
                ('sequence', models.PositiveIntegerField(default=0, editable=False, help_text='Rises with each change a calendar must show.')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('series', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='roundtables', to='roundtables.series', verbose_name='series')),
            ],
            options={
                'verbose_name': 'roundtable',
                'verbose_name_plural': 'roundtables',
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('seat', 'Seat'), ('waiting', 'Waiting list'), ('cancelled', 'Cancelled')], max_length=10, verbose_name='state')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='registered')),
                ('seated_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('attended_at', models.DateTimeField(blank=True, null=True, verbose_name='attended')),
                ('membership', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='members.membership', verbose_name='membership')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('roundtable', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='roundtables.roundtable', verbose_name='roundtable')),
            ],
            options={
                'verbose_name': 'registration',
                'verbose_name_plural': 'registrations',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['program', 'roundtable', 'id'], name='registration_queue'), models.Index(fields=['program', 'membership', 'state'], name='registration_of_member')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('program', 'roundtable', 'membership'), name='registration_standing_once'), models.CheckConstraint(condition=models.Q(('state__in', ['seat', 'waiting', 'cancelled'])), name='registration_state_known')],
            },
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='series_weekday_known'),
        ),
        migrations.AddIndex(
            model_name='roundtable',
            index=models.Index(fields=['program', 'ends_at'], name='roundtable_by_end'),
        ),
        migrations.AddConstraint(
            model_name='roundtable',
            constraint=models.UniqueConstraint(fields=('program', 'number'), name='roundtable_number_unique', violation_error_message='There is already a roundtable with this number.'),
        ),
        migrations.AddConstraint(
            model_name='roundtable',
            constraint=models.CheckConstraint(condition=models.Q(('seats_taken__lte', models.F('capacity'))), name='roundtable_not_oversold'),
        ),
        migrations.AddConstraint(
            model_name='roundtable',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='roundtable_ends_after_start', violation_error_message='The roundtable must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='roundtable',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='roundtable_number_positive'),
        ),
        migrations.AddConstraint(
            model_name='roundtable',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'save_the_date', 'open', 'closed', 'cancelled'])), name='roundtable_state_known'),
        ),
        OwnTables("Series", "Roundtable", "Registration"),
        migrations.RunSQL(TAKE_SEAT, "DROP FUNCTION take_seat(bigint, bigint, timestamptz)"),
    ]
