import django.db.models.deletion
import django.utils.timezone
import program.tenancy.owned
import program.tenancy.scope
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
            name='Module',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='short name')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('is_retired', models.BooleanField(db_default=False, default=False, help_text='No longer in the curriculum; kept because members have done it.', verbose_name='retired')),
            ],
            options={
                'verbose_name': 'module',
                'verbose_name_plural': 'modules',
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, verbose_name='short name')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('tier', models.CharField(choices=[('free', 'Free'), ('curriculum', 'Curriculum'), ('premium', 'Premium')], default='free', max_length=12, verbose_name='tier')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='minutes')),
                ('is_retired', models.BooleanField(db_default=False, default=False, help_text='No longer in the curriculum; kept because members have done it.', verbose_name='retired')),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='curriculum.module', verbose_name='module')),
            ],
            options={
                'verbose_name': 'lesson',
                'verbose_name_plural': 'lessons',
            },
        ),
        migrations.CreateModel(
            name='ModuleText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('pt-br', 'Português (Brasil)')], max_length=12, verbose_name='language')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('promise', models.CharField(max_length=160, verbose_name='promise')),
                ('outcomes', models.JSONField(db_default=[], default=list, verbose_name='what you will be able to do')),
                ('note', models.TextField(blank=True, help_text='What is coming, while the module has no lessons.', verbose_name='note')),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='curriculum.module', verbose_name='module')),
            ],
            options={
                'verbose_name': 'module text',
                'verbose_name_plural': 'module texts',
            },
        ),
        migrations.CreateModel(
            name='LessonProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='done')),
                ('lesson', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.lesson', verbose_name='lesson')),
                ('membership', program.tenancy.owned.ProgramKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lesson_progress', to='members.membership', verbose_name='member')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'lesson progress',
                'verbose_name_plural': 'lesson progress',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['program', '-done_at'], name='progress_latest')],
                'constraints': [models.UniqueConstraint(fields=('program', 'membership', 'lesson'), name='progress_once_per_lesson')],
            },
        ),
        migrations.CreateModel(
            name='LessonText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('pt-br', 'Português (Brasil)')], max_length=12, verbose_name='language')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('summary', models.CharField(max_length=300, verbose_name='summary')),
                ('teaser', models.TextField(help_text='Shown to everyone, also above their tier.', verbose_name='teaser')),
                ('body_html', models.TextField(verbose_name='text')),
                ('contents', models.JSONField(db_default=[], default=list, help_text='Id and words of each heading.')),
                ('task', models.TextField(blank=True, help_text='The one thing to do at the end.', verbose_name='do this')),
                ('mistakes', models.JSONField(default=list, verbose_name='mistakes')),
                ('sources', models.JSONField(default=list, verbose_name='sources')),
                ('digest', models.CharField(help_text='Of all these words: their name in memory.', max_length=64)),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='curriculum.lesson', verbose_name='lesson')),
            ],
            options={
                'verbose_name': 'lesson text',
                'verbose_name_plural': 'lesson texts',
                'constraints': [models.UniqueConstraint(fields=('lesson', 'language'), name='lessontext_once_per_language')],
            },
        ),
        migrations.AddConstraint(
            model_name='lesson',
            constraint=models.UniqueConstraint(fields=('module', 'slug'), name='lesson_slug_unique'),
        ),
        migrations.AddConstraint(
            model_name='lesson',
            constraint=models.CheckConstraint(condition=models.Q(('tier__in', ['free', 'curriculum', 'premium'])), name='lesson_tier_known'),
        ),
        migrations.AddConstraint(
            model_name='moduletext',
            constraint=models.UniqueConstraint(fields=('module', 'language'), name='moduletext_once_per_language'),
        ),
        OwnTables("LessonProgress"),
    ]
