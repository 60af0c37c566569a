import django.db.models.deletion
import django.utils.timezone
import program.tenancy.scope
from django.conf import settings
from django.db import migrations, models
from program.tenancy.operations import OwnTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('program', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('address', models.EmailField(max_length=254, verbose_name='address')),
                ('about', models.CharField(blank=True, help_text='What it is about, like roundtable:102.', max_length=80, verbose_name='about')),
                ('occurrence', models.CharField(blank=True, max_length=40, verbose_name='occurrence')),
                ('payload', models.JSONField(blank=True, default=dict, help_text='What the words need beyond the database; emptied once sent.')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('state', models.CharField(choices=[('due', 'Due'), ('claimed', 'Claimed'), ('sending', 'Sending'), ('sent', 'Sent'), ('cancelled', 'Cancelled'), ('failed', 'Failed')], default='due', max_length=10, verbose_name='state')),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('last_error', models.CharField(blank=True, max_length=300, verbose_name='last error')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('state', 'due')), fields=['due_at'], name='message_due'), models.Index(condition=models.Q(('state__in', ['claimed', 'sending'])), fields=['lease_until'], name='message_leased'), models.Index(fields=['program', 'about', 'kind'], name='message_about'), models.Index(fields=['program', '-due_at'], name='message_by_program')],
                'constraints': [models.UniqueConstraint(fields=('program', 'kind', 'address', 'about', 'occurrence'), name='message_said_once'), models.CheckConstraint(condition=models.Q(('state__in', ['due', 'claimed', 'sending', 'sent', 'cancelled', 'failed'])), name='message_state_known')],
            },
        ),
        migrations.CreateModel(
            name='OptOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, verbose_name='address')),
                ('category', models.CharField(max_length=30, verbose_name='kind')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'opt-out',
                'verbose_name_plural': 'opt-outs',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('program', 'address', 'category'), name='optout_once')],
            },
        ),
        OwnTables("Message", "OptOut"),
    ]
