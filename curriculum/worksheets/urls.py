from django.urls import path

from curriculum.worksheets import autosave_views, export_views, feedback_views, history_views, views

SHEET = "curriculum/<slug:module>/<slug:lesson>/worksheet/"

urlpatterns = [
    path("worksheets/", views.worksheets, name="worksheets"),
    path(SHEET, views.worksheet, name="worksheet"),
    path(f"{SHEET}autosave/", autosave_views.autosave, name="worksheet_autosave"),
    path(f"{SHEET}versions/", history_views.versions, name="worksheet_versions"),
    path(f"{SHEET}versions/compare/", history_views.compare, name="worksheet_compare"),
    path(f"{SHEET}versions/<int:number>/", history_views.version, name="worksheet_version"),
    path(f"{SHEET}versions/<int:number>/restore/", history_views.restore_version, name="worksheet_restore"),
    path(f"{SHEET}ask/", feedback_views.ask, name="worksheet_ask"),
    path(f"{SHEET}comments/<int:comment_id>/reply/", feedback_views.reply, name="worksheet_reply"),
    path(f"{SHEET}worksheet.md", export_views.markdown, name="worksheet_markdown"),
    path(f"{SHEET}worksheet.pdf", export_views.pdf, name="worksheet_pdf"),
]
