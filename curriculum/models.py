"""The room's tables, each defined beside what it is about."""

from curriculum.diagnostic.models import Intake
from curriculum.editing.models import LessonSetting, OwnLesson, OwnText, Picture, Revision
from curriculum.learning.models import Completion, LessonProgress, Opening, QuizAttempt
from curriculum.library.models import OwnBook
from curriculum.questions.models import Question
from curriculum.shared.models import Lesson, LessonText, LessonTextVersion, Module, ModuleText, Reference
from curriculum.worksheets.models import Worksheet, WorksheetComment, WorksheetVersion

__all__ = [
    "Completion",
    "Intake",
    "Lesson",
    "LessonProgress",
    "LessonSetting",
    "LessonText",
    "LessonTextVersion",
    "Module",
    "ModuleText",
    "Opening",
    "OwnBook",
    "OwnLesson",
    "OwnText",
    "Picture",
    "Question",
    "QuizAttempt",
    "Reference",
    "Revision",
    "Worksheet",
    "WorksheetComment",
    "WorksheetVersion",
]
