import django.db.models.deletion
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
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('action', models.CharField(max_length=60, verbose_name='action')),
                ('model', models.CharField(max_length=60, verbose_name='kind of object')),
                ('object_id', models.CharField(max_length=40)),
                ('object_name', models.CharField(max_length=200, verbose_name='object')),
                ('changes', models.JSONField(default=dict, verbose_name='changes')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit log',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['program', '-at'], name='audit_latest'), models.Index(fields=['program', 'model', 'object_id', '-at'], name='audit_of_object')],
            },
        ),
        OwnTables("Entry"),
    ]
