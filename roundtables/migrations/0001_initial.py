import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import program.clock
import program.tenancy.owned
import program.tenancy.scope
import roundtables.schedule.leads
import roundtables.seating.registration
from django.db import migrations, models

from program.tenancy.operations import OwnTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0001_initial'),
        ('program', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Format',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='Part of the address of the filtered list.', max_length=40, verbose_name='short name')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('what', models.CharField(blank=True, max_length=200, verbose_name='what happens there')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'format',
                'verbose_name_plural': 'formats',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    models.UniqueConstraint(fields=('program', 'slug'), name='format_slug_unique', violation_error_message='There is already a format with this short name.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('language', models.CharField(blank=True, choices=[('en', 'English'), ('pt-br', 'Português (Brasil)')], max_length=12, verbose_name='language')),
                ('time_zone', models.CharField(blank=True, max_length=64, validators=[program.clock.validate_zone], verbose_name='time zone')),
                ('created_at', models.DateTimeField(default=program.clock.now, verbose_name='first came')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'guest',
                'verbose_name_plural': 'guests',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    models.UniqueConstraint(fields=('program', 'email'), name='guest_once_per_program'),
                    models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='guest_email_lower_case'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Roundtable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='number')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('summary', models.TextField(blank=True, max_length=2000, verbose_name='what it is about')),
                ('edition', models.CharField(blank=True, help_text='Like “The hundredth”; stands above the title.', max_length=60, verbose_name='special edition')),
                ('host_name', models.CharField(blank=True, max_length=80, verbose_name='host')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('time_zone', models.CharField(max_length=64, validators=[program.clock.validate_zone], verbose_name='time zone')),
                ('capacity', models.PositiveIntegerField(default=100, validators=[django.core.validators.MinValueValidator(1)], verbose_name='seats')),
                ('seats_taken', models.PositiveIntegerField(default=0, editable=False, verbose_name='seats taken')),
                ('tier', models.CharField(choices=[('free', 'Free'), ('curriculum', 'Curriculum'), ('premium', 'Premium')], default='free', max_length=12, verbose_name='who may register')),
                ('takes_guests', models.BooleanField(default=True, help_text='People without an account, with a code sent to their e-mail.', verbose_name='guests may come')),
                ('confirm_hours', models.PositiveSmallIntegerField(blank=True, help_text='Hours before the start. Everybody is asked a day earlier. Empty: seats are kept.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(336)], verbose_name='release unconfirmed seats')),
                ('released_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('offer_hours', models.PositiveSmallIntegerField(default=24, help_text='How long a free seat is kept for whoever waited longest. 0: it is theirs without asking.', validators=[django.core.validators.MaxValueValidator(336)], verbose_name='hours to answer an offer')),
                ('reminders', models.CharField(blank=True, help_text='Like 7d 24h 1h: that long before the start. Empty: as the series says, or 7d 24h 1h.', max_length=60, validators=[roundtables.schedule.leads.validate_leads], verbose_name='reminders')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('save_the_date', 'Save the date'), ('open', 'Open'), ('closed', 'Registration closed'), ('cancelled', 'Cancelled')], default='open', max_length=14, verbose_name='state')),
                ('cancel_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='reason')),
                ('room_url', models.CharField(blank=True, help_text='Where people meet; may change any time.', max_length=500, validators=[django.core.validators.URLValidator(message='Write a full address that begins with https://', schemes=['https'])], verbose_name='room link')),
                ('recording_url', models.CharField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(message='Write a full address that begins with https://', schemes=['https'])], verbose_name='recording link')),
                ('recording_tier', models.CharField(choices=[('free', 'Free'), ('curriculum', 'Curriculum'), ('premium', 'Premium')], default='premium', max_length=12, verbose_name='who may watch')),
                ('recording_published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='recording published')),
                ('sequence', models.PositiveIntegerField(default=0, editable=False, help_text='Rises with each change a calendar must show.')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('format', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='roundtables', to='roundtables.format', verbose_name='format')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'roundtable',
                'verbose_name_plural': 'roundtables',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['program', 'ends_at'], name='roundtable_by_end'),
                    models.Index(condition=models.Q(('confirm_hours__isnull', False), ('released_at', None)), fields=['starts_at'], name='roundtable_to_release'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('program', 'number'), name='roundtable_number_unique', violation_error_message='There is already a roundtable with this number.'),
                    models.CheckConstraint(condition=models.Q(('seats_taken__lte', models.F('capacity'))), name='roundtable_not_oversold'),
                    models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='roundtable_ends_after_start', violation_error_message='The roundtable must end after it starts.'),
                    models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='roundtable_number_positive'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'save_the_date', 'open', 'closed', 'cancelled'])), name='roundtable_state_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=roundtables.seating.registration.new_token, editable=False, max_length=32)),
                ('state', models.CharField(choices=[('seat', 'Seat'), ('offered', 'Seat offered'), ('waiting', 'Waiting list'), ('cancelled', 'Cancelled')], max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, choices=[('left', 'Cancelled it'), ('declined', 'Declined the offer'), ('expired', 'Did not answer the offer in time'), ('released', 'Did not confirm in time'), ('passed_on', 'Gave the seat to somebody else'), ('staff', 'Taken off by staff')], max_length=10, verbose_name='reason')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='registered')),
                ('seated_at', models.DateTimeField(blank=True, null=True)),
                ('offer_until', models.DateTimeField(blank=True, null=True, verbose_name='offered until')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('attended_at', models.DateTimeField(blank=True, null=True, verbose_name='attended')),
                ('guest', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='roundtables.guest', verbose_name='guest')),
                ('membership', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='members.membership', verbose_name='membership')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('roundtable', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='roundtables.roundtable', verbose_name='roundtable')),
            ],
            options={
                'verbose_name': 'registration',
                'verbose_name_plural': 'registrations',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(condition=models.Q(('state', 'waiting')), fields=['program', 'roundtable', 'id'], name='registration_queue'),
                    models.Index(fields=['program', 'membership', 'state'], name='registration_of_member'),
                    models.Index(condition=models.Q(('state', 'offered')), fields=['offer_until'], name='registration_offers'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), ('membership__isnull', False)), fields=('program', 'roundtable', 'membership'), name='registration_standing_once'),
                    models.UniqueConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), ('guest__isnull', False)), fields=('program', 'roundtable', 'guest'), name='registration_guest_standing_once'),
                    models.UniqueConstraint(fields=('program', 'token'), name='registration_token_unique'),
                    models.CheckConstraint(condition=models.Q(models.Q(('guest', None), ('membership__isnull', False)), models.Q(('guest__isnull', False), ('membership', None)), _connector='OR'), name='registration_of_one_person'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['seat', 'offered', 'waiting', 'cancelled'])), name='registration_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), _negated=True), ('offer_until__isnull', False), _connector='OR'), name='registration_offer_ends'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Presenter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('venture', models.CharField(blank=True, max_length=80, verbose_name='venture')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('roundtable', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='presenters', to='roundtables.roundtable', verbose_name='roundtable')),
            ],
            options={
                'verbose_name': 'presenter',
                'verbose_name_plural': 'presenters',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['program', 'roundtable', 'position'], name='presenter_in_order'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('country__regex', '^([A-Z]{2})?$')), name='presenter_country_code'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('guest', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='roundtables.guest', verbose_name='guest')),
                ('membership', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.membership', verbose_name='membership')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('roundtable', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='roundtables.roundtable', verbose_name='roundtable')),
            ],
            options={
                'verbose_name': 'interest',
                'verbose_name_plural': 'interest list',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('membership__isnull', False)), fields=('program', 'roundtable', 'membership'), name='interest_once'),
                    models.UniqueConstraint(condition=models.Q(('guest__isnull', False)), fields=('program', 'roundtable', 'guest'), name='interest_guest_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('guest', None), ('membership__isnull', False)), models.Q(('guest__isnull', False), ('membership', None)), _connector='OR'), name='interest_of_one_person'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('title', models.CharField(max_length=120, verbose_name='what')),
                ('minutes', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)], verbose_name='minutes')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('roundtable', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='roundtables.roundtable', verbose_name='roundtable')),
            ],
            options={
                'verbose_name': 'agenda item',
                'verbose_name_plural': 'agenda',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['program', 'roundtable', 'position'], name='agendaitem_in_order'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('minutes__gte', 1)), name='agendaitem_takes_time'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('repeats', models.CharField(choices=[('weekly', 'Every week'), ('fortnightly', 'Every second week'), ('first', 'Once a month, in its first week'), ('second', 'Once a month, in its second week'), ('third', 'Once a month, in its third week'), ('fourth', 'Once a month, in its fourth week'), ('last', 'Once a month, in its last week')], default='weekly', max_length=12, verbose_name='repeats')),
                ('time_zone', models.CharField(max_length=64, validators=[program.clock.validate_zone], verbose_name='time zone')),
                ('weekday', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MaxValueValidator(6)], verbose_name='weekday')),
                ('local_time', models.TimeField(verbose_name='local time')),
                ('duration_minutes', models.PositiveSmallIntegerField(default=60, verbose_name='minutes')),
                ('capacity', models.PositiveIntegerField(default=100, verbose_name='seats')),
                ('host_name', models.CharField(blank=True, max_length=80, verbose_name='host')),
                ('reminders', models.CharField(blank=True, help_text='Like 7d 24h 1h: that long before the start. Empty: 7d 24h 1h.', max_length=60, validators=[roundtables.schedule.leads.validate_leads], verbose_name='reminders')),
                ('format', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='series', to='roundtables.format', verbose_name='format')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='series_weekday_known'),
                    models.CheckConstraint(condition=models.Q(('repeats__in', ['weekly', 'fortnightly', 'first', 'second', 'third', 'fourth', 'last'])), name='series_repeats_known'),
                ],
            },
        ),
        migrations.AddField(
            model_name='roundtable',
            name='series',
            field=program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='roundtables', to='roundtables.series', verbose_name='series'),
        ),
        OwnTables("Format", "Guest", "Series", "Roundtable", "AgendaItem", "Presenter", "Registration", "Interest"),
    ]
