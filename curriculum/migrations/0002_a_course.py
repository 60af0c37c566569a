import curriculum.learning.models
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.utils.timezone
import program.tenancy.owned
import program.tenancy.scope
from django.db import migrations, models

from program.tenancy.operations import BindKey, OwnTables


class Migration(migrations.Migration):

    dependencies = [
        ('curriculum', '0001_initial'),
        ('members', '0001_initial'),
        ('program', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Completion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=curriculum.learning.models.new_code, editable=False, max_length=12, verbose_name='code')),
                ('name', models.CharField(help_text='As the public page says it.', max_length=80, verbose_name='name')),
                ('lessons', models.PositiveSmallIntegerField(verbose_name='lessons')),
                ('completed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='completed')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                ('revoked_because', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('membership', program.tenancy.owned.ProgramKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='completions', to='members.membership', verbose_name='member')),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.module', verbose_name='module')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'completed module',
                'verbose_name_plural': 'completed modules',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['program', '-completed_at'], name='completion_latest'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('program', 'membership', 'module'), name='completion_once_per_module'),
                    models.UniqueConstraint(fields=('program', 'code'), name='completion_code_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(help_text='Of the questions.', verbose_name='version')),
                ('answers', models.JSONField(verbose_name='answers')),
                ('patterns', models.JSONField(default=list, help_text='Short names, the weightiest first.', verbose_name='patterns')),
                ('finished_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='finished')),
                ('membership', program.tenancy.owned.ProgramKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='intakes', to='members.membership', verbose_name='member')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'intake',
                'verbose_name_plural': 'intakes',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['program', 'membership', '-finished_at'], name='intake_latest_of_member'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LessonSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='position')),
                ('tier', models.CharField(blank=True, choices=[('free', 'Free'), ('curriculum', 'Curriculum'), ('premium', 'Premium')], max_length=12, verbose_name='tier')),
                ('is_hidden', models.BooleanField(db_default=False, default=False, verbose_name='hidden')),
                ('opens_after_days', models.PositiveSmallIntegerField(blank=True, help_text="Counted from the day a member joined; opens at 9:00 on the program's clock.", null=True, verbose_name='opens after days')),
                ('lesson', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.lesson', verbose_name='lesson')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'lesson in this program',
                'verbose_name_plural': 'lessons in this program',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('tier__in', ['', 'free', 'curriculum', 'premium'])), name='lessonsetting_tier_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LessonTextVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('words', models.JSONField(verbose_name='words')),
                ('loaded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='loaded')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='curriculum.lessontext', verbose_name='lesson text')),
            ],
            options={
                'verbose_name': 'version of a lesson text',
                'verbose_name_plural': 'versions of lesson texts',
                'constraints': [
                    models.UniqueConstraint(fields=('text', 'number'), name='lessontextversion_number_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='opened')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back')),
                ('membership', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, help_text='Empty: everybody.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='members.membership', verbose_name='member')),
                ('module', models.ForeignKey(blank=True, help_text='Empty: the whole curriculum.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.module', verbose_name='module')),
                ('opened_by', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.membership', verbose_name='opened by')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'opening',
                'verbose_name_plural': 'openings',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='opening_has_a_reason'),
                    models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('program', 'membership', 'module'), name='opening_once_at_a_time', nulls_distinct=False),
                ],
            },
        ),
        migrations.CreateModel(
            name='OwnBook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('author', models.CharField(blank=True, max_length=200, verbose_name='author')),
                ('publisher', models.CharField(blank=True, max_length=120, verbose_name='publisher')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                ('series', models.CharField(blank=True, max_length=120, verbose_name='series')),
                ('volume', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='volume')),
                ('url', models.URLField(blank=True, verbose_name='link')),
                ('note', models.TextField(blank=True, help_text='In your own words; no text is copied.', max_length=600, verbose_name='what one takes from it')),
                ('is_published', models.BooleanField(default=True, verbose_name='published')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'book',
                'verbose_name_plural': 'books',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['program', 'title'], name='ownbook_by_title'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OwnLesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='The end of its address; stays as it is.', max_length=60, verbose_name='short name')),
                ('position', models.PositiveSmallIntegerField(db_default=99, default=99, verbose_name='position')),
                ('tier', models.CharField(choices=[('free', 'Free'), ('curriculum', 'Curriculum'), ('premium', 'Premium')], default='curriculum', max_length=12, verbose_name='tier')),
                ('minutes', models.PositiveSmallIntegerField(default=5, verbose_name='minutes')),
                ('is_optional', models.BooleanField(default=False, help_text='The module is complete without it.', verbose_name='optional')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.module', verbose_name='module')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'own lesson',
                'verbose_name_plural': 'own lessons',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    models.UniqueConstraint(fields=('program', 'module', 'slug'), name='ownlesson_slug_once'),
                    models.CheckConstraint(condition=models.Q(('tier__in', ['free', 'curriculum', 'premium'])), name='ownlesson_tier_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OwnText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('pt-br', 'Português (Brasil)')], max_length=12, verbose_name='language')),
                ('search', django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ('lesson', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.lesson', verbose_name='lesson')),
                ('own_lesson', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.ownlesson', verbose_name='own lesson')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'own words of a lesson',
                'verbose_name_plural': 'own words of lessons',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('lesson', None), ('own_lesson', None), _connector='XOR'), name='owntext_about_one_lesson'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to='unused', verbose_name='picture')),
                ('words', models.CharField(help_text='For those who do not see it.', max_length=200, verbose_name='what it shows')),
                ('width', models.PositiveIntegerField(editable=False, verbose_name='width')),
                ('height', models.PositiveIntegerField(editable=False, verbose_name='height')),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='uploaded')),
                ('lesson', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.lesson', verbose_name='lesson')),
                ('own_lesson', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.ownlesson', verbose_name='own lesson')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('uploaded_by', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.membership', verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('lesson', None), ('own_lesson', None), _connector='XOR'), name='picture_about_one_lesson'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=1000, verbose_name='question')),
                ('is_for_roundtable', models.BooleanField(default=False, verbose_name='take to a roundtable')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked')),
                ('hidden_at', models.DateTimeField(blank=True, null=True, verbose_name='hidden')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('roundtable', models.PositiveIntegerField(blank=True, null=True, verbose_name='at roundtable')),
                ('second', models.PositiveIntegerField(blank=True, null=True, verbose_name='second of the recording')),
                ('answered_by', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.membership', verbose_name='answered by')),
                ('lesson', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.lesson', verbose_name='lesson')),
                ('membership', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='members.membership', verbose_name='asked by')),
                ('own_lesson', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.ownlesson', verbose_name='own lesson')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(condition=models.Q(('answered_at', None), ('hidden_at', None), ('is_for_roundtable', True)), fields=['program', 'asked_at'], name='question_for_roundtable'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('lesson', None), ('own_lesson', None), _connector='XOR'), name='question_about_one_lesson'),
                    models.CheckConstraint(condition=models.Q(('second', None), ('roundtable__isnull', False), _connector='OR'), name='question_second_of_a_roundtable'),
                ],
            },
        ),
        migrations.CreateModel(
            name='QuizAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(help_text='The place of the answer chosen for each question.', verbose_name='answers')),
                ('right', models.PositiveSmallIntegerField(verbose_name='right')),
                ('total', models.PositiveSmallIntegerField(verbose_name='questions')),
                ('is_passed', models.BooleanField(verbose_name='passed')),
                ('taken_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='taken')),
                ('lesson', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.lesson', verbose_name='lesson')),
                ('membership', program.tenancy.owned.ProgramKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='members.membership', verbose_name='member')),
                ('own_lesson', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.ownlesson', verbose_name='own lesson')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'quiz attempt',
                'verbose_name_plural': 'quiz attempts',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('lesson', None), ('own_lesson', None), _connector='XOR'), name='quizattempt_about_one_lesson'),
                    models.CheckConstraint(condition=models.Q(('right__lte', models.F('total'))), name='quizattempt_right_of_total'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pattern', 'Pattern'), ('heading', 'Heading of the diagnostic'), ('mistake', 'Mistake'), ('book', 'Book')], max_length=10, verbose_name='kind')),
                ('slug', models.CharField(max_length=60, verbose_name='short name')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('entry', models.JSONField(help_text='As its file has it, with its words in every language.', verbose_name='entry')),
            ],
            options={
                'verbose_name': 'reference',
                'verbose_name_plural': 'references',
                'constraints': [
                    models.UniqueConstraint(fields=('kind', 'slug'), name='reference_slug_once'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['pattern', 'heading', 'mistake', 'book'])), name='reference_kind_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('summary', models.CharField(max_length=300, verbose_name='summary')),
                ('teaser', models.TextField(help_text='Shown to everyone, also above their tier.', verbose_name='teaser')),
                ('body', models.TextField(blank=True, db_default='', help_text='In Markdown.', verbose_name='text')),
                ('body_html', models.TextField(editable=False)),
                ('contents', models.JSONField(db_default=[], default=list, help_text='Id and words of each heading.')),
                ('task', models.TextField(blank=True, help_text='The one thing to do at the end.', verbose_name='do this')),
                ('mistakes', models.JSONField(db_default=[], default=list, verbose_name='mistakes')),
                ('sources', models.JSONField(db_default=[], default=list, verbose_name='sources')),
                ('quiz', models.JSONField(db_default=[], default=list, verbose_name='quiz')),
                ('worksheet', models.JSONField(blank=True, null=True, verbose_name='worksheet')),
                ('digest', models.CharField(help_text='Of all these words: their name in memory.', max_length=64)),
                ('number', models.PositiveIntegerField(verbose_name='revision')),
                ('based_on', models.PositiveIntegerField(blank=True, help_text='Of the shared words.', null=True, verbose_name='based on version')),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='saved')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='what changed')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('saved_by', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.membership', verbose_name='saved by')),
                ('text', program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='curriculum.owntext', verbose_name='own words of a lesson')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    models.UniqueConstraint(fields=('program', 'text', 'number'), name='revision_number_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Worksheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='feedback asked')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='feedback given')),
                ('asked_by', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.membership', verbose_name='asked by')),
                ('lesson', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.lesson', verbose_name='lesson')),
                ('own_lesson', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.ownlesson', verbose_name='own lesson')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('venture', program.tenancy.owned.ProgramKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='worksheets', to='members.venture', verbose_name='venture')),
            ],
            options={
                'verbose_name': 'worksheet',
                'verbose_name_plural': 'worksheets',
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['program', 'asked_at'], name='worksheet_waiting'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('lesson', None), ('own_lesson', None), _connector='XOR'), name='worksheet_about_one_lesson'),
                ],
            },
        ),
        migrations.CreateModel(
            name='WorksheetComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(blank=True, help_text='Empty: about the whole sheet.', max_length=60, verbose_name='field')),
                ('words', models.TextField(max_length=4000, verbose_name='comment')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='written')),
                ('author', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.membership', verbose_name='author')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
            ],
            options={
                'verbose_name': 'comment on a worksheet',
                'verbose_name_plural': 'comments on worksheets',
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='WorksheetVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('answers', models.JSONField(default=dict, verbose_name='answers')),
                ('fields', models.JSONField(default=list, help_text='As the lesson asked at that time.', verbose_name='fields')),
                ('based_on', models.PositiveIntegerField(blank=True, null=True, verbose_name='based on version')),
                ('editing', models.UUIDField(blank=True, help_text='Empty: saved by hand.', null=True, verbose_name='open page')),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='saved')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('program', models.ForeignKey(db_index=False, default=program.tenancy.scope.current_program_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='program.program')),
                ('saved_by', program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.membership', verbose_name='saved by')),
                ('worksheet', program.tenancy.owned.ProgramKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='curriculum.worksheet', verbose_name='worksheet')),
            ],
            options={
                'verbose_name': 'version of a worksheet',
                'verbose_name_plural': 'versions of worksheets',
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    models.UniqueConstraint(fields=('program', 'worksheet', 'number'), name='worksheetversion_number_once'),
                    models.UniqueConstraint(condition=models.Q(('editing', None), _negated=True), fields=('program', 'worksheet', 'editing'), name='worksheetversion_one_per_open_page'),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name='lessonprogress',
            name='progress_once_per_lesson',
        ),
        migrations.AddField(
            model_name='lesson',
            name='is_optional',
            field=models.BooleanField(db_default=False, default=False, help_text='The module is complete without it.', verbose_name='optional'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='requires',
            field=models.JSONField(db_default=[], default=list, help_text='Lessons to be done first, as module/lesson.', verbose_name='opens after'),
        ),
        migrations.AddField(
            model_name='lessontext',
            name='body',
            field=models.TextField(blank=True, db_default='', help_text='In Markdown.', verbose_name='text'),
        ),
        migrations.AddField(
            model_name='lessontext',
            name='quiz',
            field=models.JSONField(db_default=[], default=list, verbose_name='quiz'),
        ),
        migrations.AddField(
            model_name='lessontext',
            name='search',
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='lessontext',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1, verbose_name='version'),
        ),
        migrations.AddField(
            model_name='lessontext',
            name='worksheet',
            field=models.JSONField(blank=True, null=True, verbose_name='worksheet'),
        ),
        migrations.AddField(
            model_name='module',
            name='requires',
            field=models.JSONField(db_default=[], default=list, help_text='Short names of the modules to be done first.', verbose_name='opens after'),
        ),
        migrations.AlterField(
            model_name='lessonprogress',
            name='lesson',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.lesson', verbose_name='lesson'),
        ),
        migrations.AlterField(
            model_name='lessontext',
            name='body_html',
            field=models.TextField(editable=False),
        ),
        migrations.AlterField(
            model_name='lessontext',
            name='mistakes',
            field=models.JSONField(db_default=[], default=list, verbose_name='mistakes'),
        ),
        migrations.AlterField(
            model_name='lessontext',
            name='sources',
            field=models.JSONField(db_default=[], default=list, verbose_name='sources'),
        ),
        migrations.AddField(
            model_name='lessonsetting',
            name='own_lesson',
            field=program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.ownlesson', verbose_name='own lesson'),
        ),
        migrations.AddField(
            model_name='lessonsetting',
            name='ref',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('lesson_id'), django.db.models.expressions.CombinedExpression(models.Value(0), '-', models.F('own_lesson_id'))), output_field=models.BigIntegerField()),
        ),
        migrations.AddField(
            model_name='lessonprogress',
            name='own_lesson',
            field=program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curriculum.ownlesson', verbose_name='own lesson'),
        ),
        migrations.AddField(
            model_name='lessonprogress',
            name='ref',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('lesson_id'), django.db.models.expressions.CombinedExpression(models.Value(0), '-', models.F('own_lesson_id'))), output_field=models.BigIntegerField()),
        ),
        migrations.AddConstraint(
            model_name='lessonprogress',
            constraint=models.CheckConstraint(condition=models.Q(('lesson', None), ('own_lesson', None), _connector='XOR'), name='lessonprogress_about_one_lesson'),
        ),
        migrations.AddConstraint(
            model_name='lessonprogress',
            constraint=models.UniqueConstraint(fields=('program', 'membership', 'ref'), name='lessonprogress_once_per_lesson'),
        ),
        migrations.AddField(
            model_name='owntext',
            name='ref',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('lesson_id'), django.db.models.expressions.CombinedExpression(models.Value(0), '-', models.F('own_lesson_id'))), output_field=models.BigIntegerField()),
        ),
        migrations.AddField(
            model_name='picture',
            name='ref',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('lesson_id'), django.db.models.expressions.CombinedExpression(models.Value(0), '-', models.F('own_lesson_id'))), output_field=models.BigIntegerField()),
        ),
        migrations.AddField(
            model_name='question',
            name='ref',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('lesson_id'), django.db.models.expressions.CombinedExpression(models.Value(0), '-', models.F('own_lesson_id'))), output_field=models.BigIntegerField()),
        ),
        migrations.AddField(
            model_name='quizattempt',
            name='ref',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('lesson_id'), django.db.models.expressions.CombinedExpression(models.Value(0), '-', models.F('own_lesson_id'))), output_field=models.BigIntegerField()),
        ),
        migrations.AddField(
            model_name='owntext',
            name='published',
            field=program.tenancy.owned.ProgramKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='curriculum.revision', verbose_name='published'),
        ),
        migrations.AddField(
            model_name='worksheet',
            name='ref',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('lesson_id'), django.db.models.expressions.CombinedExpression(models.Value(0), '-', models.F('own_lesson_id'))), output_field=models.BigIntegerField()),
        ),
        migrations.AddField(
            model_name='worksheetcomment',
            name='version',
            field=program.tenancy.owned.ProgramKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='curriculum.worksheetversion', verbose_name='version of a worksheet'),
        ),
        migrations.AddConstraint(
            model_name='lessonsetting',
            constraint=models.CheckConstraint(condition=models.Q(('lesson', None), ('own_lesson', None), _connector='XOR'), name='lessonsetting_about_one_lesson'),
        ),
        migrations.AddConstraint(
            model_name='lessonsetting',
            constraint=models.UniqueConstraint(fields=('program', 'ref'), name='lessonsetting_once_per_lesson'),
        ),
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(fields=['program', 'ref'], name='picture_of_lesson'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['program', 'ref', 'asked_at'], name='question_under_lesson'),
        ),
        migrations.AddIndex(
            model_name='quizattempt',
            index=models.Index(fields=['program', 'membership', 'ref', '-taken_at'], name='quizattempt_of_member'),
        ),
        migrations.AddConstraint(
            model_name='owntext',
            constraint=models.UniqueConstraint(fields=('program', 'ref', 'language'), name='owntext_once_per_language'),
        ),
        migrations.AddConstraint(
            model_name='worksheet',
            constraint=models.UniqueConstraint(fields=('program', 'venture', 'ref'), name='worksheet_once_per_venture'),
        ),
        OwnTables("OwnLesson", "LessonSetting", "OwnText", "Revision", "Picture", "QuizAttempt", "Completion", "Opening", "Worksheet", "WorksheetVersion", "WorksheetComment", "Intake", "Question", "OwnBook"),
        BindKey("LessonProgress", "own_lesson"),
    ]
