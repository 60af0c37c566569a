import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0001_initial'),
        ('program', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, verbose_name='address')),
                ('cause', models.CharField(choices=[('bounced', 'Came back'), ('complained', 'Called unwanted')], max_length=10, verbose_name='cause')),
                ('detail', models.CharField(blank=True, max_length=300, verbose_name='detail')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
            ],
            options={
                'verbose_name': 'suspended address',
                'verbose_name_plural': 'suspended addresses',
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['program', 'address'], name='message_to_address'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.UniqueConstraint(fields=('address',), name='suspension_once'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('address', django.db.models.functions.text.Lower('address'))), name='suspension_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('cause__in', ['bounced', 'complained'])), name='suspension_cause_known'),
        ),
    ]
