from django.urls import path

from program.local.bench.plain import views

urlpatterns = [
    path("bare/", views.bare),
    path("query/", views.with_query),
    path("page/", views.page),
]
