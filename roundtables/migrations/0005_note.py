import django.db.models.deletion
import django.utils.timezone
import program.tenancy.owned
import program.tenancy.scope
from django.db import migrations, models

from program.tenancy.operations import OwnTables


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0001_initial'),
        ('program', '0001_initial'),
        ('roundtables', '0004_rooms'),
    ]

    operations = [
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=120, verbose_name='subject')),
                ('words', models.TextField(max_length=5000, verbose_name='words')),
                ('audience', models.CharField(choices=[('everybody', 'Everybody who is registered'), ('seats', 'Those with a seat'), ('waiting', 'Those on the waiting list'), ('attended', 'Those who were there'), ('missed', 'Those with a seat who were not there')], default='everybody', max_length=10, verbose_name='to whom')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('roundtable', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='roundtables.roundtable', verbose_name='roundtable')),
                ('sent_by', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.membership', verbose_name='written by')),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['program', 'roundtable', '-created_at'], name='note_of_roundtable')],
                'constraints': [models.CheckConstraint(condition=models.Q(('audience__in', ['everybody', 'seats', 'waiting', 'attended', 'missed'])), name='note_audience_known')],
            },
        ),
        OwnTables("Note"),
    ]
