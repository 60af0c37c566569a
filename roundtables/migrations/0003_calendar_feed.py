"""Calendars that members subscribe to; when a roundtable last changed in one."""

import django.db.models.deletion
import django.utils.timezone
import program.clock
import program.tenancy.owned
import program.tenancy.scope
import roundtables.seating.registration
from django.db import migrations, models

from program.tenancy.operations import OwnTables


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0001_initial'),
        ('program', '0001_initial'),
        ('roundtables', '0002_take_seat'),
    ]

    operations = [
        migrations.AddField(
            model_name='roundtable',
            name='changed_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=roundtables.seating.registration.new_token, max_length=32)),
                ('created_at', models.DateTimeField(default=program.clock.now)),
                ('last_read_at', models.DateTimeField(blank=True, null=True)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('membership', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.membership')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'calendar address',
                'verbose_name_plural': 'calendar addresses',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('program', 'membership'), name='calendarfeed_once_per_member'), models.UniqueConstraint(fields=('program', 'token'), name='calendarfeed_token_unique')],
            },
        ),
        OwnTables("CalendarFeed"),
    ]
